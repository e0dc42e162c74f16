package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssumptionReportTest {

  private static final Path DOOR = Path.of("src/test/resources/door");

  @TempDir
  Path temporary;

  @Test
  void thePageSaysWhatTheManifestSays() throws IOException {
    CommandLineRun run = CommandLineRun.of("matrix", "--assumptions", "--specifications", "tla");
    assertThat(run.code()).isZero();
    List<String> page = Files.readAllLines(Path.of("docs", "assumptions.md"));
    int start = page.indexOf(AssumptionReport.START);
    int end = page.indexOf(AssumptionReport.END);
    assertThat(start).isNotNegative().isLessThan(end);
    assertThat(page.subList(start, end + 1))
        .as("the text between the markers in spec/docs/assumptions.md differs from the output of:"
            + " matrix --assumptions --specifications spec/tla")
        .isEqualTo(run.out().lines().toList());
  }

  /** The door with a lattice. */
  private Path door(String lattice) throws IOException {
    Path copy = temporary.resolve("door");
    try (Stream<Path> files = Files.walk(DOOR)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(DOOR.relativize(file).toString());
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to);
      }
    }
    Path manifest = copy.resolve("manifest.json");
    String text = Files.readString(manifest).strip();
    Files.writeString(manifest, text.substring(0, text.length() - 1) + ", " + lattice + "}");
    return copy;
  }

  private static CommandLineRun assumptions(Path directory) {
    return CommandLineRun.of("matrix", "--assumptions", "--specifications", directory.toString());
  }

  @Test
  void aCellIsTheFirstModelThatDecides() throws IOException {
    Path door = door("""
        "lattices": [{"guarantees": ["LockedIsClosed", "Safe"], "alike": {"TypeOK": "Safe"},
          "rows": [{"given": "nothing breaks", "models": ["Door-breakable", "Door"]}]}],
        "growth": [{"varies": "strength", "models": ["Door", "Door-breakable"]}]""");
    assertThat(assumptions(door).out().lines())
        .containsSubsequence(
            "| given | `LockedIsClosed` | `Safe` |",
            "| nothing breaks | holds, `Door-breakable` | holds, `Door-breakable` |",
            "| strength | `Door` | | | | | 3 | none |",
            "| | `Door-breakable` | | | | | 3 | none |");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[\"Nothing\"]  | [\"Door\"] | locks: no model decides Nothing",
        "[\"TypeOK\"]   | []         | locks: no model decides TypeOK",
        "[\"TypeOK\"]   | [\"Gate\"] | locks: there is no model Gate",
      })
  void anEmptyCellIsBadInput(String guarantees, String models, String message) throws IOException {
    Path door = door("\"lattices\": [{\"guarantees\": " + guarantees
        + ", \"rows\": [{\"given\": \"locks\", \"models\": " + models + "}]}]");
    assumptions(door).assertBadInput(message);
    CommandLineRun.of("check", "--list", "--specifications", door.toString())
        .assertBadInput(message);
  }
}

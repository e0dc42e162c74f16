package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.tlc.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("checker")
class MatrixCommandTest {

  private static final Path PAGE = Path.of("docs", "failure-points.md");

  @TempDir
  Path temporary;

  /** All in one run, which takes long: the page shows it. */
  @Test
  void everyCellHasItsVerdictAndThePageShowsThem() throws IOException {
    Path json = temporary.resolve("matrix.json");
    CommandLineRun run = CommandLineRun.of("matrix", "--json", json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
    List<String> table =
        run.out().lines().takeWhile(line -> !line.strip().startsWith("#")).toList();
    assertThat(Files.readString(PAGE)).contains(String.join("\n", table).strip());
    assertThat(run.out())
        .contains("never  accept", "duplicate 7", "lost ", "no OK ", "holds", "NoFalseConfirm");

    JsonNode cells = new ObjectMapper().readTree(json.toFile());
    Set<List<String>> coordinates = new HashSet<>();
    for (JsonNode cell : cells) {
      coordinates.add(List.of(
          cell.get("retry").asText(),
          cell.get("onDuplicate").asText(),
          cell.get("loss").asText(),
          cell.get("network").asText()));
      assertThat(cell.size()).isEqualTo(8);
      assertThat(cell.get("distinctStates").asInt()).isPositive();
      boolean violated = cell.get("verdict").asText().equals("violated");
      assertThat(cell.get("property").isNull()).isEqualTo(!violated);
      assertThat(cell.get("traceLength").isNull()).isEqualTo(!violated);
    }
    assertThat(cells).hasSize(72);
    assertThat(coordinates).hasSize(72);
  }

  @Test
  void withoutAllCellsThereIsNoMatrix() {
    CommandLineRun.of("matrix", "--specifications", Specs.directory().toString())
        .assertBadInput("no model of FailurePoints", "retry=never");
  }
}

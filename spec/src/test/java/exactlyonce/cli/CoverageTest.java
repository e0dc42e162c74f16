package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("checker")
class CoverageTest {

  private static final Path DOOR = Path.of("src/test/resources/door");

  @TempDir
  Path temporary;

  private static CommandLineRun check(Path directory, String... arguments) {
    return CommandLineRun.of(Stream.concat(
            Stream.of("check", "--specifications", directory.toString()), Stream.of(arguments))
        .toArray(String[]::new));
  }

  @Test
  void anActionThatNoModelTakesFails() {
    CommandLineRun run = check(DOOR, "Door", "--tier", "verify", "--coverage");
    assertThat(run.out().lines())
        .contains("Door!Break is never taken")
        .as("the initial predicate is no action")
        .anyMatch(line -> line.matches("Door +5 +Break +0"));
    assertThat(run.out()).contains("1 of 1 models as the manifest expects");
    assertThat(run.code()).isEqualTo(1);
    assertThat(check(DOOR, "Door", "--tier", "verify").code())
        .as("without being asked")
        .isZero();
  }

  /** Also the expressions: each model leaves out a branch that the other takes. */
  @Test
  void allModelsTogetherCount() {
    CommandLineRun run = check(DOOR, "Door", "--coverage");
    assertThat(run.out())
        .contains("2 of 2 models", "In all models that hold:")
        .doesNotContain("never");
    assertThat(run.code()).as(run.out()).isZero();
  }

  /** Or the replacement of an action by nothing, as where a fault is switched off, would be one. */
  @Test
  void anActionOfTheBoundsThatIsNeverTakenIsNoFault() throws IOException {
    Path copy = copyWith();
    Files.writeString(
        copy.resolve("MCDoor.tla"),
        "---- MODULE MCDoor ----\nEXTENDS Door\nNever == FALSE\n====\n");
    Files.writeString(
        copy.resolve("models/Door/Unlocked.cfg"),
        "SPECIFICATION Spec\nCONSTANTS\n Breakable = TRUE\n Lock <- Never\nINVARIANT TypeOK\n");
    Path manifest = copy.resolve("models/Door/manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace(
                "{\"model\": \"Door-breakable\"",
                "{\"model\": \"Door-unlocked\", \"module\": \"MCDoor\","
                    + " \"config\": \"Unlocked.cfg\", \"tier\": \"full\", \"shows\": \"a door without a"
                    + " lock\", \"expected\": {\"verdict\": \"holds\", \"distinctStates\": 2,"
                    + " \"generatedStates\": 5, \"depth\": 2}},\n"
                    + "    {\"model\": \"Door-breakable\""));
    CommandLineRun run = check(copy, "Door", "--coverage");
    assertThat(run.out()).containsPattern("MCDoor +1 +\\w+ +0\n").doesNotContain("is never taken");
    assertThat(run.code()).as(run.out()).isZero();
  }

  /** TLC does not count what it evaluates late, such as the body of a function. */
  @Test
  void whatIsEvaluatedButNotCountedIsNoFault() throws IOException {
    Path copy = copyWith(
        "    /\\ door' = \"open\"\n    /\\ UNCHANGED locked",
        "    /\\ door' = Late(locked)[1]\n    /\\ UNCHANGED locked",
        "Open ==",
        "Late(l) == [n \\in 1..2 |-> CASE l -> \"closed\" [] OTHER -> \"open\"]\n\nOpen ==",
        "CONSTANT Breakable",
        "EXTENDS Naturals\nCONSTANT Breakable");
    CommandLineRun run = check(copy, "Door", "--coverage");
    assertThat(run.out()).doesNotContain("never");
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void aBranchThatNoModelTakesFails() throws IOException {
    Path copy = copyWith("IF hard", "IF hard /\\ door = \"none\"");
    CommandLineRun run = check(copy, "Door", "--coverage");
    assertThat(run.out().lines())
        .contains("Door.tla line 36, column 13 to line 36, column 55 is never evaluated");
    assertThat(run.code()).isEqualTo(1);
  }

  private Path copyWith(String... replacements) throws IOException {
    Path copy = temporary.resolve("copy");
    Files.createDirectories(copy.resolve("models/Door"));
    for (String file :
        new String[] {"manifest.json", "models/Door/manifest.json", "models/Door/Door.cfg"}) {
      Files.copy(DOOR.resolve(file), copy.resolve(file));
    }
    String text = Files.readString(DOOR.resolve("Door.tla"));
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    Files.writeString(copy.resolve("Door.tla"), text);
    return copy;
  }
}

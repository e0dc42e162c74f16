package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLC's server and workers, on this machine. */
@Tag("slow")
class DistributedTest {

  @TempDir
  Path temporary;

  private static CommandLineRun distributed(String... arguments) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("check", "--distributed"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void asManyStatesAsInOneProcess() {
    CommandLineRun run = distributed("CheckBeforeSend-N2-W2", "--workers", "2");
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("CheckBeforeSend-N2-W2 +holds +3,661 +- +- +[\\d.]+ +ok"));
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void whatIsViolatedIsRunAgainForItsTrace() {
    CommandLineRun run = distributed("CheckBeforeSend-ClaimNotExclusive");
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("CheckBeforeSend-ClaimNotExclusive +NoDuplicate in 5 .*ok"));
    assertThat(run.code()).as(run.out()).isZero();
  }

  /** The manifest says that both hold, and with how many states. */
  @Test
  void aDifferenceFails() throws Exception {
    Path copy = temporary.resolve("door");
    Path door = Path.of("src/test/resources/door");
    String models = "models/Door/manifest.json";
    Files.createDirectories(copy.resolve("models/Door"));
    for (String file : new String[] {"manifest.json", models, "models/Door/Door.cfg"}) {
      Files.copy(door.resolve(file), copy.resolve(file));
    }
    String module = Files.readString(door.resolve("Door.tla"));
    Files.writeString(copy.resolve("Door.tla"), module.replace("    /\\ ~locked\n", ""));
    String manifest = Files.readString(door.resolve(models));
    assertThat(distributed("Door", "--tier", "verify", "--specifications", copy.toString())
            .out())
        .contains("LockedIsClosed in 3", "DIFFERS");

    Files.writeString(copy.resolve("Door.tla"), module);
    Files.writeString(copy.resolve(models), manifest.replace("States\": 3", "States\": 4"));
    CommandLineRun run =
        distributed("Door", "--tier", "verify", "--specifications", copy.toString());
    assertThat(run.out()).contains("Door: distinctStates expected: 4, found: 3");
    assertThat(run.code()).isEqualTo(1);
  }

  /** Distributed TLC ignores liveness silently. */
  @Test
  void livenessDoesNotPassUnchecked() {
    CommandLineRun run = distributed("CheckBeforeSend-NeverAsk");
    assertThat(run.out()).contains("liveness is not checked when distributed");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--weakenings", "--coverage"})
  void onlyModelsRunDistributed(String option) {
    CommandLineRun.of(
            option.isEmpty()
                ? new String[] {"check", "--distributed"}
                : new String[] {"check", "Door", "--distributed", option})
        .assertBadInput("only models run distributed", "name them");
  }
}

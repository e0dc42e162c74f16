package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @Test
  void helpIsPrintedOnRequest() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: exactly-once");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verify", "check", "matrix", "diagram", "run", "soak", "trace", "vectors", "port"})
  void everyCommandPrintsItsHelp(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: exactly-once " + command);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void versionIsPrintedOnRequest() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("exactly-once ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chekc                     | 'chekc'                      | check",
        "--nonsense                | --nonsense                   | --help",
        "check --tier soon         | soon                         | --tier",
        "check --tier              | --tier                       | exactly-once check --help",
        "check --workers some      | some                         | --workers",
        "check --nonsense          | --nonsense                   | exactly-once check --help",
        "matrix Something          | Something                    | exactly-once matrix --help",
        "matrix --json             | --json                       | exactly-once matrix --help",
      })
  void badUsageIsOneLine(String arguments, String what, String how) {
    CommandLineRun.of(arguments.split(" ", -1)).assertBadInput(what, how);
  }
}

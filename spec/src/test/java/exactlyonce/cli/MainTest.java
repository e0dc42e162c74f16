package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      new CommandLine(new Main()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void helpIsPrintedOnRequest() {
    assertThat(commandLine.execute("--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: exactly-once");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionIsPrintedOnRequest() {
    assertThat(commandLine.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("exactly-once ");
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(commandLine.execute()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("Missing command");
  }
}

package exactlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.ports.Port;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ports record of themselves, right and wrong. */
@Tag("slow")
@Tag("checker")
@Timeout(300)
class PortTraceTest {

  @TempDir
  private Path temporary;

  @ParameterizedTest
  @CsvSource({
    "PYTHON, --replies, CheckBeforeSend",
    "PYTHON, --ordered, CheckBeforeSend with ordered delivery",
    "JAVASCRIPT, --replies, CheckBeforeSend",
    "JAVASCRIPT, --ordered, CheckBeforeSend with ordered delivery",
  })
  void whatAPortDoesIsAllowed(Port port, String option, String specification) throws Exception {
    CommandLineRun run = trace(port, port.directory(), option);
    assertThat(run.out())
        .containsPattern(
            "^accepted: \\d{3} events of 2 threads are a behaviour of " + specification + " \\(");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PYTHON, resend on timeout, --replies, Resend",
    "PYTHON, ACK at claim, --replies, ReceiveAck",
    "JAVASCRIPT, delivered is handled again, --replies, ReceiveCheck",
    "JAVASCRIPT, a failure is told, --ordered, ReceiveCheck",
  })
  void aMistakeIsNotAllowed(Port port, String mistake, String option, String action)
      throws Exception {
    Path copy = PortCommandTest.mistake(port, mistake).makeIn(port, temporary.resolve("copy"));
    CommandLineRun run = trace(port, copy, option);
    assertThat(run.out()).containsPattern("^REJECTED at .*: " + action + "\\(");
    assertThat(run.code()).isEqualTo(1);
  }

  private CommandLineRun trace(Port port, Path directory, String option) throws Exception {
    port.assumeItRuns();
    String file = temporary.resolve("port.trace").toString();
    List<String> arguments = List.of(file, "--messages", "60", "--seed", "1", option);
    Process recording = new ProcessBuilder(port.trace(directory, arguments))
        .redirectErrorStream(true)
        .start();
    String output = new String(recording.getInputStream().readAllBytes(), UTF_8);
    // A port that is wrong may not come to an end; it stops, and says so.
    assertThat(recording.waitFor()).as(output).isEqualTo(output.isEmpty() ? 0 : 1);
    return CommandLineRun.of("trace", file);
  }
}

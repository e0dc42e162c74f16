package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@code docs/trace-format.md} is allowed, and with the change that it names it is not. */
@Tag("checker")
class TraceFormatPageTest {

  private static final Path PAGE = Path.of("docs", "trace-format.md");

  @TempDir
  private Path directory;

  private CommandLineRun check(String trace) throws IOException {
    Path file = directory.resolve("example.trace");
    Files.writeString(file, trace);
    return CommandLineRun.of("trace", file.toString());
  }

  /** The first block of lines after the title. */
  private static String example(String page) {
    String section = page.substring(page.indexOf("\n## An example\n"));
    return section.split("```\n", -1)[1];
  }

  @Test
  void theExampleIsAllowed() throws IOException {
    String page = Files.readString(PAGE);
    CommandLineRun run = check(example(page));
    assertThat(run.code()).isZero();
    assertThat(page).contains(run.out().substring(0, run.out().lastIndexOf(',')));
  }

  @Test
  void theChangedExampleIsNot() throws IOException {
    String page = Files.readString(PAGE);
    CommandLineRun run = check(example(page).replace("\"DELIVERED\"", "\"UNKNOWN\""));
    assertThat(run.code()).isEqualTo(1);
    assertThat(page).contains(run.out().strip().replace(directory + "/", ""));
  }
}

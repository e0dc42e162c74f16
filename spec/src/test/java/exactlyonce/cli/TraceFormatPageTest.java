package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example in {@code docs/trace-format.md} is allowed, and with the change that it names it is not. */
@Tag("checker")
class TraceFormatPageTest {

  private static final Path PAGE = Path.of("docs", "trace-format.md");

  @TempDir
  private Path directory;

  private CommandLineRun check(String trace, String... options) throws IOException {
    Path file = directory.resolve("example.trace");
    Files.writeString(file, trace);
    return CommandLineRun.of(Stream.concat(Stream.of("trace", file.toString()), Stream.of(options))
        .toArray(String[]::new));
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

  @ParameterizedTest
  @CsvSource({"DELIVERED, 8, DELIVERED", "UNKNOWN, 5, PENDING"})
  void theStatesThatExplainItCanBeViewed(String answer, int states, String last)
      throws IOException {
    String trace = example(Files.readString(PAGE)).replace("\"DELIVERED\"", '"' + answer + '"');
    Path itf = directory.resolve("example.itf.json");
    CommandLineRun run = check(trace, "--itf", itf.toString());
    JsonNode json = new ObjectMapper().readTree(itf.toFile());
    assertThat(json.at("/#meta/format").asText()).isEqualTo("ITF");
    assertThat(json.at("/#meta/description").asText()).isEqualTo(run.out().strip());
    assertThat(json.get("states")).hasSize(states);
    JsonNode entry = json.get("states").get(states - 1).at("/outbox/#map/0/1/state");
    assertThat(entry.asText()).as("of message 0 in the last state").isEqualTo(last);
  }

  @Test
  void theFileOfTheStatesMustBeWritable() throws IOException {
    check(example(Files.readString(PAGE)), "--itf", directory.toString())
        .assertBadInput("--itf", "is a directory");
  }
}

package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands {@code run} and {@code trace}, as they are called. */
class RunAndTraceCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path directory;

  @Test
  void aRunIsReportedRecordedAndAccepted() throws IOException {
    Path trace = directory.resolve("trace.jsonl");
    Path json = directory.resolve("run.json");

    int run = execute(
        "run",
        "--messages",
        "100",
        "--window",
        "8",
        "--trace",
        trace.toString(),
        "--json",
        json.toString());

    assertThat(run).isZero();
    assertThat(out.toString()).contains("exactly once: 0 lost, 0 duplicated");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("submitted").asInt()).isEqualTo(100);
    assertThat(report.get("effects").asInt() + report.get("notDelivered").asInt())
        .isEqualTo(100);
    assertThat(Stream.of("lost", "duplicated", "misordered", "falselyConfirmed")
            .map(name -> report.get(name).asInt()))
        .containsOnly(0);
    assertThat(
            Stream.of("suppressed", "checks", "resends", "messagesPerSecond").allMatch(report::has))
        .isTrue();

    assertThat(execute("trace", trace.toString())).isZero();
    assertThat(out.toString()).contains("accepted: ");
    assertThat(err.toString()).isEmpty();
    assertThat(files()).containsExactly("run.json", "trace.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --ordered", " --crash 0.001"})
  void rejectedMessagesAreReported(String options) throws IOException {
    Path json = directory.resolve("run.json");
    String run = "run --messages 500 --window 16 --reject 0.3 --json " + json + options;

    assertThat(execute(run.split(" "))).isZero();
    assertThat(out.toString()).containsPattern("\nrejected +\\d+  by handlers, for good\n");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("rejected").asInt()).isPositive();
    assertThat(report.get("submitted").asInt()).isEqualTo(500);
  }

  @Test
  void anOrderedRunIsRecordedAndAccepted() throws IOException {
    String trace = directory.resolve("trace.jsonl").toString();

    assertThat(execute(
            "run",
            "--ordered",
            "--two-way",
            "--messages",
            "100",
            "--window",
            "8",
            "--trace",
            trace))
        .isZero();
    assertThat(execute("trace", trace)).isZero();
    assertThat(out.toString()).contains("are a behaviour of CheckBeforeSend with ordered delivery");
  }

  @ParameterizedTest
  @CsvSource({
    "--two-way, are a behaviour of CrashRecovery (",
    "--ordered, are a behaviour of CrashRecoveryOrdered ("
  })
  void aRunWithCrashesIsRecordedAndAccepted(String option, String verdict) throws IOException {
    String trace = directory.resolve("trace.jsonl").toString();
    List<String> run =
        List.of("run", "--crash", "0.003", "--messages", "100", "--window", "8", "--trace", trace);

    assertThat(execute(Stream.concat(run.stream(), Stream.of(option)).toArray(String[]::new)))
        .isZero();
    assertThat(execute("trace", trace)).isZero();
    assertThat(out.toString()).contains(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "'', CheckBeforeSend (",
    "--two-way, CheckBeforeSend (",
    "--ordered, CheckBeforeSend with ordered delivery",
    "--crash 0.003, CrashRecovery (",
    "--crash 0.003 --two-way, CrashRecovery (",
    "--crash 0.003 --ordered, CrashRecoveryOrdered ("
  })
  void aRunWithRejectionsIsRecordedAndAccepted(String options, String specification)
      throws IOException {
    Path trace = directory.resolve("trace.jsonl");
    String run = "run --reject 0.3 --messages 100 --window 8 --trace " + trace + " " + options;

    assertThat(execute(run.trim().split(" "))).isZero();
    assertThat(Files.readString(trace))
        .contains("\"action\":\"Reject\"", "\"action\":\"ReceiveRejected\"");
    assertThat(execute("trace", trace.toString())).isZero();
    assertThat(out.toString()).contains("are a behaviour of " + specification);
  }

  @Test
  void aTraceThatIsNotAllowedIsRejected() throws IOException {
    Path trace = directory.resolve("trace.jsonl");
    Files.writeString(trace, """
        {"format":"exactly-once-trace","version":1,"window":4}
        {"thread":"s","action":"Submit","seq":0,"before":0,"after":1}
        {"thread":"s","action":"ReceiveAck","seq":0,"result":"DECIDED","before":2,"after":3}
        """);

    assertThat(execute("trace", trace.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("REJECTED at " + trace
            + ":3: ReceiveAck(0) DECIDED by s is not allowed by CheckBeforeSend");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--messages 0",
        "--messages -5",
        "--messages many",
        "--messages 99999999999",
        "--senders 0",
        "--receivers 100000",
        "--window 3",
        "--window 0",
        "--window -8",
        "--loss 1.5",
        "--loss -0.1",
        "--loss NaN",
        "--loss 1",
        "--duplicate 2",
        "--delay x",
        "--crash 0.1",
        "--crash -1",
        "--reject 1.1",
        "--seed s",
        "--colour red"
      })
  void badOptionsOfRunAreOneLineAndCodeTwo(String options) {
    List<String> arguments = Stream.of(options.split(" ")).toList();

    int code = execute(Stream.concat(Stream.of("run"), arguments.stream()).toArray(String[]::new));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(arguments.get(0));
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--trace", "--json"})
  void whatCannotBeWrittenIsSaidBeforeTheRun(String option) {
    Path file = directory.resolve("nowhere").resolve("file");

    assertThat(execute("run", "--messages", "1000000", option, file.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(option + " " + file);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format\":", "not json\n", "{\"a\":1}\n", "\u0000\u0001"})
  void whatIsNoTraceIsOneLineAndCodeTwo(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("trace.jsonl"), content);

    assertThat(execute("trace", file.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(file + ":1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\nb", "\\ud83d", "a-name-that-is-long-"})
  void aThreadWithoutAPrintableNameIsOneLineAndCodeTwo(String name) throws IOException {
    String thread = name.endsWith("-") ? name.repeat(100_000) : name;
    Path file = Files.writeString(
        directory.resolve("trace.jsonl"),
        "{\"format\":\"exactly-once-trace\",\"version\":1,\"window\":4}\n{\"thread\":\"" + thread
            + "\",\"action\":\"Submit\",\"seq\":0,\"before\":0,\"after\":1}\n");

    assertThat(execute("trace", file.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(file + ":2: ").hasSizeLessThan(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "65536, ''",
    "1048576, ''",
    "1048576, --ordered",
    "1048576, --crash 0.003",
    "1048576, --crash 0.003 --ordered",
    "16777216, ''"
  })
  void aLargeWindowIsCheckedLikeOneThatIsUsed(int window, String options) throws IOException {
    Path trace = directory.resolve("trace.jsonl");
    String run = "run --messages 50 --window 64 --trace " + trace + " " + options;
    assertThat(execute(run.trim().split(" "))).isZero();
    String text = Files.readString(trace);
    assertThat(text).contains("\"window\":64");
    Files.writeString(trace, text.replace("\"window\":64", "\"window\":" + window));

    assertThat(execute("trace", trace.toString())).isZero();
    assertThat(out.toString()).contains("accepted: ");
  }

  @Test
  void aTraceWithoutEventsProvesNothing() throws IOException {
    Path file = Files.writeString(
        directory.resolve("trace.jsonl"),
        "{\"format\":\"exactly-once-trace\",\"version\":1,\"window\":4}\n");

    assertThat(execute("trace", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no events");
  }

  @Test
  void aTraceThatIsNotThere() {
    assertThat(execute("trace", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(execute("trace", directory.toString())).isEqualTo(2);
    assertThat(execute("trace")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(3);
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private List<String> files() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.conformance.LibraryPort;
import exactlyonce.conformance.WrongPort;
import exactlyonce.ports.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports, right and wrong. */
@Timeout(300)
class PortCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path directory;

  private static CommandLineRun java(List<String> options, Class<?> port, String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        port.getName()));
    command.addAll(List.of(arguments));
    return run(options, command);
  }

  private static CommandLineRun run(
      Port port, List<String> options, Path directory, String... arguments) throws Exception {
    port.assumeItRuns();
    List<String> command = new ArrayList<>(port.conformance(directory));
    command.addAll(List.of(arguments));
    return run(options, command);
  }

  private static CommandLineRun run(List<String> options, List<String> command) {
    List<String> arguments = new ArrayList<>(List.of("port"));
    arguments.addAll(options);
    arguments.add("--");
    arguments.addAll(command);
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static void assertConforms(CommandLineRun run, String levels) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContain("FAILED").contains("\nCONFORMS at " + levels + ": ");
    assertThat(run.code()).isZero();
  }

  @Test
  void ourLibraryConforms() {
    CommandLineRun run = java(List.of(), LibraryPort.class);
    assertConforms(run, "L0, L1, L2, L3, L4, L5, L6");
    assertThat(run.out()).startsWith("exactly-once in Java: wire, receiver, sender,");
    assertThat(run.out()).containsPattern("(?m)^L1 +receiver +(\\d+) +0 +0 +\\1$");
  }

  @ParameterizedTest
  @EnumSource
  void aPortConforms(Port port) throws Exception {
    assertConforms(run(port, List.of(), port.directory()), "L0, L1, L2, L3, L4, L5, L6");
  }

  /** Its handlers may also run when their frame arrives: then some vectors are skipped. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void aPortConformsWithoutHold(Port port) throws Exception {
    CommandLineRun run = run(port, List.of(), port.directory(), "--in-call");
    assertConforms(run, "L0, L1, L2, L3, L4, L5, L6");
    assertThat(run.out()).containsPattern("(?m)^L1 +receiver +\\d+ +0 +[1-9]\\d* +\\d+$");
  }

  /** What porters begin with is understood, and what is to be done next is said. */
  @Test
  void theSkeletonIsCapableOfNothingYet() throws Exception {
    Port.PYTHON.assumeItRuns();
    Path skeleton = Path.of("ports", "skeleton", "skeleton.py");
    CommandLineRun run = run(List.of(), List.of("python3", skeleton.toString()));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("my port: ").endsWith("begin with [wire]\n");
    assertThat(run.code()).isEqualTo(1);

    Path copy = directory.resolve("skeleton.py");
    Files.writeString(
        copy, Files.readString(skeleton).replace("CAPABILITIES = []", "CAPABILITIES = [\"wire\"]"));
    run = run(List.of(), List.of("python3", copy.toString()));
    assertThat(run.out())
        .containsPattern("(?m)^L0 +wire +0 +(\\d+) +0 +\\1$")
        .containsPattern("expected  call OPEN sender .*  <- missing\n")
        .contains("made      no outs, but {\"unsupported\":\"read\"}");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void theResultIsAlsoWrittenAsJson() throws Exception {
    Path file = directory.resolve("result.json");
    java(List.of("--json", file.toString()), LibraryPort.class);
    JsonNode json = JSON.readTree(file.toFile());
    assertThat(json.get("conforms").asBoolean()).isTrue();
    assertThat(json.get("fault").isNull()).isTrue();
    assertThat(json.get("levels")).hasSize(7);
    assertThat(json.get("files"))
        .allSatisfy(each -> assertThat(each.get("passed")).isEqualTo(each.get("vectors")));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void aWrongPortDoesNot(WrongPort port) {
    // Enough for a process to start where there is little time.
    List<String> options = port.hangs() ? List.of("--timeout", "3") : List.of();
    CommandLineRun run = java(options, WrongPort.class, port.name());
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(lines.size() - 1)).startsWith("DOES NOT CONFORM: ").contains(port.said());
    assertThat(run.code()).isEqualTo(1);
  }

  /**
   * One line of a port that is wrong.
   *
   * @param vector one that fails
   */
  record Mistake(
      @JsonProperty("mistake") String mistake,
      @JsonProperty("file") String file,
      @JsonProperty("search") String search,
      @JsonProperty("replace") String replace,
      @JsonProperty("vector") String vector) {
    @Override
    public String toString() {
      return mistake;
    }

    /** Makes the mistake in a copy of the port. */
    Path makeIn(Port port, Path copy) throws IOException {
      Path modules = Files.createDirectories(copy.resolve("exactly_once"));
      try (Stream<Path> files = Files.list(port.directory().resolve("exactly_once"))) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Files.copy(each, modules.resolve(each.getFileName()));
        }
      }
      String text = Files.readString(modules.resolve(file));
      assertThat(text.split(Pattern.quote(search), -1)).as(search).hasSize(2);
      Files.writeString(modules.resolve(file), text.replace(search, replace));
      return copy;
    }
  }

  private static List<Mistake> mistakes(Port port) throws IOException {
    String file = "/exactlyonce/conformance/mistakes-" + port.directoryName() + ".json";
    try (InputStream text = PortCommandTest.class.getResourceAsStream(file)) {
      return JSON.readValue(text, new TypeReference<List<Mistake>>() {});
    }
  }

  static Mistake mistake(Port port, String which) throws IOException {
    return mistakes(port).stream()
        .filter(each -> each.mistake().equals(which))
        .findFirst()
        .orElseThrow();
  }

  static List<Arguments> mistakes() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Port port : Port.values()) {
      mistakes(port).forEach(mistake -> all.add(Arguments.of(port, mistake)));
    }
    return all;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeFailsItsVector(Port port, Mistake mistake) throws Exception {
    CommandLineRun run =
        run(port, List.of("--vector", mistake.vector()), mistake.makeIn(port, directory));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("FAILED " + mistake.vector(), "1 of 1 vector failed");
    assertThat(run.code()).isEqualTo(1);
  }

  /** The mutant of the specification that makes the same mistake is among those that are named. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "PYTHON, SEAL is not final, CheckBeforeSend-SealNotFinal",
    "PYTHON, resend on timeout, CheckBeforeSend-BlindResend",
    "JAVASCRIPT, the reply is not kept, RequestReply-ReplyNotKept",
    "PYTHON, GONE for another session, CrashRecovery-GoneForAnother",
    "PYTHON, DELIVERED is not written, CrashRecovery-DeliveredNotWritten",
    "JAVASCRIPT, DELIVERED is not written, CrashRecovery-DeliveredNotWritten",
    "PYTHON, SEALED is not written, CrashRecovery-SealedNotWritten",
    "PYTHON, append is not written, CrashRecovery-AppendNotWritten"
  })
  void aMistakeIsRecognized(Port port, String which, String model) throws Exception {
    CommandLineRun run = run(port, List.of(), mistake(port, which).makeIn(port, directory));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "FAILED ",
            "  rule ",
            "  expected ",
            "  made ",
            ": --all shows them",
            "  probably  ",
            "as in the mutant " + model.substring(model.indexOf('-') + 1) + ": ",
            "diagram " + model,
            "port --vector ")
        .containsPattern("  <- (missing|not expected)\n")
        .containsPattern("\nDOES NOT CONFORM: [\\d,]+ of [\\d,]+ vectors failed\n$");
    assertThat(run(port, List.of("--all"), directory).out().split("\nFAILED "))
        .hasSizeGreaterThan(run.out().split("\nFAILED ").length);
  }

  @Test
  void whatCannotBeStartedIsBadInput() {
    CommandLineRun.of("port", "--", directory.resolve("none").toString())
        .assertBadInput("the port cannot be started", "none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port                              | CMD              | exactly-once port --help",
        "port --timeout 0 -- java          | --timeout 0      | seconds",
        "port --timeout soon -- java       | soon             | --timeout",
        "port --vector none -- java        | --vector none    | no such vector",
        "port --vectors src -- java        | --vectors src    | the command vectors",
        "port --json no/such/file -- java  | --json           | writable directory"
      })
  void badInputIsOneLine(String arguments, String what, String how) {
    CommandLineRun.of(arguments.split(" +", -1)).assertBadInput(what, how);
  }
}

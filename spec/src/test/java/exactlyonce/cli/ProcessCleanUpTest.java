package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The program is really ended by a signal, while its children work. */
@DisabledOnOs(OS.WINDOWS)
class ProcessCleanUpTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  Path temporary;

  private Process program;
  private List<ProcessHandle> children = List.of();

  /** Commands, and a file that shows that the children of one are at work. */
  enum Work {
    CHECK("states", "check", "Clock-9", "--specifications", Specs.directory().toString()),
    CHECK_DISTRIBUTED(
        "states",
        "check",
        "Clock-9",
        "--specifications",
        Specs.directory().toString(),
        "--distributed"),
    SOAK("received.mv.db", "soak", "--orders", "1000000");

    private final String file;
    private final List<String> arguments;

    Work(String file, String... arguments) {
      this.file = file;
      this.arguments = List.of(arguments);
    }
  }

  private void start(Work work) throws Exception {
    List<String> command = new ArrayList<>(heedingInterrupts());
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        "exactlyonce.cli.Main"));
    command.addAll(work.arguments);
    program = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("output").toFile())
        .start();
    waitUntil(() -> isThere(work.file) && program.descendants().findAny().isPresent());
    children = program.descendants().toList();
  }

  /** A shell's background process ignores SIGINT, and so do its children. */
  private static List<String> heedingInterrupts() throws Exception {
    List<String> env = List.of("env", "--default-signal=INT");
    Process tried = new ProcessBuilder(
            Stream.concat(env.stream(), Stream.of("true")).toList())
        .redirectErrorStream(true)
        .start();
    return tried.waitFor() == 0 ? env : List.of();
  }

  @AfterEach
  void end() {
    program.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isThere(String name) {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // a file has gone in the meantime
    }
  }

  private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(program.pid())).start();
    assertThat(kill.waitFor()).isZero();
    assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "INT, CHECK",
    "TERM, CHECK",
    "INT, CHECK_DISTRIBUTED",
    "TERM, CHECK_DISTRIBUTED",
    "INT, SOAK",
    "TERM, SOAK"
  })
  void aSignalLeavesNoProcessAndNoFile(String signal, Work work) throws Exception {
    start(work);
    signal(signal);
    waitUntil(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("output");
    }
    assertThat(temporary.resolve("output")).isEmptyFile();
  }

  @ParameterizedTest
  @EnumSource
  void evenKillLeavesNoProcess(Work work) throws Exception {
    start(work);
    signal("KILL");
    waitUntil(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }
}

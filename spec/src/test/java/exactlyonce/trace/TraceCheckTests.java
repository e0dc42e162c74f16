package exactlyonce.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.simulation.CrashRun;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.RunSettings;
import exactlyonce.simulation.SingleSessionRun;
import exactlyonce.tlc.Tlc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Records a run of one kind, and checks it; subclasses check corruptions of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("checker")
abstract class TraceCheckTests {
  private final Tlc tlc = new Tlc();
  private final Specifications specifications = Specifications.ofThisProgram();
  private final TraceKind kind;
  private final RunSettings settings;
  private final String[] memory;

  private Path directory;
  private Path recorded;

  /** The recorded run, read again for each test. */
  ChangeableTrace trace;

  /** The reason why a trace of this kind is rejected names these parts of the memory. */
  TraceCheckTests(TraceKind kind, RunSettings settings, String... memory) {
    this.kind = kind;
    this.settings = settings;
    this.memory = memory;
  }

  @BeforeAll
  final void record(@TempDir Path temporary) throws Exception {
    directory = temporary;
    recorded = record(settings, "recorded.jsonl");
  }

  @AfterAll
  final void close() {
    tlc.close();
    specifications.close();
  }

  @BeforeEach
  final void read() throws IOException {
    trace = new ChangeableTrace(recorded);
  }

  @Test
  @DisplayName("a run of the implementation is accepted, in states proportional to its events")
  final void accepted() throws Exception {
    assertThat(assertAccepted(recorded).events()).isEqualTo(Trace.read(recorded).events());
  }

  /** Records a run under this kind, even if it is another. */
  final Path record(RunSettings run, String name) throws Exception {
    Path to = file(name);
    try (OutputStream out = Files.newOutputStream(to)) {
      RunResult result = recordTo(out, run);
      assertThat(result.ok()).as(result.toString()).isTrue();
    }
    return to;
  }

  private RunResult recordTo(OutputStream out, RunSettings run) throws Exception {
    if (kind.crashes()) {
      try (var recorder = new SessionTraceRecorder(out, kind, run.delivery().window())) {
        return new CrashRun(run, 0.005, recorder, null).run();
      }
    }
    try (var recorder = new TraceRecorder(out, kind, run.delivery().window())) {
      return new SingleSessionRun(run, recorder, null).run();
    }
  }

  final Path file(String name) {
    return directory.resolve(name);
  }

  /** The directory of the specifications. */
  final Path specifications() {
    return specifications.directory();
  }

  /** It is a behaviour of the specification, and the states are proportional to its events. */
  final TraceVerdict assertAccepted(Path file) throws InterruptedException {
    TraceCheck.Result result = check(file, specifications);
    TraceVerdict verdict = result.verdict();
    assertThat(result.specification()).isEqualTo(kind.specification());
    assertThat(verdict.firstUnexplained()).isNull();
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.events()).isGreaterThan(4 * settings.messages());
    assertThat(result.distinctStates()).isLessThan(4L * verdict.events());
    return verdict;
  }

  /** The changed trace is not a behaviour; returns the event that shows it. */
  final TraceEvent firstUnexplained() throws Exception {
    return firstUnexplained(trace.write(file("corrupted.jsonl")));
  }

  final TraceEvent firstUnexplained(Path file) throws InterruptedException {
    TraceVerdict verdict = check(file, specifications).verdict();
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.why()).contains(memory);
    return verdict.firstUnexplained();
  }

  /** Whether these events, in this order, are a behaviour with a window of two. */
  final boolean isAccepted(String events) throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(TraceLines.header(kind, 2));
    int time = 0;
    for (String event : events.lines().toList()) {
      lines.writeBytes(
          ("{" + event + ",\"before\":" + time++ + ",\"after\":" + time++ + "}\n").getBytes(UTF_8));
    }
    Path file = Files.write(file("events.jsonl"), lines.toByteArray());
    return check(file, specifications).verdict().accepted();
  }

  final TraceCheck.Result check(Path file, Specifications others) throws InterruptedException {
    return TraceCheck.check(file, tlc, others, progress -> {});
  }
}

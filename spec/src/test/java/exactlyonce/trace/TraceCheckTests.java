package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static exactlyonce.trace.ChangeableTrace.withAction;
import static exactlyonce.trace.ChangeableTrace.withReply;
import static exactlyonce.trace.ChangeableTrace.withResult;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.RunSettings;
import exactlyonce.tlc.Tlc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  @DisplayName("so is one with replies")
  final void acceptedWithReplies() throws Exception {
    assertAccepted(record(settings.withReplyMode(ReplyMode.WITH_REPLIES), "replies.jsonl"));
  }

  @Test
  @DisplayName("so is one in which handlers reject messages")
  final void acceptedWithRejections() throws Exception {
    Path file = record(settings.withRejections(0.3), "rejecting.jsonl");

    assertAccepted(file);
    trace = new ChangeableTrace(file);
    assertThat(trace.events().map(TraceEvent::action)).contains("Reject", "ReceiveRejected");
    assertThat(trace.events().map(TraceEvent::result)).contains("REJECTED");
  }

  @Test
  @DisplayName("so is one in which they reject some and reply to the others")
  final void acceptedWithRejectionsAndReplies() throws Exception {
    assertAccepted(record(
        settings.withReplyMode(ReplyMode.WITH_REPLIES).withRejections(0.3),
        "rejecting-or-replying.jsonl"));
  }

  /** Records a run under this kind, even if it is another. */
  final Path record(RunSettings run, String name) throws Exception {
    Path to = file(name);
    RunResult result = RecordedRun.write(to, kind, run, 0.005);
    assertThat(result.ok()).as(result.toString()).isTrue();
    return to;
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

  @Test
  @DisplayName("the run is over: the last event says so")
  final void ends() {
    long last = trace.events().mapToLong(TraceEvent::after).max().orElseThrow();
    assertThat(trace.find(e -> e.after() == last).action()).isEqualTo("End");
  }

  @Test
  @DisplayName("a handler ends on a thread that has not started it: that end is not allowed")
  final void deliveredByAnotherThread() throws Exception {
    TraceEvent effect = trace.findEndOfHandler("Deliver", 60);
    TraceEvent moved = trace.moveToAnotherThread(effect);

    assertSame(firstUnexplained(), moved);
  }

  @Test
  @DisplayName("a handler fails on a thread that has not started it: that end is not allowed")
  final void failedOnAnotherThread() throws Exception {
    trace = new ChangeableTrace(record(settings.withApplication(0.2, 0), "failing.jsonl"));
    TraceEvent failure = trace.findEndOfHandler("Fail", 0);
    TraceEvent moved = trace.moveToAnotherThread(failure);

    assertSame(firstUnexplained(), moved);
  }

  @Test
  @DisplayName("a message is sent again although the receiver did not say UNKNOWN")
  final void resentUnasked() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 60), "Resend", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("the run ends before its last event: that end is not allowed")
  final void endsTooEarly() throws Exception {
    TraceEvent submission = trace.find("Submit", 60);
    TraceEvent added = trace.insertAfter(submission, 0, "End", -1, null);

    TraceEvent first = firstUnexplained();
    assertThat(first.action()).isEqualTo("End");
    assertThat(first.before()).isEqualTo(added.before());
  }

  @Test
  @DisplayName("a message that has left the outbox gets an answer that nobody gave")
  final void answerNobodyGave() throws Exception {
    TraceEvent late = trace.find(e -> e.action().equals("ReceiveAck")
        && "IGNORED".equals(e.result())
        && trace
            .events()
            .anyMatch(later -> later.action().equals("Submit")
                && later.session() == e.session()
                && later.seq() == e.seq() + trace.window()
                && later.after() < e.before()));
    for (String answer : List.of("ReceiveSealed", "ReceiveRejected")) {
      trace.replace(late, e -> withAction(e, answer));
      assertSame(firstUnexplained(), withAction(late, answer));
      trace.replace(withAction(late, answer), e -> late);
    }
  }

  @Test
  @DisplayName("another reply is reported than the handler returned: that report is not allowed")
  final void replyReplaced() throws Exception {
    trace = new ChangeableTrace(
        record(settings.withReplyMode(ReplyMode.WITH_REPLIES), "two-way.jsonl"));
    TraceEvent report =
        trace.find(e -> e.reply() != null && isReport(e) && e.seq() >= 60 && isAlone(e));
    trace.replace(report, e -> withReply(e, "00000000"));
    assertSame(firstUnexplained(), withReply(report, "00000000"));

    trace = new ChangeableTrace(file("two-way.jsonl"));
    trace.replace(report, e -> withReply(e, null));
    assertSame(firstUnexplained(), withReply(report, null));

    trace = new ChangeableTrace(file("two-way.jsonl"));
    TraceEvent effect = trace.find(e ->
        e.action().equals("Deliver") && e.seq() == report.seq() && e.session() == report.session());
    trace.replace(effect, e -> withReply(e, null));
    TraceEvent first = firstUnexplained();
    assertThat(isReport(first)).isTrue();
    assertThat(first.seq()).isEqualTo(report.seq());
  }

  @Test
  @DisplayName("a rejection is reported as an effect, an effect as a rejection, or another reason")
  final void rejectionReportedWrongly() throws Exception {
    Path file = record(settings.withRejections(0.3), "rejecting.jsonl");

    trace = new ChangeableTrace(file);
    TraceEvent rejected =
        trace.find(e -> decides(e, "ReceiveRejected") && e.seq() >= 20 && isAlone(e));
    trace.replace(rejected, e -> withAction(e, "ReceiveAck"));
    assertSame(firstUnexplained(), withAction(rejected, "ReceiveAck"));

    trace = new ChangeableTrace(file);
    trace.replace(rejected, e -> withReply(e, "00000000"));
    assertSame(firstUnexplained(), withReply(rejected, "00000000"));

    trace = new ChangeableTrace(file);
    TraceEvent delivered = trace.find(e -> isReport(e) && e.seq() >= 20 && isAlone(e));
    TraceEvent changed = withReply(withAction(delivered, "ReceiveRejected"), "00000000");
    trace.replace(delivered, e -> changed);
    assertSame(firstUnexplained(), changed);
  }

  @Test
  @DisplayName("a receiver that is asked again says the opposite of what it has recorded")
  final void rejectionAnsweredWrongly() throws Exception {
    Path file = record(settings.withRejections(0.3), "rejecting.jsonl");

    for (String said : List.of("REJECTED", "DELIVERED")) {
      String opposite = said.equals("REJECTED") ? "DELIVERED" : "REJECTED";
      trace = new ChangeableTrace(file);
      TraceEvent answer = trace.find(e -> said.equals(e.result()) && e.seq() >= 20);
      trace.replace(answer, e -> withResult(e, opposite));
      assertSame(firstUnexplained(), withResult(answer, opposite));
    }
  }

  @Test
  @DisplayName("a message takes effect and is rejected: that end of its handler is not allowed")
  final void rejectedAfterEffect() throws Exception {
    TraceEvent effect = trace.findEffect(60);
    TraceEvent added = trace.insertAfter(effect, "Reject", null);
    trace.replace(added, e -> withReply(e, "00000000"));

    assertSame(firstUnexplained(), withReply(added, "00000000"));
  }

  private static boolean decides(TraceEvent e, String action) {
    return e.action().equals(action) && "DECIDED".equals(e.result());
  }

  /** While it lasts, no other thread hears of the message: that could be the first to be rejected. */
  private boolean isAlone(TraceEvent e) {
    return trace
        .events()
        .noneMatch(other -> other.seq() == e.seq()
            && other.session() == e.session()
            && !other.equals(e)
            && other.before() < e.after()
            && e.before() < other.after());
  }

  private static boolean isReport(TraceEvent e) {
    return decides(e, "ReceiveAck");
  }

  /** Whether these events, in this order, are a behaviour with a window of two. */
  final boolean isAccepted(String events) throws Exception {
    return verdict(events).accepted();
  }

  /** The last of these events is the first that is not allowed; the reason says this. */
  final void assertLastRejected(String events, String why) throws Exception {
    TraceVerdict verdict = verdict(events);
    assertThat(verdict.accepted()).as(events).isFalse();
    assertThat(verdict.firstUnexplained().line()).isEqualTo(verdict.events() + 1);
    assertThat(verdict.explained()).isEqualTo(verdict.events() - 1);
    assertThat(verdict.why()).contains(why);
  }

  private TraceVerdict verdict(String events) throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(TraceLines.header(kind, 2));
    int time = 0;
    for (String event : events.lines().toList()) {
      lines.writeBytes(
          ("{" + event + ",\"before\":" + time++ + ",\"after\":" + time++ + "}\n").getBytes(UTF_8));
    }
    Path file = Files.write(file("events.jsonl"), lines.toByteArray());
    return check(file, specifications).verdict();
  }

  final TraceCheck.Result check(Path file, Specifications others) throws InterruptedException {
    return TraceCheck.check(file, tlc, others, progress -> {});
  }
}

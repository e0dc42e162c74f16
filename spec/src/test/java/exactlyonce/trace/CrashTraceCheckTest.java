package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static exactlyonce.trace.ChangeableTrace.withResult;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.simulation.CrashExchange;
import exactlyonce.simulation.ExchangeSettings;
import exactlyonce.simulation.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records runs in which both sides crash, and checks them and corruptions of one. */
class CrashTraceCheckTest {
  private static final int WINDOW = 8;

  private static final ExchangeSettings SETTINGS =
      ExchangeSettings.of(200).withWindow(WINDOW).withThreads(2, 2);

  @TempDir
  private static Path directory;

  private static TraceChecks checks;
  private static Path recorded;

  private ChangeableTrace trace;

  @BeforeAll
  static void record() throws Exception {
    checks = new TraceChecks();
    recorded = record(SETTINGS, "recorded.jsonl");
  }

  @AfterAll
  static void close() {
    checks.close();
  }

  @BeforeEach
  void read() throws Exception {
    trace = new ChangeableTrace(recorded);
  }

  @Test
  @DisplayName("a run of the implementation is accepted, in states proportional to its events")
  void accepted() throws Exception {
    assertThat(trace.events().map(TraceEvent::action))
        .contains("SenderCrash", "ReceiverCrash", "CloseSession", "ReceiveClose");
    assertAccepted(recorded);
  }

  @Test
  @DisplayName("so is one with replies")
  void acceptedWithReplies() throws Exception {
    assertAccepted(record(SETTINGS.withTwoWay(true), "replies.jsonl"));
  }

  @Test
  @DisplayName("what is delivered is not written: after a crash the receiver does not know it")
  void deliveredNotWritten() throws Exception {
    Path file = directory.resolve("forgetful.jsonl");
    try (SessionTraceRecorder recorder =
        new DeliveredNotWritten(Files.newOutputStream(file), TraceKind.CRASHES, WINDOW)) {
      ExchangeSettings impatient = SETTINGS.withStallLimitNanos(1_000_000_000);
      new CrashExchange(impatient, 0.01, recorder, null).run();
    }
    TraceEvent first = firstUnexplained(file);
    assertThat(first.thread()).startsWith("receiver");
    // It takes what it has forgotten for unknown, or for a message outside of the window.
    assertThat(first.result()).isIn("UNKNOWN", "CLAIMED", "SEALED", "NOTHING_OWED");
  }

  @Test
  @DisplayName("the receiver keeps its disk, but is said to lose it: what it then still knows")
  void diskNotLost() throws Exception {
    TraceEvent crash = trace.find(e ->
        e.action().equals("ReceiverCrash") && e.before() > trace.findEffect(20).after());
    trace.replace(crash, e -> withResult(e, "LOST"));

    assertThat(firstUnexplained().before()).isGreaterThan(crash.before());
  }

  @Test
  @DisplayName("a crash of the sender is left out: something is decided or submitted twice")
  void crashRemoved() throws Exception {
    trace.events().filter(e -> e.action().equals("SenderCrash")).toList().forEach(trace::remove);

    assertThat(firstUnexplained().thread()).startsWith("sender");
  }

  @Test
  @DisplayName("a message is handled again after a crash: it may not be claimed")
  void claimedAfterCrash() throws Exception {
    TraceEvent crash = trace.find(e ->
        e.action().equals("ReceiverCrash") && e.before() > trace.findEffect(20).after());
    TraceEvent effect = trace
        .events()
        .filter(e -> e.action().equals("Deliver") && e.after() < crash.before())
        .reduce((a, b) -> a.after() > b.after() ? a : b)
        .orElseThrow();
    TraceEvent added =
        trace.insertAfter(crash, effect.session(), "ReceiveData", effect.seq(), "CLAIMED");

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("a number is used again after a crash: that submission is not allowed")
  void submittedAfterCrash() throws Exception {
    TraceEvent crash = trace.find(e ->
        e.action().equals("SenderCrash") && e.before() > trace.findEffect(20).after());
    TraceEvent submission = trace
        .events()
        .filter(e -> e.action().equals("Submit") && e.after() < crash.before())
        .reduce((a, b) -> a.after() > b.after() ? a : b)
        .orElseThrow();
    TraceEvent added =
        trace.insertAfter(crash, submission.session(), "Submit", submission.seq(), null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("an ACK is received before its effect: the ACK is not allowed")
  void acknowledgedBeforeEffect() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 60), "ReceiveAck", "DECIDED");

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("an effect happens twice: the second is not allowed")
  void effectDuplicated() throws Exception {
    TraceEvent added = trace.insertAfter(trace.findEffect(60), "Deliver", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("the sender ends a session that the receiver knows: it was told nothing")
  void goneWithoutReason() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 60), "ReceiveGone", -1, "ENDED");

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("a message is reported as in doubt while its session lives: that is not allowed")
  void doubtWithoutReason() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 60), "Doubt", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("the session is closed while a message is open: that is not allowed")
  void closedTooEarly() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 60), "CloseSession", -1, null);

    assertSame(firstUnexplained(), added);
  }

  private TraceEvent firstUnexplained() throws Exception {
    return firstUnexplained(trace.write(directory.resolve("corrupted.jsonl")));
  }

  private static TraceEvent firstUnexplained(Path file) throws InterruptedException {
    return checks.firstUnexplained(file, "outbox", "ring", "phase was ");
  }

  private static void assertAccepted(Path file) throws InterruptedException {
    checks.assertAccepted(file, "CrashRecovery", SETTINGS.messages());
  }

  private static Path record(ExchangeSettings settings, String name) throws Exception {
    Path file = directory.resolve(name);
    try (SessionTraceRecorder recorder =
        new SessionTraceRecorder(Files.newOutputStream(file), TraceKind.CRASHES, WINDOW)) {
      Report report = new CrashExchange(settings, 0.005, recorder, null).run();
      assertThat(report.ok()).as(report.toString()).isTrue();
    }
    return file;
  }
}

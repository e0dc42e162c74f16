package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static exactlyonce.trace.ChangeableTrace.withResult;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.CrashRun;
import exactlyonce.simulation.RunSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records runs with ordered delivery in which both sides crash, and checks them and corruptions. */
@Tag("slow")
class OrderedCrashTraceCheckTest extends TraceCheckTests {
  private static final RunSettings SETTINGS =
      RunSettings.of(200).withWindow(8).withOrder(DeliveryOrder.ORDERED);

  OrderedCrashTraceCheckTest() {
    super(TraceKind.ORDERED_CRASHES, SETTINGS, "outbox", "ring", "phase was ", "turn was ");
  }

  @Test
  @DisplayName("both sides crash, and sessions are closed")
  void crashesAndCloses() {
    assertThat(trace.events().map(TraceEvent::action))
        .contains("SenderCrash", "ReceiverCrash", "StartHandler", "CloseSession");
  }

  @Test
  @DisplayName("so is one with replies, many failures and many cancelled messages")
  void acceptedWithFailures() throws Exception {
    assertAccepted(record(
        SETTINGS.withReplyMode(ReplyMode.WITH_REPLIES).withApplication(0.2, 0.2),
        "failures.jsonl"));
  }

  @Test
  @DisplayName("the receiver does not keep the order: a handler that starts too early")
  void unorderedReceiver() throws Exception {
    Path file = record(SETTINGS.withOrder(DeliveryOrder.UNORDERED), "unordered.jsonl");

    assertThat(firstUnexplained(file).action()).isEqualTo("StartHandler");
  }

  @Test
  @DisplayName("what is delivered is not written: after a crash the receiver does not know it")
  void deliveredNotWritten() throws Exception {
    Path file = file("forgetful.jsonl");
    try (SessionTraceRecorder recorder =
        new HandledNotWritten(Files.newOutputStream(file), TraceKind.ORDERED_CRASHES, 8)) {
      RunSettings impatient = SETTINGS.withStallLimitNanos(1_000_000_000);
      new CrashRun(impatient, 0.01, recorder, null).run();
    }

    assertThat(firstUnexplained(file).thread()).startsWith("receiver");
  }

  @Test
  @DisplayName("the receiver keeps its disk, but is said to lose it: what it then still knows")
  void diskNotLost() throws Exception {
    TraceEvent crash = crashAfterAnEffect();
    trace.replace(crash, e -> withResult(e, "LOST"));

    assertThat(firstUnexplained().before()).isGreaterThan(crash.before());
  }

  @Test
  @DisplayName("a message is handled again after a crash: that handler may not start")
  void handledAfterCrash() throws Exception {
    TraceEvent crash = crashAfterAnEffect();
    TraceEvent effect = trace
        .events()
        .filter(e -> e.action().equals("Deliver") && e.after() < crash.before())
        .reduce((a, b) -> a.after() > b.after() ? a : b)
        .orElseThrow();
    TraceEvent added =
        trace.insertAfter(crash, effect.session(), "StartHandler", effect.seq(), null);

    assertSame(firstUnexplained(), added);
  }

  // A thread seals 0 and crashes before it has written that; the fate of 1 decides.

  private static final String SEALED_AND_CRASHED = """
      "thread":"s","action":"OpenSession","nonce":1
      "thread":"r","action":"ReceiveOpen","nonce":1,"session":1
      "thread":"s","action":"ReceiveOpened","nonce":1,"session":1,"result":"ACCEPTED"
      "thread":"s","action":"Submit","session":1,"seq":0
      "thread":"s","action":"Submit","session":1,"seq":1
      "thread":"s","action":"Cancel","session":1,"seq":0
      "thread":"r","action":"ReceiveData","session":1,"seq":1,"result":"NO_ANSWER"
      "thread":"q","action":"ReceiveSeal","session":1,"seq":0,"result":"CRASHED"
      "thread":"r","action":"StartHandler","session":1,"seq":1
      """;
  private static final String DELIVERED = """
      "thread":"r","action":"Deliver","session":1,"seq":1
      """;
  private static final String SAID = """
      "thread":"r","action":"ReceiveSeal","session":1,"seq":0,"result":"SEALED"
      """;
  private static final String CRASH = """
      "thread":"r","action":"ReceiverCrash","result":"KEPT"
      """;
  private static final String DATA_ANSWERED = """
      "thread":"r","action":"ReceiveData","session":1,"seq":0,"result":"%s"
      """;

  @Test
  @DisplayName("1 has taken effect: 0 was sealed, although that was not written")
  void sealedBelowAnEffect() throws Exception {
    String events = SEALED_AND_CRASHED + DELIVERED + CRASH + DATA_ANSWERED;

    assertThat(isAccepted(events.formatted("SEALED"))).isTrue();
    assertThat(isAccepted(events.formatted("NO_ANSWER"))).as("buffered").isFalse();
  }

  @Test
  @DisplayName("1 has not taken effect: 0 may have been written or not")
  void sealedBelowNothing() throws Exception {
    String events = SEALED_AND_CRASHED + CRASH + DATA_ANSWERED;

    assertThat(isAccepted(events.formatted("SEALED"))).isTrue();
    assertThat(isAccepted(events.formatted("NO_ANSWER"))).as("buffered").isTrue();
  }

  @Test
  @DisplayName("SEALED is answered before the crash: it was written, and remains after the crash")
  void sealedAndSaid() throws Exception {
    String events = SEALED_AND_CRASHED + SAID + CRASH + DATA_ANSWERED;

    assertThat(isAccepted(events.formatted("SEALED"))).isTrue();
    assertThat(isAccepted(events.formatted("NO_ANSWER"))).as("buffered").isFalse();
  }

  @Test
  @DisplayName("the run ends, and the thread that sealed 0 has not started the handler of 1")
  void lostWakeUp() throws Exception {
    String buffered = SEALED_AND_CRASHED
        .replaceFirst("(?m)^.*StartHandler.*\\R", "")
        .replace("CRASHED", "SEALED");
    String end = """
        "thread":"main","action":"End"
        """;

    assertThat(isAccepted(buffered + """
        "thread":"q","action":"StartHandler","session":1,"seq":1
        "thread":"q","action":"Deliver","session":1,"seq":1
        """ + end)).isTrue();
    assertThat(isAccepted(buffered.replaceFirst("(?m)^.*ReceiveSeal.*\\R", "") + end))
        .isTrue();
    assertLastRejected(buffered + end, "turn was 1");
  }

  @Test
  @DisplayName("what was claimed is lost in a crash: it may not be delivered after it")
  void claimedBeforeTheCrash() throws Exception {
    assertThat(isAccepted(SEALED_AND_CRASHED + CRASH)).isTrue();
    assertThat(isAccepted(SEALED_AND_CRASHED + CRASH + DELIVERED)).isFalse();
  }

  private TraceEvent crashAfterAnEffect() {
    long effect = trace.findEffect(20).after();
    return trace.find(e -> e.action().equals("ReceiverCrash") && e.before() > effect);
  }
}

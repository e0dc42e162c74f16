package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static exactlyonce.trace.ChangeableTrace.withResult;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.simulation.CrashRun;
import exactlyonce.simulation.RunSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records runs in which both sides crash, and checks them and corruptions of one. */
@Tag("slow")
class CrashTraceCheckTest extends TraceCheckTests {
  private static final RunSettings SETTINGS = RunSettings.of(200).withWindow(8);

  CrashTraceCheckTest() {
    super(TraceKind.CRASHES, SETTINGS, "outbox", "ring", "phase was ");
  }

  @Test
  @DisplayName("both sides crash, and sessions are closed")
  void crashesAndCloses() {
    assertThat(trace.events().map(TraceEvent::action))
        .contains("SenderCrash", "ReceiverCrash", "CloseSession", "ReceiveClose");
  }

  @Test
  @DisplayName("what was cancelled before a crash of the sender is cancelled again, or only then")
  void cancelledAcrossCrashes() throws Exception {
    Path file = record(SETTINGS.withApplication(0.01, 0.3), "cancelled.jsonl");
    assertAccepted(file);
    Map<String, Long> times = new ChangeableTrace(file)
        .events()
        .filter(e -> e.action().equals("Cancel"))
        .collect(Collectors.groupingBy(e -> e.session() + "." + e.seq(), Collectors.counting()));
    assertThat(times.values()).anyMatch(count -> count > 1).anyMatch(count -> count == 1);
  }

  @Test
  @DisplayName("what is delivered is not written: after a crash the receiver does not know it")
  void deliveredNotWritten() throws Exception {
    Path file = file("forgetful.jsonl");
    try (SessionTraceRecorder recorder =
        new HandledNotWritten(Files.newOutputStream(file), TraceKind.CRASHES, 8)) {
      RunSettings impatient = SETTINGS.withStallLimitNanos(1_000_000_000);
      new CrashRun(impatient, 0.01, recorder, null).run();
    }
    TraceEvent first = firstUnexplained(file);
    assertThat(first.thread()).startsWith("receiver");
    assertThat(first.action()).startsWith("Receive");
    // It treats what it has forgotten as unknown, or for a message outside the window.
    assertThat(first.result()).isIn("UNKNOWN", "CLAIMED", "SEALED", "NOTHING_OWED");
  }

  @Test
  @DisplayName("that a message is rejected is not written: after a crash it is handled again")
  void rejectedNotWritten() throws Exception {
    Path file = file("forgets-rejections.jsonl");
    try (SessionTraceRecorder recorder =
        new HandledNotWritten(Files.newOutputStream(file), TraceKind.CRASHES, 8)) {
      RunSettings impatient =
          SETTINGS.withStallLimitNanos(1_000_000_000).withApplication(0, 0).withRejections(1);
      new CrashRun(impatient, 0.01, recorder, null).run();
    }

    assertThat(firstUnexplained(file).thread()).startsWith("receiver");
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

  // One number is left out: the thread that was given it crashed before it wrote the message.

  private static final String FIRST_TWO = """
      "thread":"s","action":"OpenSession","nonce":1
      "thread":"r","action":"ReceiveOpen","nonce":1,"session":1
      "thread":"s","action":"ReceiveOpened","nonce":1,"session":1,"result":"ACCEPTED"
      "thread":"s","action":"Submit","session":1,"seq":0
      "thread":"s","action":"Submit","session":1,"seq":1
      """;
  private static final String DECIDED = """
      "thread":"r","action":"ReceiveData","session":1,"seq":%1$d,"result":"CLAIMED"
      "thread":"r","action":"Deliver","session":1,"seq":%1$d
      "thread":"s","action":"ReceiveAck","session":1,"seq":%1$d,"result":"DECIDED"
      """;
  private static final String THIRD_IS_LEFT_OUT = """
      "thread":"s","action":"Submit","session":1,"seq":3
      """;
  private static final String ASKS_FOR_THE_FIRST = """
      "thread":"s","action":"SenderCrash"
      "thread":"s","action":"TimeOut","session":1,"seq":0,"result":"CHECK"
      """;

  @Test
  @DisplayName("2 has its number, and so 3, only if 0 is decided")
  void submittedBeyondAnOpenMessage() throws Exception {
    String open = FIRST_TWO + DECIDED.formatted(1);

    assertThat(isAccepted(open + THIRD_IS_LEFT_OUT)).isFalse();
    assertThat(isAccepted(open + DECIDED.formatted(0) + THIRD_IS_LEFT_OUT)).isTrue();
  }

  @Test
  @DisplayName("after a crash nobody asks about a message if a number shows that it was decided")
  void asksForWhatMadeRoom() throws Exception {
    String decided = FIRST_TWO + DECIDED.formatted(0) + DECIDED.formatted(1);

    assertThat(isAccepted(decided + ASKS_FOR_THE_FIRST)).isTrue();
    assertThat(isAccepted(decided + THIRD_IS_LEFT_OUT + ASKS_FOR_THE_FIRST)).isFalse();
  }

  private static final String LEFT_OUT =
      FIRST_TWO + DECIDED.formatted(0) + DECIDED.formatted(1) + THIRD_IS_LEFT_OUT;
  private static final String CRASH = """
      "thread":"s","action":"SenderCrash"
      """;
  private static final String DRAIN = """
      "thread":"s","action":"Drain","session":1
      """;
  private static final String SEAL = """
      "thread":"s","action":"TimeOut","session":1,"seq":2,"result":"SEAL"
      """;
  private static final String SEALED = """
      "thread":"r","action":"ReceiveSeal","session":1,"seq":2,"result":"SEALED"
      "thread":"s","action":"ReceiveSealed","session":1,"seq":2,"result":"%s"
      """;
  private static final String CLOSE = """
      "thread":"s","action":"CloseSession","session":1
      """;

  @Test
  @DisplayName("a number without a message is sealed in a session that is being closed")
  void leftOutIsSealed() throws Exception {
    String sealed = LEFT_OUT + CRASH + DRAIN + SEAL + SEALED.formatted("IGNORED");

    assertThat(isAccepted(sealed + DECIDED.formatted(3) + CLOSE)).isTrue();
    assertThat(isAccepted(sealed + CLOSE)).as("3 is open").isFalse();
    assertThat(isAccepted(LEFT_OUT + CRASH + SEAL)).as("not being closed").isFalse();
    assertThat(isAccepted(LEFT_OUT + CRASH + DRAIN + SEAL + SEALED.formatted("DECIDED")))
        .as("reported, though there is no message")
        .isFalse();
    assertThat(isAccepted(FIRST_TWO + DECIDED.formatted(0) + CRASH + DRAIN + SEAL))
        .as("never assigned")
        .isFalse();
  }

  @Test
  @DisplayName("in a session that is being closed no number is assigned, not even after a crash")
  void submittedWhileDraining() throws Exception {
    String third = THIRD_IS_LEFT_OUT.replace("3", "2");

    assertThat(isAccepted(LEFT_OUT + CRASH + third)).isTrue();
    assertThat(isAccepted(LEFT_OUT + DRAIN + third)).isFalse();
    assertThat(isAccepted(LEFT_OUT + CRASH + DRAIN + SEAL + CRASH + third)).isFalse();
  }

  @Test
  @DisplayName("the frames about such a number outlive another crash")
  void leftOutAndAnotherCrash() throws Exception {
    String asked = LEFT_OUT + CRASH + DRAIN + SEAL + CRASH;

    assertThat(isAccepted(asked + SEALED.formatted("IGNORED") + SEAL)).isTrue();
    assertThat(isAccepted(LEFT_OUT + CRASH + DRAIN + SEALED.formatted("IGNORED")))
        .as("none was sent")
        .isFalse();
  }

  @Test
  @DisplayName("a session is closed only when it was said that no more numbers are assigned")
  void closedWithoutDrain() throws Exception {
    String decided = FIRST_TWO + DECIDED.formatted(0) + DECIDED.formatted(1);

    assertThat(isAccepted(decided + DRAIN + CLOSE)).isTrue();
    assertThat(isAccepted(decided + CLOSE)).isFalse();
  }

  @Test
  @DisplayName("a number is left out although no thread crashed: the session may not be closed")
  void leftOutWithoutCrash() throws Exception {
    String second = FIRST_TWO.replaceFirst("(?m)^.*\"seq\":0.*\\R", "") + DECIDED.formatted(1);
    String first = """
        "thread":"s","action":"Submit","session":1,"seq":0
        """;

    assertLastRejected(second + DRAIN + CLOSE, "leftOut was {0}");
    assertLastRejected(second + first, "leftOut was {0}");
    assertLastRejected(second + END, "leftOut was {0}");
    assertThat(isAccepted(second + CRASH + first)).isTrue();
    assertLastRejected(
        second + CRASH + DECIDED_AGAIN.formatted(1) + DRAIN + CLOSE, "phase was \"OPEN\"");
  }

  @Test
  @DisplayName("a handler runs when the run ends: that is not the end")
  void handlerIsRunning() throws Exception {
    String claimed = DECIDED.formatted(0).lines().findFirst().orElseThrow() + "\n";

    assertThat(isAccepted(FIRST_TWO + END)).isTrue();
    assertLastRejected(FIRST_TWO + claimed + END, "handlers was {[");
  }

  // The session is gone while 0 and 1 are open.

  private static final String END = """
      "thread":"main","action":"End"
      """;
  private static final String DECIDED_AGAIN = """
      "thread":"s","action":"ReceiveAck","session":1,"seq":%1$d,"result":"DECIDED"
      """;
  private static final String SESSION_IS_GONE = FIRST_TWO + """
      "thread":"r","action":"ReceiverCrash","result":"LOST"
      "thread":"s","action":"TimeOut","session":1,"seq":0,"result":"CHECK"
      "thread":"r","action":"ReceiveCheck","session":1,"seq":0,"result":"GONE"
      """;
  private static final String ENDED = """
      "thread":"s","action":"ReceiveGone","session":1,"result":"ENDED"
      """;
  private static final String DOUBT = """
      "thread":"s","action":"Doubt","session":1,"seq":%d
      """;
  private static final String NEXT_SESSION = """
      "thread":"s","action":"OpenSession","nonce":2
      """;
  private static final String BOTH = DOUBT.formatted(0) + DOUBT.formatted(1);

  @Test
  @DisplayName("a session is opened before all that is in doubt is reported: that is not allowed")
  void doubtMissing() throws Exception {
    String ended = SESSION_IS_GONE + ENDED;

    assertThat(isAccepted(ended + BOTH + NEXT_SESSION)).isTrue();
    assertLastRejected(ended + DOUBT.formatted(0) + NEXT_SESSION, "inDoubt was {1}");
    assertLastRejected(ended + DOUBT.formatted(0) + END, "inDoubt was {1}");
    assertLastRejected(ended + BOTH + DOUBT.formatted(0), "inDoubt was {}");
    assertLastRejected(
        ended + NEXT_SESSION.replace("OpenSession", "RepeatOpen"), "inDoubt was {0, 1}");
  }

  @Test
  @DisplayName("after a crash all that was in doubt is reported again, or nothing")
  void doubtAfterCrash() throws Exception {
    String ended = SESSION_IS_GONE + ENDED;

    assertThat(isAccepted(ended + BOTH + CRASH + NEXT_SESSION)).as("erased").isTrue();
    assertThat(isAccepted(ended + BOTH + CRASH + BOTH + NEXT_SESSION)).isTrue();
    assertThat(isAccepted(ended + DOUBT.formatted(0) + CRASH + BOTH + NEXT_SESSION))
        .isTrue();
    assertLastRejected(ended + BOTH + CRASH + DOUBT.formatted(0) + NEXT_SESSION, "inDoubt was {1}");
    assertLastRejected(
        ended + DOUBT.formatted(0) + CRASH + DOUBT.formatted(1) + NEXT_SESSION, "inDoubt was {0}");
    assertLastRejected(ended + BOTH + NEXT_SESSION + CRASH + DOUBT.formatted(0), "inDoubt was {}");
  }

  @Test
  @DisplayName(
      "after a crash a decided message is in doubt, unless a number shows that it was decided")
  void decidedIsInDoubt() throws Exception {
    String third = THIRD_IS_LEFT_OUT.replace("3", "2");
    String decided = SESSION_IS_GONE
            .replace(FIRST_TWO, FIRST_TWO + DECIDED.formatted(0) + DECIDED.formatted(1) + third)
            .replace("\"seq\":0,\"result\":\"CHECK", "\"seq\":2,\"result\":\"CHECK")
            .replace("\"seq\":0,\"result\":\"GONE", "\"seq\":2,\"result\":\"GONE")
        + ENDED;

    assertThat(isAccepted(decided + DOUBT.formatted(2) + NEXT_SESSION)).isTrue();
    assertLastRejected(decided + DOUBT.formatted(1), "inDoubt was {2}");
    assertThat(isAccepted(decided + CRASH + DOUBT.formatted(1) + DOUBT.formatted(2) + NEXT_SESSION))
        .isTrue();
    assertLastRejected(decided + CRASH + DOUBT.formatted(2) + NEXT_SESSION, "inDoubt was {1}");
    assertLastRejected(decided + CRASH + DOUBT.formatted(0), "inDoubt was {1, 2}");
  }

  @Test
  @DisplayName("a session was closed: nothing is in doubt, not even after a crash")
  void doubtAfterClose() throws Exception {
    String closed =
        FIRST_TWO + DECIDED.formatted(0) + DECIDED.formatted(1) + DRAIN + CLOSE + """
        "thread":"r","action":"ReceiveClose","session":1
        """ + ENDED;

    assertThat(isAccepted(closed + CRASH + NEXT_SESSION)).isTrue();
    assertLastRejected(closed + DOUBT.formatted(0), "inDoubt was {}");
    assertLastRejected(closed + CRASH + DOUBT.formatted(0), "inDoubt was {}");
  }

  @Test
  @DisplayName("the sender ignores GONE for its session")
  void goneIgnored() throws Exception {
    String ignored = ENDED.replace("ENDED", "IGNORED");

    assertLastRejected(SESSION_IS_GONE + ignored, "session was 1");
    assertThat(isAccepted(SESSION_IS_GONE + ENDED + ignored)).isTrue();
    assertLastRejected(FIRST_TWO + ignored, "session was 1");
  }

  @Test
  @DisplayName("the sender ignores the OPENED that it waits for")
  void openedIgnored() throws Exception {
    String asked = FIRST_TWO.lines().limit(2).reduce("", (all, line) -> all + line + "\n");
    String accepted = FIRST_TWO.lines().skip(2).findFirst().orElseThrow() + "\n";
    String ignored = accepted.replace("ACCEPTED", "IGNORED");

    assertThat(isAccepted(asked + accepted + ignored)).isTrue();
    assertLastRejected(asked + ignored, "phase was \"OPENING\"");
  }

  @Test
  @DisplayName("there are no messages in a session that the sender has not accepted")
  void effectInAbandonedSession() throws Exception {
    String abandoned = """
        "thread":"s","action":"OpenSession","nonce":1
        "thread":"r","action":"ReceiveOpen","nonce":1,"session":1
        "thread":"s","action":"OpenSession","nonce":2
        "thread":"r","action":"ReceiveOpen","nonce":2,"session":2
        "thread":"s","action":"ReceiveOpened","session":2,"nonce":2,"result":"ACCEPTED"
        """;
    for (String frame : List.of(
        "\"thread\":\"r\",\"action\":\"ReceiveData\",\"session\":1,\"seq\":0,\"result\":\"CLAIMED\"",
        "\"thread\":\"r\",\"action\":\"ReceiveCheck\",\"session\":1,\"seq\":0,\"result\":\"UNKNOWN\"",
        "\"thread\":\"r\",\"action\":\"ReceiveSeal\",\"session\":1,\"seq\":0,\"result\":\"SEALED\"",
        "\"thread\":\"s\",\"action\":\"ReceiveAck\",\"session\":1,\"seq\":0,\"result\":\"IGNORED\"",
        "\"thread\":\"s\",\"action\":\"ReceiveGone\",\"session\":1,\"result\":\"IGNORED\"",
        "\"thread\":\"s\",\"action\":\"TimeOut\",\"session\":1,\"seq\":0,\"result\":\"CHECK\"",
        "\"thread\":\"r\",\"action\":\"ReceiveClose\",\"session\":1",
        "\"thread\":\"r\",\"action\":\"Fail\",\"session\":1,\"seq\":0",
        "\"thread\":\"s\",\"action\":\"ReceiveOpened\",\"session\":1,\"nonce\":2,\"result\":\"CLOSED\"",
        "\"thread\":\"s\",\"action\":\"ReceiveOpened\",\"session\":3,\"nonce\":1,\"result\":\"CLOSED\"",
        "\"thread\":\"r\",\"action\":\"ReceiveClose\",\"session\":3",
        "\"thread\":\"s\",\"action\":\"ReceiveGone\",\"session\":3,\"result\":\"IGNORED\"",
        "\"thread\":\"r\",\"action\":\"ReceiveData\",\"session\":3,\"seq\":0,\"result\":\"GONE\"")) {
      assertLastRejected(abandoned + frame, "session was 2");
    }
  }

  @Test
  @DisplayName("a thread asks about a session that is gone: only what it could ask before")
  void asksAboutASessionThatIsGone() throws Exception {
    String ended = SESSION_IS_GONE + ENDED;
    String asks = """
        "thread":"t","action":"TimeOut","session":1,"seq":1,"result":"CHECK"
        """;

    assertThat(isAccepted(ended + asks)).isTrue();
    assertThat(isAccepted(ended + BOTH + NEXT_SESSION + asks)).isTrue();
    assertLastRejected(ended + asks.replace("CHECK", "SEAL"), "session was 0");
    assertLastRejected(ended + asks.replace("\"seq\":1", "\"seq\":2"), "session was 0");
    assertLastRejected(ended + BOTH + CRASH + asks, "session was 0");
  }

  @Test
  @DisplayName("a handler is running while its session is dropped: it has no effect")
  void effectInDroppedSession() throws Exception {
    String dropped = FIRST_TWO + """
        "thread":"r","action":"ReceiveData","session":1,"seq":0,"result":"CLAIMED"
        "thread":"q","action":"Drop","session":1
        "thread":"%s","action":"%s","session":1,"seq":0
        """;

    assertThat(isAccepted(dropped.formatted("r", "Fail"))).isTrue();
    assertLastRejected(dropped.formatted("r", "Deliver"), "ring was \"not known\"");
    assertLastRejected(dropped.formatted("q", "Fail"), "handlers was {[");
  }

  @Test
  @DisplayName("a SEAL is ignored only in a session in which nothing was delivered or sealed")
  void sealIgnored() throws Exception {
    String ignored = """
        "thread":"s","action":"Cancel","session":1,"seq":0
        "thread":"r","action":"ReceiveSeal","session":1,"seq":0,"result":"NOTHING_OWED"
        """;

    assertThat(isAccepted(FIRST_TWO + ignored)).isTrue();
    assertThat(isAccepted(FIRST_TWO + DECIDED.formatted(1) + ignored)).isFalse();
    assertThat(isAccepted(FIRST_TWO + ignored.lines().skip(1).findFirst().orElseThrow()))
        .as("none was sent")
        .isFalse();
  }

  // A crash cuts a step short: it has taken place, or not.

  private static final String ASKED = """
      "thread":"s","action":"OpenSession","nonce":1
      """;
  private static final String OPENED = ASKED + """
      "thread":"r","action":"ReceiveOpen","nonce":1,"session":1
      """;
  private static final String ACCEPTED = OPENED + """
      "thread":"s","action":"ReceiveOpened","session":1,"nonce":1,"result":"ACCEPTED"
      """;
  private static final String FIRST = """
      "thread":"s","action":"Submit","session":1,"seq":0
      """;
  private static final String CHECKED = """
      "thread":"s","action":"TimeOut","session":1,"seq":0,"result":"CHECK"
      """;
  private static final String KEPT = """
      "thread":"r","action":"ReceiverCrash","result":"KEPT"
      """;
  private static final String CLAIMED = """
      "thread":"r","action":"ReceiveData","session":1,"seq":0,"result":"CLAIMED"
      """;
  private static final String ANSWERED = """
      "thread":"r","action":"ReceiveCheck","session":1,"seq":0,"result":"%s"
      """;
  private static final String ALL_DECIDED =
      ACCEPTED + FIRST + CHECKED + DECIDED.formatted(0) + DRAIN + CLOSE;

  /** What is seen after a crash shows whether the step has taken place. Both cannot be. */
  private void assertCut(String before, String step, String taken, String notTaken)
      throws Exception {
    String cut = before + step.stripTrailing() + ",\"result\":\"CRASHED\"\n";
    assertThat(isAccepted(cut + taken)).as("taken").isTrue();
    assertThat(isAccepted(cut + notTaken)).as("not taken").isTrue();
    assertThat(isAccepted(cut + taken + notTaken)).as("both").isFalse();
    assertThat(isAccepted(before + taken)).as("without the step").isFalse();
  }

  @Test
  @DisplayName("a step was cut short, and its thread goes on without a crash: that is not allowed")
  void cutShortWithoutACrash() throws Exception {
    String deliver = """
        "thread":"r","action":"Deliver","session":1,"seq":0
        """;
    String cut = ACCEPTED + FIRST + CHECKED + CLAIMED + deliver.stripTrailing()
        + ",\"result\":\"CRASHED\"\n";

    assertThat(isAccepted(cut + KEPT + CLAIMED + deliver)).isTrue();
    assertLastRejected(cut + CLAIMED, "stopped was {[");
    assertLastRejected(cut + ANSWERED.formatted("DELIVERED"), "stopped was {[");
    assertLastRejected(cut + CRASH + ANSWERED.formatted("DELIVERED"), "stopped was {[");
    assertLastRejected(cut + END, "stopped was {[");
    assertThat(isAccepted(cut + KEPT + END)).isTrue();
    assertThat(isAccepted(cut + ANSWERED.formatted("DELIVERED").replace("\"r\"", "\"q\"")))
        .as("another thread has not crashed yet")
        .isTrue();
  }

  @Test
  @DisplayName(
      "the thread that restarts the receiver may read what became of a commit, and no more")
  void readsACommitBeforeTheCrash() throws Exception {
    String unknown = """
        "thread":"r","action":"CommitUnknown","session":1,"seq":0
        """;
    String ofAnother = """
        "thread":"s","action":"Submit","session":1,"seq":1
        "thread":"r","action":"ReceiveData","session":1,"seq":1,"result":"CRASHED"
        """;
    String deliver = """
        "thread":"r","action":"Deliver","session":1,"seq":0
        """;
    String cut = ACCEPTED + FIRST + CHECKED + CLAIMED + unknown + ofAnother;

    assertThat(isAccepted(cut + deliver + KEPT + ANSWERED.formatted("DELIVERED")))
        .isTrue();
    assertThat(isAccepted(cut + KEPT + ANSWERED.formatted("UNKNOWN"))).isTrue();
    assertLastRejected(cut + deliver.replace("Deliver", "Fail"), "stopped was {[");
    assertLastRejected(cut + deliver + deliver, "stopped was {[");
    assertLastRejected(
        ACCEPTED + FIRST + CHECKED + CLAIMED + ofAnother + deliver, "stopped was {[");
  }

  @Test
  @DisplayName("a crash comes while a message is written to the outbox")
  void submitIsCutShort() throws Exception {
    assertCut(ACCEPTED, FIRST, CRASH + CHECKED, CRASH + FIRST);
  }

  @Test
  @DisplayName("a crash comes while a message is delivered")
  void deliverIsCutShort() throws Exception {
    String deliver = """
        "thread":"r","action":"Deliver","session":1,"seq":0
        """;
    assertCut(
        ACCEPTED + FIRST + CHECKED + CLAIMED,
        deliver,
        KEPT + ANSWERED.formatted("DELIVERED"),
        KEPT + ANSWERED.formatted("UNKNOWN"));
  }

  @Test
  @DisplayName("a crash comes while a handler fails, and another thread has seen that")
  void failIsCutShort() throws Exception {
    String fail = """
        "thread":"r","action":"Fail","session":1,"seq":0
        """;
    assertCut(
        ACCEPTED + FIRST + CHECKED + CLAIMED,
        fail,
        ANSWERED.formatted("UNKNOWN").replace("\"r\"", "\"q\""),
        ANSWERED.formatted("IN_PROGRESS").replace("\"r\"", "\"q\""));
  }

  @Test
  @DisplayName("the reply of a delivery that was cut short is the one that is reported")
  void replyOfWhatIsCutShort() throws Exception {
    String delivered =
        ACCEPTED + FIRST + CHECKED + CLAIMED + """
        "thread":"r","action":"Deliver","session":1,"seq":0,"reply":"0123abcd","result":"CRASHED"
        """ + KEPT + ANSWERED.formatted("DELIVERED");
    String reported = """
        "thread":"s","action":"ReceiveAck","session":1,"seq":0,"result":"DECIDED","reply":"%s"
        """;

    assertThat(isAccepted(delivered + reported.formatted("0123abcd"))).isTrue();
    assertLastRejected(
        delivered + reported.formatted("0123abce"),
        "of replies held [digest |-> \"0123abcd\", rejected |-> FALSE]");
  }

  private static final String REJECT = """
      "thread":"r","action":"Reject","session":1,"seq":0,"reply":"0123abcd"
      """;
  private static final String REJECTED = ACCEPTED + FIRST + CLAIMED + REJECT;

  @Test
  @DisplayName("a crash comes while it is recorded that a message is rejected")
  void rejectIsCutShort() throws Exception {
    assertCut(
        ACCEPTED + FIRST + CHECKED + CLAIMED,
        REJECT,
        KEPT + ANSWERED.formatted("REJECTED"),
        KEPT + ANSWERED.formatted("UNKNOWN"));
    assertLastRejected(
        ACCEPTED
            + FIRST
            + CHECKED
            + CLAIMED
            + REJECT.stripTrailing()
            + ",\"result\":\"CRASHED\"\n"
            + KEPT
            + ANSWERED.formatted("DELIVERED"),
        "replies");
  }

  @Test
  @DisplayName("a crash comes while REJECTED is received, and another thread has used its slot")
  void rejectedIsCutShort() throws Exception {
    String rejected = """
        "thread":"s","action":"ReceiveRejected","session":1,"seq":0
        """;
    assertCut(
        REJECTED + FIRST.replace("0", "1"),
        rejected,
        FIRST.replace("0", "2").replace("\"s\"", "\"p\""),
        rejected.replace("\"s\"", "\"p\"").stripTrailing()
            + ",\"result\":\"DECIDED\",\"reply\":\"0123abcd\"\n");
  }

  @Test
  @DisplayName("a delivery that was cut short has not taken the place of an earlier rejection")
  void cutShortAfterARejection() throws Exception {
    String decided = """
        "thread":"s","action":"ReceiveRejected","session":1,"seq":0,"result":"DECIDED","reply":"0123abcd"
        """;
    String late = """
        "thread":"r","action":"ReceiveData","session":1,"seq":0,"result":"%s"
        """;
    assertCut(
        REJECTED
            + FIRST.replace("0", "1")
            + decided
            + FIRST.replace("0", "2")
            + CLAIMED.replace("0", "2"),
        """
        "thread":"r","action":"Deliver","session":1,"seq":2
        """,
        KEPT + late.formatted("NOTHING_OWED"),
        KEPT + late.formatted("REJECTED"));
  }

  @Test
  @DisplayName("a crash comes while an ACK is received, and another thread has used its slot")
  void ackIsCutShort() throws Exception {
    String ack = """
        "thread":"s","action":"ReceiveAck","session":1,"seq":0
        """;
    String acknowledged = ACCEPTED
        + FIRST
        + DECIDED.formatted(0).lines().limit(2).reduce("", (all, line) -> all + line + "\n")
        + FIRST.replace("0", "1");
    assertCut(
        acknowledged,
        ack,
        FIRST.replace("0", "2").replace("\"s\"", "\"p\""),
        ack.replace("\"s\"", "\"p\"").stripTrailing() + ",\"result\":\"DECIDED\"\n");
  }

  @Test
  @DisplayName("a crash comes while the receiver opens a session")
  void openIsCutShort() throws Exception {
    String open = """
        "thread":"r","action":"ReceiveOpen","nonce":1,"session":1
        """;
    assertCut(ASKED, open, KEPT + """
        "thread":"s","action":"ReceiveOpened","session":1,"nonce":1,"result":"ACCEPTED"
        """, KEPT + open.replace("\"session\":1", "\"session\":2"));
  }

  @Test
  @DisplayName("a crash comes while the sender accepts a session")
  void openedIsCutShort() throws Exception {
    String opened = """
        "thread":"s","action":"ReceiveOpened","session":1,"nonce":1
        """;
    assertCut(OPENED, opened, CRASH + FIRST, CRASH + NEXT_SESSION);
  }

  @Test
  @DisplayName("a crash comes while the sender closes its session")
  void closingIsCutShort() throws Exception {
    String decided = ACCEPTED + FIRST + DECIDED.formatted(0);
    String second = FIRST.replace("0", "1");
    assertCut(decided, DRAIN, CRASH + DECIDED_AGAIN.formatted(0) + CLOSE, CRASH + second);
    String repeated = """
        "thread":"s","action":"RepeatClose","session":1
        """;
    assertCut(decided + DRAIN, CLOSE, CRASH + repeated, CRASH + DECIDED_AGAIN.formatted(0));
  }

  @Test
  @DisplayName("a crash comes while a session ends")
  void endIsCutShort() throws Exception {
    String close = """
        "thread":"r","action":"ReceiveClose","session":1
        """;
    String gone = """
        "thread":"s","action":"ReceiveGone","session":1
        """;
    String repeated = """
        "thread":"s","action":"RepeatClose","session":1
        """;
    assertCut(ALL_DECIDED + close, gone, CRASH + NEXT_SESSION, CRASH + repeated);
    assertCut(
        ALL_DECIDED,
        close,
        KEPT + ANSWERED.formatted("GONE"),
        KEPT + ANSWERED.formatted("DELIVERED"));
  }
}

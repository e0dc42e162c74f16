package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.trace.ProcessTraces.Side;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the records of processes that were killed. */
class ProcessTracesTest {
  @TempDir
  private Path directory;

  private ProcessTraces traces;
  private long time;

  @BeforeEach
  void start() {
    traces = new ProcessTraces(directory);
  }

  /** Writes a record as a process does, with timestamps of now. */
  private void record(Path file, String... lines) throws Exception {
    List<String> whole = new ArrayList<>();
    for (String line : lines) {
      time = Math.max(time + 2, System.nanoTime());
      String after = line.endsWith("...") ? "" : ",\"after\":" + (time + 1);
      String event = line.replace("...", "");
      whole.add("{" + event + ",\"before\":" + time + after + "}");
    }
    Files.write(file, whole);
    while (System.nanoTime() <= time + 1) {
      Thread.onSpinWait();
    }
  }

  private List<String> events(boolean complete) throws Exception {
    Path file = directory.resolve("trace");
    try (OutputStream out = Files.newOutputStream(file)) {
      traces.write(out, TraceKind.CRASHES, 4, complete);
    }
    return Trace.read(file).threads().stream()
        .flatMap(List::stream)
        .sorted((a, b) -> Long.compare(a.after(), b.after()))
        .map(TraceEvent::toString)
        .toList();
  }

  @Test
  void crashesAreEventsAndThreadsGoOnInTheNextProcess() throws Exception {
    record(
        traces.starts(Side.SENDER),
        "'thread':'exactly-once-sender-7','action':'RepeatOpen','nonce':-77".replace('\'', '"'));
    traces.killed(Side.SENDER);
    record(
        traces.starts(Side.SENDER),
        "'thread':'main','action':'RepeatOpen','nonce':5".replace('\'', '"'),
        "'thread':'main','action':'RepeatOpen','nonce':5".replace('\'', '"'));
    traces.ended(Side.SENDER);
    assertThat(events(true))
        .containsExactly(
            "OpenSession(nonce 1) by sender-1",
            "SenderCrash() by parent",
            "OpenSession(nonce 2) by sender-1",
            "RepeatOpen(nonce 2) by sender-1",
            "End() by parent");
    assertThat(events(false)).hasSize(4);
  }

  @Test
  void sessionsAreNumberedInTheOrderInWhichTheyWereOpened() throws Exception {
    record(
        traces.starts(Side.RECEIVER),
        open(0, 9, 40) + "...",
        open(0, 9, 40),
        open(1, 8, -30),
        "'thread':'t0','action':'Drop','session':40".replace('\'', '"'),
        "'thread':'t0','action':'Drop','session':-30".replace('\'', '"'),
        "'thread':'t0','action':'Drop','session':1".replace('\'', '"'));
    traces.killed(Side.RECEIVER);
    assertThat(events(false))
        .containsExactly(
            "ReceiveOpen(session 1, nonce 1) by receiver-1",
            "ReceiveOpen(session 2, nonce 2) by receiver-2",
            "Drop(session 1) by receiver-1",
            "Drop(session 2) by receiver-1",
            "Drop(session 3) by receiver-1", // one that was never opened
            "ReceiverCrash() KEPT by parent");
  }

  private static String open(int thread, long nonce, long session) {
    return "'thread':'t%d','action':'ReceiveOpen','nonce':%d,'session':%d"
        .formatted(thread, nonce, session)
        .replace('\'', '"');
  }

  private static String event(int thread, String action, int seq, String more) {
    return "'thread':'t%d','action':'%s','session':1,'seq':%d%s"
        .formatted(thread, action, seq, more)
        .replace('\'', '"');
  }

  @Test
  void whatWasAnnouncedAndDidNotEndWasCutShort() throws Exception {
    record(
        traces.starts(Side.RECEIVER),
        event(0, "ReceiveData", 3, "..."),
        event(0, "ReceiveData", 3, ",'result':'CLAIMED'"),
        event(1, "ReceiveData", 4, "..."), // and ended without an event
        event(0, "Deliver", 3, ",'reply':'0123abcd'..."),
        event(1, "ReceiveCheck", 4, ",'result':'UNKNOWN'"),
        event(2, "ReceiveData", 5, "..."));
    traces.killed(Side.RECEIVER);
    assertThat(events(false))
        .containsExactly(
            "ReceiveData(session 1, 3) CLAIMED by receiver-1",
            "ReceiveCheck(session 1, 4) UNKNOWN by receiver-2",
            "Deliver(session 1, 3) CRASHED with reply 0123abcd by receiver-1",
            "ReceiveData(session 1, 5) CRASHED by receiver-3",
            "ReceiverCrash() KEPT by parent");
  }

  @Test
  void aCommitWithAnUnknownOutcomeMayHaveBeenMade() throws Exception {
    record(
        traces.starts(Side.RECEIVER),
        event(0, "Deliver", 3, ",'reply':'00000003'..."),
        event(0, "CommitUnknown", 3, ""),
        event(0, "Deliver", 4, ",'reply':'00000004'..."),
        event(0, "CommitUnknown", 4, ""),
        event(1, "Fail", 4, ""),
        event(0, "Reject", 5, ",'reply':'00000005'..."),
        event(0, "CommitUnknown", 5, ""),
        event(0, "Reject", 6, ",'reply':'00000006'..."),
        event(0, "CommitUnknown", 6, ""),
        event(1, "Reject", 6, ",'reply':'00000006'"));
    traces.killed(Side.RECEIVER);
    assertThat(events(false))
        .containsExactly(
            "CommitUnknown(session 1, 3) by receiver-1",
            "CommitUnknown(session 1, 4) by receiver-1",
            "Fail(session 1, 4) by receiver-2",
            "CommitUnknown(session 1, 5) by receiver-1",
            "CommitUnknown(session 1, 6) by receiver-1",
            "Reject(session 1, 6) with reply 00000006 by receiver-2",
            "Deliver(session 1, 3) CRASHED with reply 00000003 by commit of 1.3",
            "Reject(session 1, 5) CRASHED with reply 00000005 by commit of 1.5",
            "ReceiverCrash() KEPT by parent");
  }

  @Test
  void halfALineIsNoEvent() throws Exception {
    Path file = traces.starts(Side.SENDER);
    record(file, event(0, "Submit", 0, "..."), event(0, "Submit", 0, ""));
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 3));
    traces.killed(Side.SENDER);
    assertThat(events(false))
        .containsExactly("Submit(session 1, 0) CRASHED by sender-1", "SenderCrash() by parent");
  }

  @Test
  void aProcessThatEndsInTheMiddleOfAStepHasCrashed() throws Exception {
    record(traces.starts(Side.SENDER), event(0, "Cancel", 0, "..."));
    traces.ended(Side.SENDER);
    assertThat(events(true))
        .containsExactly(
            "Cancel(session 1, 0) CRASHED by sender-1",
            "SenderCrash() by parent",
            "End() by parent");
  }

  @Test
  void aProcessThatHasNotRecordedAnythingOnlyCrashes() throws Exception {
    traces.starts(Side.RECEIVER);
    traces.killed(Side.RECEIVER);
    assertThat(events(false)).containsExactly("ReceiverCrash() KEPT by parent");
  }

  @Test
  void clocksThatDifferAreNoticed() throws Exception {
    Path file = traces.starts(Side.SENDER);
    record(file, event(0, "Submit", 0, ""));
    Files.writeString(file, Files.readString(file).replaceFirst("before\":", "before\":-"));
    traces.killed(Side.SENDER);
    assertThatThrownBy(() -> events(false)).hasMessageContaining("do not share a clock");
  }
}

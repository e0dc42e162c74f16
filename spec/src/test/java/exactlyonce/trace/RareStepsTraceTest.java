package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.model.Specifications;
import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Status;
import exactlyonce.protocol.Submitter;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forces steps that hardly ever happen in a run: they are recorded, and accepted. */
@Tag("slow")
@Tag("checker")
class RareStepsTraceTest {
  private static final RetryPolicy RETRY = new RetryPolicy(10, 10);

  @TempDir
  Path directory;

  private final Queue<Runnable> inFlight = new ConcurrentLinkedQueue<>();
  private final AtomicLong nonces = new AtomicLong();
  private final AtomicLong sessions = new AtomicLong();
  private final Outbox disk = new Outbox();
  private Path file;
  private SessionTraceRecorder recorder;
  private ReceiverHost<Message, Reply> host;
  private SessionSender<Message, Reply> sender;
  private int submitted;
  private Runnable whenOver = () -> {};
  private Runnable whenReported = () -> {};

  /** Whether the outcome of the next commit is unknown, and whether it is made. */
  private UnknownCommit nextCommit = UnknownCommit.NONE;

  private boolean rejects; // the handler

  private enum UnknownCommit {
    NONE,
    MADE,
    ROLLED_BACK
  }

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("rare.jsonl");
    recorder = new SessionTraceRecorder(Files.newOutputStream(file), TraceKind.CRASHES, 2);
    startReceiver();
    sender = startSender();
    recorder.open(sender::open);
    arrive();
  }

  private void startReceiver() {
    host = ReceiverHost.<Message, Reply>builder(
            (from, session) -> (seq, message) -> {
              if (rejects) {
                throw new RejectedException("why");
              }
              return null;
            },
            recorder.replies(new InFlightReplies()))
        .settings(HostSettings.ofWindowSize(2).withMaxSessions(2))
        .ids(sessions::incrementAndGet)
        .store(recorder.receiverDisk(new Storage()))
        .build();
  }

  @Test
  @DisplayName("a number is left out, and sealed when the session is closed")
  void aNumberIsSealedWithoutAMessage() throws Exception {
    submit();
    submit();
    arrive();
    disk.untilCrash = () -> onAnotherThread(this::submit); // it gets number 3
    assertThatThrownBy(this::submit).hasMessage("crash"); // of a thread that has number 2
    recorder.senderCrashed();
    sender = startSender();
    recorder.close(sender::close);
    for (int now = 0; !sender.isIdle() && now < 1000; now += 10) {
      int time = now;
      recorder.poll(() -> sender.poll(time));
      arrive();
    }
    recorder.close();

    assertThat(eventsOf(2))
        .containsExactly("TimeOut SEAL", "ReceiveSeal SEALED", "ReceiveSealed IGNORED");
    assertThat(actions()).containsSubsequence("CloseSession", "ReceiveClose", "ReceiveGone");
    assertAccepted();
  }

  @Test
  @DisplayName("what was cancelled before a crash of the sender is cancelled again after it")
  void cancelledAcrossACrash() throws Exception {
    submit();
    assertThat(submit().cancel(1)).isTrue();
    inFlight.clear();
    recorder.senderCrashed();
    sender = startSender();
    assertThat(recorder.submitter(sender.sender()).cancel(0)).isTrue();
    poll(1000); // starts the timers
    poll(2000);
    arrive();
    recorder.ended();
    recorder.close();

    assertThat(eventsOf(0))
        .containsSubsequence("Submit null", "Cancel null", "ReceiveSealed DECIDED");
    assertThat(eventsOf(1))
        .containsSubsequence(
            "Submit null", "Cancel null", "Cancel null", "TimeOut SEAL", "ReceiveSealed DECIDED");
    assertAccepted();
    assertThat(firstUnexplainedWithout("Cancel", 1)).isEqualTo("TimeOut");
  }

  @Test
  @DisplayName("the sender crashes while it reports what is in doubt, and reports all of it again")
  void doubtAcrossACrash() throws Exception {
    submit();
    submit();
    inFlight.clear();
    recorder.receiverCrashed(true);
    startReceiver();
    for (int now = 0; sender.isOpen() && now < 1000; now += 10) {
      poll(now);
      arrive();
    }
    int[] reports = {0};
    whenReported = () -> {
      if (++reports[0] == 2) {
        throw new AssertionError("crash");
      }
    };
    assertThatThrownBy(() -> poll(2000)).hasMessage("crash");
    recorder.senderCrashed();
    sender = startSender();
    poll(3000);
    assertThat(sender.isIdle()).isTrue();
    recorder.open(sender::open);
    arrive();
    recorder.ended();
    recorder.close();

    assertThat(reports[0]).isEqualTo(4); // 0, then the crash, then both
    assertThat(actions().stream().filter("Doubt"::equals)).hasSize(3);
    assertAccepted();
    assertThat(firstUnexplainedWithout("Doubt", 1)).isEqualTo("OpenSession");
    assertThat(firstUnexplainedWithout("SenderCrash", -1)).isEqualTo("Doubt");
  }

  @Test
  @DisplayName("a commit has an unknown outcome, and another thread reads that it was made")
  void anUnknownCommitWasMade() throws Exception {
    anotherThreadConcludes(UnknownCommit.MADE); // and receives the ACK
    recorder.ended();
    recorder.close();

    assertThat(eventsOf(0))
        .contains("ReceiveData CLAIMED", "CommitUnknown null", "Deliver null")
        .contains("ReceiveAck DECIDED");
    assertAccepted();
    assertThat(firstUnexplainedWithout("CommitUnknown", 0)).isEqualTo("Deliver");
  }

  @Test
  @DisplayName("a commit has an unknown outcome, and another thread reads that it was not made")
  void anUnknownCommitWasRolledBack() throws Exception {
    anotherThreadConcludes(UnknownCommit.ROLLED_BACK); // the message is unknown again
    poll(3000);
    arrive(); // CHECK, UNKNOWN, DATA, ACK
    recorder.ended();
    recorder.close();

    assertThat(eventsOf(0))
        .contains("CommitUnknown null", "Fail null", "ReceiveUnknown RESENT", "Deliver null");
    assertAccepted();
    assertThat(firstUnexplainedWithout("CommitUnknown", 0)).isEqualTo("Fail");
  }

  @Test
  @DisplayName("whether a rejection was recorded is unknown, and another thread reads that it was")
  void anUnknownRejectionWasMade() throws Exception {
    rejects = true;
    anotherThreadConcludes(UnknownCommit.MADE); // and receives REJECTED
    recorder.ended();
    recorder.close();

    assertThat(eventsOf(0))
        .contains("ReceiveData CLAIMED", "CommitUnknown null", "Reject null")
        .contains("ReceiveRejected DECIDED");
    assertAccepted();
    assertThat(firstUnexplainedWithout("CommitUnknown", 0)).isEqualTo("Reject");
  }

  @Test
  @DisplayName("whether a rejection was recorded is unknown, and it was not: it is rejected again")
  void anUnknownRejectionWasRolledBack() throws Exception {
    rejects = true;
    anotherThreadConcludes(UnknownCommit.ROLLED_BACK);
    poll(3000);
    arrive(); // CHECK, UNKNOWN, DATA, REJECTED
    recorder.ended();
    recorder.close();

    assertThat(eventsOf(0))
        .contains("CommitUnknown null", "Fail null", "ReceiveUnknown RESENT", "Reject null");
    assertAccepted();
    assertThat(firstUnexplainedWithout("CommitUnknown", 0)).isEqualTo("Fail");
  }

  @Test
  @DisplayName("a rejection was recorded, and the receiver crashes before it knows")
  void anUnknownRejectionBeforeACrash() throws Exception {
    rejects = true;
    nextCommit = UnknownCommit.MADE;
    submit();
    arrive();
    recorder.receiverCrashed(false);
    recorder.close();

    assertThat(eventsOf(0)).contains("CommitUnknown null", "Reject null");
    assertAccepted();
  }

  /** The commit of message 0 is unknown, and CHECK arrives on another thread. */
  private void anotherThreadConcludes(UnknownCommit commit) {
    nextCommit = commit;
    submit();
    arrive();
    poll(1000); // starts the timer
    poll(2000);
    onAnotherThread(this::arrive);
  }

  private void poll(long now) {
    recorder.poll(() -> sender.poll(now));
  }

  /** The last event like this is missing: what is then the first that is not allowed? */
  private String firstUnexplainedWithout(String action, long seq) throws Exception {
    ChangeableTrace trace = new ChangeableTrace(file);
    trace.remove(trace
        .events()
        .filter(e -> e.action().equals(action) && e.seq() == seq)
        .reduce((a, b) -> b)
        .orElseThrow());
    return verdict(trace.write(directory.resolve("changed.jsonl")))
        .firstUnexplained()
        .action();
  }

  @Test
  @DisplayName("DATA and SEAL meet a session while it is being dropped untouched")
  void framesMeetASessionThatIsBeingDropped() throws Exception {
    submit();
    assertThat(submit().cancel(1)).isTrue();
    whenOver = () -> onAnotherThread(this::arrive);
    recorder.drop(host::dropUntouched);
    recorder.close();

    assertThat(eventsOf(0)).contains("ReceiveData CLAIMED", "Fail null");
    assertThat(eventsOf(1)).contains("ReceiveSeal NOTHING_OWED");
    assertThat(actions()).contains("Drop");
    assertAccepted();
  }

  private Submitter<Message> submit() {
    Submitter<Message> submitter = recorder.submitter(Objects.requireNonNull(sender.sender()));
    assertThat(submitter.trySubmit(new Message(submitted++, 0))).isNotNegative();
    return submitter;
  }

  private SessionSender<Message, Reply> startSender() {
    return new SessionSender<>(
        1,
        nonces::incrementAndGet,
        2,
        recorder.senderDisk(disk),
        recorder.requests(new InFlightRequests()),
        session -> recorder.outcomes(session, (seq, message, outcome, reply) -> whenReported.run()),
        RETRY);
  }

  private void arrive() {
    for (Runnable frame = inFlight.poll(); frame != null; frame = inFlight.poll()) {
      frame.run();
    }
  }

  private static void onAnotherThread(Runnable work) {
    Thread other = new Thread(work, "other");
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> actions() throws Exception {
    return new ChangeableTrace(file).events().map(TraceEvent::action).toList();
  }

  private List<String> eventsOf(long seq) throws Exception {
    return new ChangeableTrace(file)
        .events()
        .filter(e -> e.seq() == seq && e.session() == 1)
        .map(e -> e.action() + " " + e.result())
        .toList();
  }

  private void assertAccepted() throws InterruptedException {
    TraceVerdict verdict = verdict(file);
    assertThat(verdict.accepted()).as("%s", verdict).isTrue();
  }

  private static TraceVerdict verdict(Path trace) throws InterruptedException {
    try (Tlc tlc = new Tlc();
        Specifications specifications = Specifications.ofThisProgram()) {
      return TraceCheck.check(trace, tlc, specifications, p -> {}).verdict();
    }
  }

  /** Outlives the sender. */
  private static final class Outbox implements SenderStore<Message> {
    private @Nullable Stored<Message> stored;
    private @Nullable Runnable untilCrash;

    @Override
    public @Nullable Stored<Message> load() {
      return stored;
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      stored = new Stored<>(
          Phase.OPEN, session, windowSize, replyMode, new HashMap<>(), new HashSet<>());
    }

    @Override
    public void append(long seq, Message message) {
      if (untilCrash != null) {
        Runnable meanwhile = untilCrash;
        untilCrash = null;
        meanwhile.run();
        throw new AssertionError("crash");
      }
      stored.entries().remove(seq - stored.windowSize());
      stored.entries().put(seq, message);
    }

    @Override
    public void cancelled(long session, long seq) {
      stored.cancelled().add(seq);
    }

    @Override
    public void draining() {
      enter(Phase.DRAINING);
    }

    @Override
    public void closing() {
      enter(Phase.CLOSING);
    }

    @Override
    public void ended() {
      enter(Phase.ENDED);
    }

    @Override
    public void clear() {
      stored = null;
    }

    private void enter(Phase phase) {
      stored = new Stored<>(
          phase,
          stored.session(),
          stored.windowSize(),
          stored.replyMode(),
          stored.entries(),
          stored.cancelled());
    }
  }

  /** Keeps a record only of a commit whose outcome is unknown. */
  private final class Storage implements ReceiverStore<Message, Reply> {
    private @Nullable Session opened;
    private @Nullable List<Resolved<Reply>> resolved;

    @Override
    public Collection<Stored<Reply>> load() {
      return List.of();
    }

    @Override
    public @Nullable Stored<Reply> load(long session) {
      return resolved == null ? null : new Stored<>(Objects.requireNonNull(opened), resolved);
    }

    @Override
    public void opened(Session session) {
      opened = session;
    }

    @Override
    public @Nullable Reply deliver(
        long session, long seq, Message message, Handler<? super Message, ? extends Reply> handler)
        throws Exception {
      Resolved<Reply> record = Resolved.delivered(seq, handler.handle(seq, message));
      commit(record);
      return record.reply();
    }

    @Override
    public Resolved<Reply> rejected(long session, long seq, String reason) throws Exception {
      Resolved<Reply> record = Resolved.rejected(seq, reason);
      commit(record);
      return record;
    }

    private void commit(Resolved<Reply> record) throws CommitUnknownException {
      UnknownCommit commit = nextCommit;
      nextCommit = UnknownCommit.NONE;
      if (commit != UnknownCommit.NONE) {
        resolved = commit == UnknownCommit.MADE ? List.of(record) : List.of();
        throw new CommitUnknownException("simulated", new IOException("connection reset"));
      }
    }

    @Override
    public boolean sealed(long session, long seq) {
      return true;
    }

    @Override
    public void over(long session) {
      whenOver.run();
    }
  }

  private final class InFlightRequests implements SessionRequests<Message> {
    private SessionRequests<Message> receiver() {
      return recorder.receiver(host);
    }

    @Override
    public void open(long from, long nonce, int maxWindowSize) {
      inFlight.add(() -> receiver().open(from, nonce, maxWindowSize));
    }

    @Override
    public Requests<Message> in(long session) {
      return new Requests<>() {
        @Override
        public void data(long seq, Message message) {
          inFlight.add(() -> receiver().in(session).data(seq, message));
        }

        @Override
        public void check(long seq) {
          inFlight.add(() -> receiver().in(session).check(seq));
        }

        @Override
        public void seal(long seq) {
          inFlight.add(() -> receiver().in(session).seal(seq));
        }
      };
    }

    @Override
    public void close(long session) {
      inFlight.add(() -> receiver().close(session));
    }
  }

  private final class InFlightReplies implements SessionReplies<Reply> {
    private SessionReplies<Reply> sender() {
      return recorder.sender(sender);
    }

    @Override
    public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
      inFlight.add(() -> sender().opened(to, nonce, session, windowSize, replyMode));
    }

    @Override
    public void full(long to, long nonce) {
      inFlight.add(() -> sender().full(to, nonce));
    }

    @Override
    public Replies<Reply> in(long session) {
      return new Replies<>() {
        @Override
        public void ack(long seq, @Nullable Reply reply) {
          inFlight.add(() -> sender().in(session).ack(seq, reply));
        }

        @Override
        public void rejected(long seq, String reason) {
          inFlight.add(() -> sender().in(session).rejected(seq, reason));
        }

        @Override
        public void status(long seq, Status status) {
          inFlight.add(() -> sender().in(session).status(seq, status));
        }
      };
    }

    @Override
    public void gone(long session) {
      inFlight.add(() -> sender().gone(session));
    }
  }
}

package exactlyonce.trace;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import exactlyonce.protocol.Submitter;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.Resolution;
import exactlyonce.window.SendWindow;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records an execution with sessions and crashes, from outside as {@link TraceRecorder} does: the
 * frames and the writes that pass tell which actions of {@code CrashRecovery} took place.
 *
 * <p>A step that meets a crash has taken place if it has made its write. If it makes none, but another
 * thread may have seen it, it is recorded as CRASHED: it may have taken place. Any other step is not
 * recorded.
 *
 * <p>Where the outcome of a commit is unknown, the handler ends with CommitUnknown. The frame that makes
 * the receiver read the record is then recorded as Deliver or Fail, by the thread that reads it. If a
 * crash comes before, and the commit was made, Deliver is recorded then.
 */
public class SessionTraceRecorder implements SessionInstrumentation, Closeable {
  /** Instead of a result: a step that sends and writes nothing is not recorded. */
  private static final String NO_STEP = "";

  private final AtomicLong clock = new AtomicLong();
  private final Queue<ThreadLog> logs = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<ThreadLog> log = ThreadLocal.withInitial(this::newLog);
  private final OutputStream out;
  private final TraceKind kind;

  /** The commits with unknown outcomes, each with the disk that has its record. */
  private final Map<Claim, ReceiverStore<Message, Reply>> unknownCommits =
      new ConcurrentHashMap<>();

  /** The last session that was written to the sender's disk. */
  private volatile long onDisk;

  /** The same, unless that session is over. */
  private volatile long current;

  private final Side senderSide = new Side();
  private final Side receiverSide = new Side();

  private record Claim(long session, long seq) {}

  /** Whether a side is crashing: its first thread has crashed; the others will crash or may finish. */
  private static final class Side {
    private volatile boolean crashing;
  }

  /**
   * Starts a trace.
   *
   * @param out the trace is written to it; closed by {@link #close}
   * @param kind what is recorded: one of those with crashes
   * @param window the W of the sessions
   */
  public SessionTraceRecorder(OutputStream out, TraceKind kind, int window) throws IOException {
    this.out = out;
    this.kind = kind;
    out.write(TraceLines.header(kind, window));
  }

  /** Writes what is left. Call it when all threads have ended. */
  @Override
  public void close() throws IOException {
    try (out) {
      logs.forEach(ThreadLog::flush);
    }
  }

  private ThreadLog newLog() {
    ThreadLog created = new ThreadLog(Thread.currentThread().getName(), clock, out);
    logs.add(created);
    return created;
  }

  private ThreadLog begin(String mayBe) {
    return log.get().begin(mayBe);
  }

  /** Runs the step that has begun; {@code otherwise} is its result if it sends and writes nothing. */
  private void run(Side side, @Nullable String otherwise, Runnable step) {
    run(side, () -> otherwise, step);
  }

  private void run(Side side, Supplier<@Nullable String> otherwise, Runnable step) {
    boolean completed = false;
    try {
      step.run();
      completed = true;
    } finally {
      finish(side, completed, completed ? otherwise.get() : NO_STEP);
    }
  }

  private void finish(Side side, boolean completed, @Nullable String otherwise) {
    if (!completed) {
      side.crashing =
          true; // before the last timestamp: a thread that does not see it may be earlier
    }
    ThreadLog mine = log.get();
    if (mine.ended()) {
      return;
    }
    if (mine.happened() || (completed && !NO_STEP.equals(otherwise) && !side.crashing)) {
      mine.endUnlessEnded(otherwise);
    } else if (completed) {
      // What a thread finds while the side crashes may differ from what a later thread finds. But
      // it
      // changes nothing, and nobody hears of it, unless it was a message that now waits for its
      // turn.
      if (kind.ordered() && mine.in("ReceiveData")) {
        mine.end("CRASHED");
      }
    } else if (mine.in("ReceiveData") || mine.in("ReceiveSeal")) {
      mine.end("CRASHED");
    }
  }

  // The sender.

  @Override
  public void open(Runnable step) {
    begin("OpenSession");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public void close(Runnable step) {
    begin("Drain");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public void poll(Runnable step) {
    begin("TimeOut");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public Submitter<Message> submitter(Submitter<Message> sender) {
    return new Submitter<>() {
      private long session = onDisk;

      @Override
      public long trySubmit(Message payload) {
        ThreadLog mine = begin("Submit");
        long[] seq = new long[1];
        run(senderSide, NO_STEP, () -> seq[0] = sender.trySubmit(payload));
        session = mine.session();
        return seq[0];
      }

      @Override
      public boolean cancel(long seq) {
        begin("Cancel").inSession(session).about(seq);
        boolean[] cancelled = new boolean[1];
        run(senderSide, NO_STEP, () -> {
          cancelled[0] = sender.cancel(seq);
          if (!cancelled[0]) {
            log.get().forget(); // it was decided after the write
          }
        });
        return cancelled[0];
      }

      @Override
      public int poll(long nowNanos) {
        throw new UnsupportedOperationException("the session's sender is polled as a whole");
      }
    };
  }

  @Override
  public SessionReplies<Reply> sender(SessionReplies<Reply> sender) {
    return new SessionReplies<>() {
      @Override
      public void opened(long id, long nonce, long session, int windowSize, ReplyMode replyMode) {
        begin("ReceiveOpened").inSession(session).withNonce(nonce);
        run(
            senderSide,
            () -> current == session ? "IGNORED" : NO_STEP, // lost: another thread was changing it
            () -> sender.opened(id, nonce, session, windowSize, replyMode));
      }

      @Override
      public void full(long id, long nonce) {
        sender.full(id, nonce);
      }

      @Override
      public Replies<Reply> in(long session) {
        return repliesTo(sender, session);
      }

      @Override
      public void gone(long session) {
        begin("ReceiveGone").inSession(session);
        run(
            senderSide,
            () -> current == session ? NO_STEP : "IGNORED", // lost, as above
            () -> sender.gone(session));
      }
    };
  }

  private Replies<Reply> repliesTo(SessionReplies<Reply> sender, long session) {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable Reply reply) {
        begin("ReceiveAck").inSession(session).about(seq);
        run(senderSide, "IGNORED", () -> sender.in(session).ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        throw new AssertionError("not recorded: a rejection");
      }

      @Override
      public void status(long seq, Status status) {
        if (!status.isAnswer()) {
          sender.in(session).status(seq, status); // an alarm is no step
          return;
        }
        begin(TraceRecorder.received(status)).inSession(session).about(seq);
        String otherwise = switch (status) {
          case UNKNOWN -> NO_STEP; // unless it resends, it counts as lost
          case SEALED -> "IGNORED";
          case IN_PROGRESS -> null;
          case FORGOTTEN, REFUSED, REPLY_TOO_LONG ->
            throw new AssertionError("not recorded: " + status);
        };
        run(senderSide, otherwise, () -> sender.in(session).status(seq, status));
      }
    };
  }

  @Override
  public OutcomeListener<Message, Reply> outcomes(
      long session, OutcomeListener<Message, Reply> listener) {
    return (seq, payload, outcome, reply) -> {
      ThreadLog mine = log.get();
      if (outcome == Outcome.IN_DOUBT) {
        listener.onOutcome(seq, payload, outcome, reply);
        mine.turnsOut("Doubt").inSession(session).about(seq).end(null);
        mine.begin("TimeOut");
      } else {
        mine.withReply(reply).happens("DECIDED");
        listener.onOutcome(seq, payload, outcome, reply);
      }
    };
  }

  @Override
  public SessionRequests<Message> requests(SessionRequests<Message> network) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        ThreadLog mine = log.get();
        if (!mine.in("OpenSession")) {
          mine.turnsOut("RepeatOpen");
        }
        mine.withNonce(nonce).end(null);
        network.open(sender, nonce, maxWindowSize);
      }

      @Override
      public Requests<Message> in(long session) {
        return new RecordedRequests(session, network.in(session));
      }

      @Override
      public void close(long session) {
        ThreadLog mine = log.get();
        if (mine.in("ReceiveOpened")) {
          mine.end("CLOSED");
        } else {
          if (!mine.in("CloseSession")) {
            mine.turnsOut("RepeatClose");
          }
          mine.inSession(session).end(null);
        }
        network.close(session);
      }
    };
  }

  @Override
  public SenderStore<Message> senderDisk(SenderStore<Message> disk) {
    return new SenderStore<>() {
      @Override
      public SenderStore.@Nullable Stored<Message> load() {
        SenderStore.Stored<Message> stored = disk.load();
        if (stored != null) {
          recordCancelled(stored);
        }
        return stored;
      }

      @Override
      public void open(long session, int windowSize, ReplyMode replyMode) {
        disk.open(session, windowSize, replyMode);
        onDisk = session;
        current = session;
        log.get().happens("ACCEPTED");
      }

      @Override
      public void append(long seq, Message payload) {
        disk.append(seq, payload);
        log.get().inSession(onDisk).about(seq).happens(null);
      }

      @Override
      public void cancelled(long session, long seq) {
        disk.cancelled(session, seq);
        log.get().happens(null);
      }

      @Override
      public void draining() {
        disk.draining();
        log.get().inSession(onDisk).happens(null);
      }

      @Override
      public void closing() {
        disk.closing();
        log.get().turnsOut("CloseSession").inSession(onDisk).happens(null);
      }

      @Override
      public void ended() {
        disk.ended();
        current = 0;
        log.get().happens("ENDED");
      }

      @Override
      public void clear() {
        disk.clear();
        current = 0;
        if (log.get().in("ReceiveGone")) {
          log.get().happens("ENDED");
        }
      }
    };
  }

  /** The sender has just restarted, and cancels again what is open and was cancelled before. */
  private void recordCancelled(SenderStore.Stored<Message> stored) {
    if (stored.phase() == SenderStore.Phase.OPEN || stored.phase() == SenderStore.Phase.DRAINING) {
      SendWindow.openAgain(stored.windowSize(), stored.entries()).keySet().stream()
          .filter(stored.cancelled()::contains)
          .forEach(seq -> begin("Cancel").inSession(stored.session()).about(seq).end(null));
    }
  }

  @Override
  public void senderCrashed() {
    begin("SenderCrash").end(null);
    senderSide.crashing = false;
  }

  // The receiver.

  @Override
  public SessionRequests<Message> receiver(SessionRequests<Message> receiver) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        begin("ReceiveOpen").withNonce(nonce);
        run(receiverSide, NO_STEP, () -> receiver.open(sender, nonce, maxWindowSize));
      }

      @Override
      public Requests<Message> in(long session) {
        return requestsTo(receiver, session);
      }

      @Override
      public void close(long session) {
        begin("ReceiveClose").inSession(session);
        run(receiverSide, NO_STEP, () -> receiver.close(session));
      }
    };
  }

  private Requests<Message> requestsTo(SessionRequests<Message> receiver, long session) {
    String noAnswer = kind.noAnswer();
    return new Requests<>() {
      @Override
      public void data(long seq, Message payload) {
        begin("ReceiveData").inSession(session).about(seq);
        run(receiverSide, noAnswer, () -> receiver.in(session).data(seq, payload));
      }

      @Override
      public void check(long seq) {
        begin("ReceiveCheck").inSession(session).about(seq);
        run(receiverSide, noAnswer, () -> receiver.in(session).check(seq));
      }

      @Override
      public void seal(long seq) {
        begin("ReceiveSeal").inSession(session).about(seq);
        run(receiverSide, noAnswer, () -> receiver.in(session).seal(seq));
      }
    };
  }

  @Override
  public SessionReplies<Reply> replies(SessionReplies<Reply> network) {
    return new SessionReplies<>() {
      @Override
      public void opened(
          long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
        log.get().inSession(session).end(null);
        network.opened(sender, nonce, session, windowSize, replyMode);
      }

      @Override
      public void full(long sender, long nonce) {
        network.full(sender, nonce);
      }

      @Override
      public Replies<Reply> in(long session) {
        return new RecordedReplies(network.in(session));
      }

      @Override
      public void gone(long session) {
        ThreadLog mine = log.get();
        mine.end(mine.in("ReceiveClose") ? null : "GONE");
        network.gone(session);
      }
    };
  }

  @Override
  public ReceiverStore<Message, Reply> receiverDisk(ReceiverStore<Message, Reply> disk) {
    return new ReceiverStore<>() {
      @Override
      public Collection<ReceiverStore.Stored<Reply>> load() {
        return disk.load();
      }

      @Override
      public ReceiverStore.@Nullable Stored<Reply> load(long session) {
        ReceiverStore.Stored<Reply> stored = disk.load(session);
        ThreadLog mine = log.get();
        if (!mine.ended() && unknownCommits.remove(new Claim(session, mine.seq())) != null) {
          if (stored == null) {
            mine.forget(); // the session is over, and the claim with it
          } else {
            Optional<Resolved<Reply>> record = delivered(stored, mine.seq());
            mine.turnsOut(record.isPresent() ? "Deliver" : "Fail")
                .withReply(record.map(Resolved::reply).orElse(null))
                .happens(null);
          }
        }
        return stored;
      }

      @Override
      public void opened(Session session) {
        disk.opened(session);
        log.get().inSession(session.id()).happens(null);
      }

      /**
       * The message is claimed; then it is delivered, and that is written, or the handler fails. With
       * ordered delivery it may be a different message from the one that has arrived.
       */
      @Override
      public @Nullable Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        ThreadLog mine = log.get();
        if (kind.ordered()) {
          mine.endUnlessEnded(kind.noAnswer());
          mine.begin("StartHandler").inSession(session).about(seq).end(null);
        } else {
          mine.end("CLAIMED");
        }
        mine.begin("Fail").inSession(session).about(seq);
        try {
          Reply reply = disk.deliver(session, seq, payload, handler);
          mine.turnsOut("Deliver").withReply(reply);
          return reply;
        } catch (CommitUnknownException e) {
          mine.turnsOut("CommitUnknown");
          unknownCommits.put(new Claim(session, seq), disk);
          throw e;
        } finally {
          mine.happens(null);
        }
      }

      @Override
      public Resolved<Reply> rejected(long session, long seq, String reason) {
        throw new AssertionError("not recorded: a rejection");
      }

      @Override
      public boolean sealed(long session, long seq) {
        boolean sealed = disk.sealed(session, seq);
        if (sealed && log.get().in("ReceiveSeal")) {
          log.get().happens("SEALED");
        }
        return sealed;
      }

      /** When several sessions are dropped, the step of one ends when that of the next begins. */
      @Override
      public void over(long session) {
        ThreadLog mine = log.get();
        if (mine.in("Drop")) {
          if (mine.happened()) {
            mine.endUnlessEnded(null);
          }
          begin("Drop").inSession(session);
        }
        disk.over(session);
        mine.happens(null);
      }
    };
  }

  private static Optional<Resolved<Reply>> delivered(ReceiverStore.Stored<Reply> stored, long seq) {
    return Optional.ofNullable(stored.about(seq))
        .filter(message -> message.resolution() == Resolution.DELIVERED);
  }

  @Override
  public void drop(Runnable step) {
    begin("Drop");
    run(receiverSide, NO_STEP, step);
  }

  @Override
  public void ended() {
    begin("End").end(null);
  }

  @Override
  public void receiverCrashed(boolean diskLost) {
    unknownCommits.forEach((claim, disk) -> {
      ReceiverStore.Stored<Reply> stored = disk.load(claim.session());
      if (stored != null) {
        delivered(stored, claim.seq())
            .ifPresent(record -> begin("Deliver")
                .inSession(claim.session())
                .about(claim.seq())
                .withReply(record.reply())
                .end(null));
      }
    });
    unknownCommits.clear();
    begin("ReceiverCrash").end(diskLost ? "LOST" : "KEPT");
    receiverSide.crashing = false;
  }
}

package exactlyonce.trace;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendWindow;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records an execution with sessions from outside, as {@link TraceRecorder} does: the frames and the
 * writes that pass tell which actions of {@code CrashRecovery} took place.
 *
 * <p>A step that meets a crash has taken place if it has made its write. If it makes none, but another
 * thread may have seen it, it is recorded as CRASHED: it may have taken place. Any other step is not
 * recorded.
 *
 * <p>Where the outcome of a commit is unknown, the handler ends with CommitUnknown. The frame that makes
 * the receiver read the record is then recorded as Deliver or Fail, by the thread that reads it.
 * Reject takes the place of Deliver if the message was rejected.
 *
 * @param <P> payload
 * @param <R> reply
 */
abstract class SessionRecorder<P, R> implements SessionInstrumentation<P, R> {
  /** Instead of a result: a step that sends and writes nothing is not recorded. */
  static final String NO_STEP = "";

  /** A message of a session. */
  record Claim(long session, long seq) {}

  /** Whether a side is crashing: its first thread has crashed; the others will crash or may finish. */
  static final class Side {
    volatile boolean crashing;
  }

  final ThreadLocal<ThreadLog> log;
  final Side senderSide = new Side();
  final Side receiverSide = new Side();

  /** The commits with unknown outcomes, each with the disk that has its record. */
  final Map<Claim, ReceiverStore<P, R>> unknownCommits = new ConcurrentHashMap<>();

  /** The last session that was written to the sender's disk. */
  volatile long onDisk;

  /** The same, unless that session is over. */
  private volatile long current;

  private final TraceKind kind;
  private final Function<? super R, @Nullable String> digest;

  /**
   * Starts to record.
   *
   * @param kind one of those with crashes
   * @param digest of a reply; see {@link ReplyDigest}
   * @param newLog creates the log of the calling thread
   */
  SessionRecorder(
      TraceKind kind, Function<? super R, @Nullable String> digest, Supplier<ThreadLog> newLog) {
    this.kind = kind;
    this.digest = digest;
    this.log = ThreadLocal.withInitial(newLog);
  }

  ThreadLog begin(String mayBe) {
    return log.get().begin(mayBe);
  }

  /** Runs the step that has begun; {@code otherwise} is its result if it sends and writes nothing. */
  void run(Side side, @Nullable String otherwise, Runnable step) {
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
      // Before the last timestamp: a thread that does not see it may be earlier.
      side.crashing = true;
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
        mine.end(TraceAction.CRASHED);
      }
    } else if (mine.in("ReceiveData") || mine.in("ReceiveSeal")) {
      mine.end(TraceAction.CRASHED);
    }
  }

  // The sender.

  @Override
  public SessionReplies<R> sender(SessionReplies<R> sender) {
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
      public Replies<R> in(long session) {
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

  private Replies<R> repliesTo(SessionReplies<R> sender, long session) {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable R reply) {
        begin("ReceiveAck").inSession(session).about(seq).announce();
        run(senderSide, "IGNORED", () -> sender.in(session).ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        begin("ReceiveRejected").inSession(session).about(seq).announce();
        run(senderSide, "IGNORED", () -> sender.in(session).rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        if (!status.isAnswer()) {
          sender.in(session).status(seq, status); // an alarm is no step
          return;
        }
        ThreadLog mine =
            begin(TraceRecorder.received(status)).inSession(session).about(seq);
        String otherwise = switch (status) {
          case UNKNOWN -> NO_STEP; // unless it resends, it counts as lost
          case SEALED -> "IGNORED";
          case IN_PROGRESS -> null;
          case FORGOTTEN, REFUSED, REPLY_TOO_LONG ->
            throw new AssertionError("not recorded: " + status);
        };
        if (status == Status.SEALED) {
          mine.announce();
        }
        run(senderSide, otherwise, () -> sender.in(session).status(seq, status));
      }
    };
  }

  @Override
  public OutcomeListener<P, R> outcomes(long session, OutcomeListener<P, R> listener) {
    return new OutcomeListener<>() {
      @Override
      public void onOutcome(long seq, P payload, Outcome outcome, @Nullable R reply) {
        ThreadLog mine = log.get();
        if (outcome == Outcome.IN_DOUBT) {
          listener.onOutcome(seq, payload, outcome, reply);
          mine.turnsOut("Doubt").inSession(session).about(seq).end(null);
          mine.begin("TimeOut");
        } else {
          mine.withReply(digestOf(reply)).happens("DECIDED");
          listener.onOutcome(seq, payload, outcome, reply);
        }
      }

      @Override
      public void onRejected(long seq, P payload, String reason) {
        log.get().withReply(ReplyDigest.of(reason)).happens("DECIDED");
        listener.onRejected(seq, payload, reason);
      }
    };
  }

  @Override
  public SessionRequests<P> requests(SessionRequests<P> network) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        ThreadLog mine = log.get();
        if (mine.ended() || !mine.in("OpenSession")) {
          mine.turnsOut("RepeatOpen"); // or this thread is the first to ask
        }
        mine.withNonce(nonce).end(null);
        network.open(sender, nonce, maxWindowSize);
      }

      @Override
      public Requests<P> in(long session) {
        return new RecordedRequests<>(session, network.in(session), log::get);
      }

      @Override
      public void requireSendable(P payload) {
        network.requireSendable(payload);
      }

      @Override
      public void close(long session) {
        ThreadLog mine = log.get();
        if (!mine.ended() && mine.in("ReceiveOpened")) {
          mine.end("CLOSED");
        } else {
          if (mine.ended() || !mine.in("CloseSession")) {
            mine.turnsOut("RepeatClose");
          }
          mine.inSession(session).end(null);
        }
        network.close(session);
      }
    };
  }

  @Override
  public SenderStore<P> senderDisk(SenderStore<P> disk) {
    return new SenderStore<>() {
      @Override
      public SenderStore.@Nullable Stored<P> load() {
        SenderStore.Stored<P> stored = disk.load();
        if (stored != null) {
          onDisk = stored.session();
          current = stored.phase() == SenderStore.Phase.ENDED ? 0 : onDisk;
          recordCancelled(stored);
        }
        return stored;
      }

      @Override
      public void open(long session, int windowSize, ReplyMode replyMode) {
        ThreadLog mine = log.get().announce();
        disk.open(session, windowSize, replyMode);
        onDisk = session;
        current = session;
        mine.happens("ACCEPTED");
      }

      @Override
      public void append(long seq, P payload) {
        ThreadLog mine = log.get().ensure("Submit").inSession(onDisk).about(seq).announce();
        disk.append(seq, payload);
        mine.written();
        mine.happens(null);
      }

      @Override
      public void cancelled(long session, long seq) {
        ThreadLog mine =
            log.get().ensure("Cancel").inSession(session).about(seq).announce();
        disk.cancelled(session, seq);
        mine.happens(null);
      }

      @Override
      public void draining() {
        ThreadLog mine = log.get().ensure("Drain").inSession(onDisk).announce();
        disk.draining();
        mine.happens(null).goesOn(); // until no more numbers are given
      }

      @Override
      public void closing() {
        ThreadLog mine = log.get().turnsOut("CloseSession").inSession(onDisk).announce();
        disk.closing();
        mine.happens(null);
      }

      @Override
      public void ended() {
        ThreadLog mine = log.get().announce();
        disk.ended();
        current = 0;
        mine.happens("ENDED");
      }

      @Override
      public void clear() {
        ThreadLog mine = log.get();
        boolean ends = !mine.ended() && mine.in("ReceiveGone");
        if (ends) {
          mine.announce();
        }
        disk.clear();
        current = 0;
        if (ends) {
          mine.happens("ENDED");
        }
      }
    };
  }

  /** The sender has just restarted, and cancels again what is open and was cancelled before. */
  private void recordCancelled(SenderStore.Stored<P> stored) {
    if (stored.phase() == SenderStore.Phase.OPEN || stored.phase() == SenderStore.Phase.DRAINING) {
      SendWindow.openAgain(stored.windowSize(), stored.entries()).keySet().stream()
          .filter(stored.cancelled()::contains)
          .forEach(seq -> begin("Cancel").inSession(stored.session()).about(seq).end(null));
    }
  }

  // The receiver.

  @Override
  public SessionRequests<P> receiver(SessionRequests<P> receiver) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        begin("ReceiveOpen").withNonce(nonce);
        run(receiverSide, NO_STEP, () -> receiver.open(sender, nonce, maxWindowSize));
      }

      @Override
      public Requests<P> in(long session) {
        return requestsTo(receiver, session);
      }

      @Override
      public void close(long session) {
        begin("ReceiveClose").inSession(session);
        run(receiverSide, NO_STEP, () -> receiver.close(session));
      }
    };
  }

  private Requests<P> requestsTo(SessionRequests<P> receiver, long session) {
    String noAnswer = kind.noAnswer();
    return new Requests<>() {
      @Override
      public void data(long seq, P payload) {
        begin("ReceiveData").inSession(session).about(seq).announce();
        run(receiverSide, noAnswer, () -> receiver.in(session).data(seq, payload));
      }

      @Override
      public void check(long seq) {
        begin("ReceiveCheck").inSession(session).about(seq);
        run(receiverSide, noAnswer, () -> receiver.in(session).check(seq));
      }

      @Override
      public void seal(long seq) {
        begin("ReceiveSeal").inSession(session).about(seq).announce();
        run(receiverSide, noAnswer, () -> receiver.in(session).seal(seq));
      }
    };
  }

  @Override
  public SessionReplies<R> replies(SessionReplies<R> network) {
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
      public Replies<R> in(long session) {
        return new RecordedReplies<>(network.in(session));
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
  public ReceiverStore<P, R> receiverDisk(ReceiverStore<P, R> disk) {
    return new ReceiverStore<>() {
      @Override
      public Collection<ReceiverStore.Stored<R>> load() {
        return disk.load();
      }

      @Override
      public ReceiverStore.@Nullable Stored<R> load(long session) {
        ReceiverStore.Stored<R> stored = disk.load(session);
        ThreadLog mine = log.get();
        if (!mine.ended() && unknownCommits.remove(new Claim(session, mine.seq())) != null) {
          if (stored == null) {
            mine.forget(); // the session is over, and the claim with it
          } else {
            mine.turnsOut("Fail");
            handled(stored, mine.seq()).ifPresent(record -> turnsOut(mine, record));
            mine.announce().happens(null);
          }
        }
        return stored;
      }

      @Override
      public void opened(Session session) {
        ThreadLog mine = log.get().inSession(session.id()).announce();
        disk.opened(session);
        mine.happens(null);
      }

      /**
       * The message is claimed; then it is delivered, and that is written, or the handler fails. If it
       * rejects the message, the step goes on until that is written. With ordered delivery it may be a
       * different message from the one that has arrived.
       */
      @Override
      public @Nullable R deliver(
          long session, long seq, P payload, Handler<? super P, ? extends R> handler)
          throws Exception {
        ThreadLog mine = log.get();
        if (kind.ordered()) {
          mine.endUnlessEnded(kind.noAnswer());
          mine.begin("StartHandler").inSession(session).about(seq).end(null);
        } else {
          mine.end("CLAIMED");
        }
        mine.begin("Fail").inSession(session).about(seq);
        boolean[] handled = new boolean[1];
        boolean ends = true;
        boolean known = false;
        try {
          @Nullable R reply = disk.deliver(session, seq, payload, (same, unchanged) -> {
            R returned = handler.handle(same, unchanged);
            turnsOut(mine, Resolved.delivered(seq, returned)).announce(); // from now on it may be
            handled[0] = true;
            return returned;
          });
          if (!handled[0]) { // it is delivered already
            turnsOut(mine, Resolved.delivered(seq, reply)).announce();
          }
          mine.written();
          known = true;
          return reply;
        } catch (RejectedException e) {
          ends = false;
          throw e;
        } catch (CommitUnknownException e) {
          isUnknown(session, seq);
          known = true;
          throw e;
        } finally {
          if (ends) {
            if (!known) {
              mine.turnsOut("Fail").withReply(null).announce();
            }
            mine.happens(null);
          }
        }
      }

      /** Follows a delivery that was rejected, or that has failed for the last time. */
      @Override
      public Resolved<R> rejected(long session, long seq, String reason) throws Exception {
        ThreadLog mine = turnsOut(log.get(), Resolved.rejected(seq, reason)).announce();
        boolean known = false;
        try {
          Resolved<R> record = disk.rejected(session, seq, reason);
          turnsOut(mine, record); // perhaps for another reason
          mine.written();
          known = true;
          return record;
        } catch (CommitUnknownException e) {
          isUnknown(session, seq);
          known = true;
          throw e;
        } finally {
          if (!known) {
            mine.turnsOut("Fail").withReply(null).announce();
          }
          mine.happens(null);
        }
      }

      private void isUnknown(long session, long seq) {
        log.get().turnsOut("CommitUnknown").withReply(null);
        unknownCommits.put(new Claim(session, seq), disk);
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
        mine.announce();
        disk.over(session);
        mine.happens(null);
      }
    };
  }

  static <R> Optional<Resolved<R>> handled(ReceiverStore.Stored<R> stored, long seq) {
    return Optional.ofNullable(stored.about(seq)).filter(Resolved::isHandled);
  }

  /** The step turns out to be the end of a handler that is recorded like this. */
  ThreadLog turnsOut(ThreadLog step, Resolved<R> record) {
    String reason = record.reason();
    return reason == null
        ? step.turnsOut("Deliver").withReply(digestOf(record.reply()))
        : step.turnsOut("Reject").withReply(ReplyDigest.of(reason));
  }

  private @Nullable String digestOf(@Nullable R reply) {
    return reply == null ? null : digest.apply(reply);
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.window.Bounds;
import exactlyonce.window.Outcome;
import java.util.Map;
import java.util.TreeMap;

/**
 * The steps that a {@code SessionSender} must take when a single thread uses it: the sender's
 * actions of {@code CrashRecovery}. Each method names its action.
 *
 * <p>Two phases are not in the specification. In DRAINING, the application has closed the session,
 * but some messages are open. In ENDED, the session is gone, but the open messages are not yet
 * reported; the specification does both in one step.
 */
final class SessionSenderModel implements SessionReplies<Reply> {
  private enum Phase {
    IDLE,
    OPENING,
    OPEN,
    DRAINING,
    CLOSING,
    ENDED
  }

  /** A message that is PENDING or SEALING, and whether UNKNOWN makes the sender send it again. */
  private record Entry(Message message, boolean sealing, boolean mayResend) {}

  /** The outbox holds the undecided messages in memory, and the last W messages on disk. */
  private record State(Phase phase, long nonce, long session, long next, Map<Long, Entry> outbox) {
    static final State IDLE = new State(Phase.IDLE, 0, 0, 0, Map.of());

    State in(Phase newPhase) {
      return new State(newPhase, nonce, session, next, outbox);
    }

    /** Returns this state with the given entry, or without one if it is null. */
    State with(long seq, Entry entry) {
      Map<Long, Entry> changed = new TreeMap<>(outbox);
      changed.compute(seq, (s, before) -> entry);
      return new State(phase, nonce, session, Math.max(next, seq + 1), changed);
    }

    boolean isPending(long seq) {
      return outbox.containsKey(seq) && !outbox.get(seq).sealing;
    }

    boolean mayResend(long seq) {
      return outbox.containsKey(seq) && outbox.get(seq).mayResend;
    }

    boolean listensTo(long id) {
      return session == id && (phase == Phase.OPEN || phase == Phase.DRAINING);
    }
  }

  private final int window;
  private final Steps steps;
  private State memory = State.IDLE;
  private State disk = State.IDLE;
  private long lastNonce;

  SessionSenderModel(int window, Steps steps) {
    this.window = window;
    this.steps = steps;
  }

  /** SenderCrash. */
  void restart() {
    memory = disk;
  }

  /** Submit, or OpenSession if no session is open. */
  void submit(Message message) {
    long seq = memory.next;
    if (memory.phase == Phase.IDLE) {
      steps.must("nonce", ++lastNonce);
      memory = new State(Phase.OPENING, lastNonce, 0, 0, Map.of());
      steps.must("open", 1, lastNonce, Bounds.MAX_WINDOW_SIZE);
    } else if (memory.phase == Phase.OPEN && !memory.outbox.containsKey(seq - window)) {
      Entry entry = new Entry(message, false, false);
      steps.must("write append", seq, message);
      disk = disk.with(seq - window, null).with(seq, entry);
      memory = memory.with(seq, entry);
      steps.must(memory.session + ": data", seq, message);
    }
  }

  /** Cancel; of what is found cancelled after a crash, see {@link #restart}. */
  void cancel(long seq) {
    if (memory.phase == Phase.OPEN && memory.isPending(seq)) {
      Entry cancelled = new Entry(memory.outbox.get(seq).message, true, false);
      steps.must("write cancelled", memory.session, seq);
      disk = disk.with(seq, cancelled);
      memory = memory.with(seq, cancelled);
      steps.must(memory.session + ": seal", seq);
    }
  }

  /** The application closes the session; for CloseSession see {@link #poll}. */
  void close() {
    if (memory.phase == Phase.OPENING) {
      memory = State.IDLE;
    } else if (memory.phase == Phase.OPEN) {
      steps.must("write draining");
      disk = disk.in(Phase.DRAINING);
      memory = memory.in(Phase.DRAINING);
    }
  }

  /** TimeOut and Repeat, at times that are not specified; CloseSession. */
  void poll() {
    memory.outbox.forEach((seq, entry) -> {
      if (memory.phase == Phase.ENDED) {
        decide(seq, Outcome.IN_DOUBT, null);
      } else if (entry.sealing) {
        steps.may(memory.session + ": seal", seq);
      } else if (steps.may(memory.session + ": check", seq)) {
        memory = memory.with(seq, new Entry(entry.message, false, true));
      }
    });
    if (memory.phase == Phase.OPENING) {
      steps.may("open", 1, memory.nonce, Bounds.MAX_WINDOW_SIZE);
    } else if (memory.phase == Phase.CLOSING) {
      steps.may("close", memory.session);
    } else if (memory.phase == Phase.DRAINING && memory.outbox.isEmpty()) {
      steps.must("write closing");
      memory = memory.in(Phase.CLOSING);
      disk = memory;
      steps.must("close", memory.session);
    } else if (memory.phase == Phase.ENDED) {
      clear();
    }
  }

  /** ReceiveOpened. */
  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
    if (memory.phase == Phase.OPENING && memory.nonce == nonce) {
      steps.must("write open", session, windowSize, replyMode);
      memory = new State(Phase.OPEN, 0, session, 0, Map.of());
      disk = memory;
    } else if (session != memory.session) {
      steps.must("close", session);
    }
  }

  @Override
  public void full(long sender, long nonce) {}

  /** ReceiveGone. */
  @Override
  public void gone(long session) {
    if (memory.listensTo(session)) {
      steps.must("write ended");
      disk = disk.in(Phase.ENDED);
      memory = memory.in(Phase.ENDED);
    } else if (memory.phase == Phase.CLOSING && session == memory.session) {
      clear();
    }
  }

  private void clear() {
    steps.must("write clear");
    memory = State.IDLE;
    disk = memory;
  }

  @Override
  public Replies<Reply> in(long session) {
    if (memory.phase == Phase.OPEN && session != memory.session && !memory.outbox.isEmpty()) {
      steps.kinds.add("found another session");
    }
    return new Replies<>() {
      /** ReceiveAck. */
      @Override
      public void ack(long seq, Reply reply) {
        if (memory.listensTo(session)) {
          decide(seq, Outcome.DELIVERED, reply);
        }
      }

      /** ReceiveUnknown, ReceiveSealed. */
      @Override
      public void rejected(long seq, String reason) {
        throw new AssertionError("rejected: " + seq);
      }

      @Override
      public void status(long seq, Status status) {
        boolean listens = memory.listensTo(session);
        if (listens && status == Status.SEALED) {
          decide(seq, Outcome.NOT_DELIVERED, null);
        } else if (listens && status == Status.UNKNOWN && memory.mayResend(seq)) {
          Message message = memory.outbox.get(seq).message;
          memory = memory.with(seq, new Entry(message, false, false));
          steps.must(session + ": data", seq, message);
        }
      }
    };
  }

  /** Decide. */
  private void decide(long seq, Outcome outcome, Reply reply) {
    if (memory.outbox.containsKey(seq)) {
      steps.must(memory.session + ": " + outcome, seq, memory.outbox.get(seq).message, reply);
      memory = memory.with(seq, null);
    }
  }
}

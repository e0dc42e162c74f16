package exactlyonce.session;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.RetryTimers;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.protocol.Status;
import exactlyonce.window.Bounds;
import exactlyonce.window.Outbox;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendWindow;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a sequence of sessions: asks for a session, closes it, and finds out when the
 * receiver has forgotten it. Messages are submitted to the {@link #sender} of the open session.
 *
 * <p>Thread-safe: any number of threads may call any method at any time, and none waits for
 * another. If two threads try to change the session at once, one of them does nothing. This may
 * lose a frame, as a network may; frames that matter are repeated.
 *
 * <p>After a crash, create a sender from the same store: the session continues, and the messages in
 * the outbox are open again, except those that {@link SendWindow#openAgain} leaves out. Between
 * crashes, outcomes are reported once. Across a crash they may be reported again, and IN_DOUBT may
 * then follow another outcome. A message stays in the store until its outcome is reported, so no
 * report is lost.
 *
 * <p>Specification: the sender's actions of {@code CrashRecovery}.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class SessionSender<P, R> implements SessionReplies<R> {
  private enum Phase {
    /** No session is open or requested. */
    IDLE,
    /** OPEN is repeated. */
    OPENING,
    /** Messages are sent. */
    OPEN,
    /** No more messages are accepted; open ones continue. */
    DRAINING,
    /** CLOSE is repeated. */
    CLOSING,
    /** The receiver has forgotten the session; the open messages are being reported. */
    ENDING,
    /** CLOSE is repeated for a session whose window is too large; then another is asked for. */
    REPLACING
  }

  /** The mutable state, replaced as a whole. */
  private record State<P, R>(
      Phase phase, long nonce, long session, @Nullable Sender<P, R> sender, SessionState inPublic) {
    State(Phase phase, long nonce, long session, @Nullable Sender<P, R> sender) {
      this(phase, nonce, session, sender, inPublic(phase));
    }

    /** Whether this is the session in use. Without one the field is 0, which may be an id as well. */
    boolean uses(long id) {
      return phase != Phase.IDLE && phase != Phase.OPENING && session == id;
    }

    private static SessionState inPublic(Phase phase) {
      return switch (phase) {
        case IDLE -> SessionState.CLOSED;
        case OPENING -> SessionState.OPENING;
        case OPEN -> SessionState.OPEN;
        case DRAINING, CLOSING -> SessionState.CLOSING;
        case ENDING -> SessionState.ENDING;
        case REPLACING -> SessionState.WINDOW_TOO_LARGE;
      };
    }
  }

  private final long id;
  private final LongSupplier nonces;
  private final int maxWindowSize;
  private final SenderStore<P> store;
  private final SessionRequests<P> network;
  private final LongFunction<? extends OutcomeListener<? super P, ? super R>> listeners;
  private final RetryPolicy retry;

  /** Set while a thread changes the state or repeats a frame. Guards the timer. */
  private final AtomicBoolean changing = new AtomicBoolean();

  private final RetryTimers timer;
  private volatile State<P, R> state;

  /** What OPEN says: this sender's maximum, once a receiver has chosen a window that is larger. */
  private volatile int askedWindowSize = Bounds.MAX_WINDOW_SIZE;

  private volatile int refusedWindowSize; // the latest

  private final LongAdder full = new LongAdder();
  private final LongAdder unexpected = new LongAdder();
  private final LongAdder lost = new LongAdder();

  // The counts of sessions that are over.
  private final LongAdder refused = new LongAdder();
  private final LongAdder lostMemory = new LongAdder();
  private final LongAdder networkFailures = new LongAdder(); // and of OPEN and CLOSE

  /**
   * Creates a sender with the session found in the store, if any.
   *
   * @param id identifies this sender to the receiver and the network
   * @param nonces returns a number that it has never returned before for this sender and never will
   *     again, not even after a crash: for instance, 64 random bits
   * @param maxWindowSize a power of two from 1 to 2^30: if a receiver opens a session with a larger
   *     window, it is closed, and another is asked for with this one. A session takes 45 W bytes
   * @param store stable storage; see {@link SenderStore#none}
   * @param network where requests are sent
   * @param listeners returns, for the id of a session, the listener that is told every outcome in
   *     it
   * @param retry when to ask again, for messages and for sessions
   * @throws IllegalArgumentException if the maximum is not a power of two from 1 to 2^30
   */
  public SessionSender(
      long id,
      LongSupplier nonces,
      int maxWindowSize,
      SenderStore<P> store,
      SessionRequests<P> network,
      LongFunction<? extends OutcomeListener<? super P, ? super R>> listeners,
      RetryPolicy retry) {
    this.id = id;
    this.nonces = nonces;
    this.maxWindowSize = Bounds.requireWindowSize(maxWindowSize);
    this.store = store;
    this.network = network;
    this.listeners = listeners;
    this.retry = retry;
    this.timer = new RetryTimers(1, retry);
    this.state = restored(store.load());
  }

  /**
   * Asks for a session, unless one is open or requested.
   *
   * <p>Specification: action OpenSession.
   *
   * @return whether this call sent OPEN
   */
  public boolean open() {
    return change(() -> {
      if (state.phase() != Phase.IDLE) {
        return null;
      }
      return request(SessionState.OPENING);
    });
  }

  /** Returns the first OPEN of a new request. */
  private Runnable request(SessionState inPublic) {
    long nonce = nonces.getAsLong();
    timer.restart(nonce);
    state = new State<>(Phase.OPENING, nonce, 0, null, inPublic);
    return () -> network.open(id, nonce, askedWindowSize);
  }

  /**
   * Closes the session: no more messages are accepted, open ones continue until they are decided,
   * and then the receiver is told to forget the session. Call this again if it returns false.
   *
   * @return whether the session is being closed, or no session is open or requested
   * @throws SenderFailedException if the store has failed to append a message: this sender cannot
   *     close the session. Restart it, and close that sender
   */
  public boolean close() {
    change(() -> {
      State<P, R> now = state;
      if (now.phase() == Phase.OPENING || now.phase() == Phase.REPLACING) {
        state = none(); // an OPENED that arrives later is answered by CLOSE
      } else if (now.phase() == Phase.OPEN && now.sender() != null) {
        now.sender().requireNotFailed(); // else a number would remain undecided
        store.draining(); // before a number without a message is sealed
        now.sender().close();
        state = new State<>(Phase.DRAINING, 0, now.session(), now.sender());
      }
      return null;
    });
    Phase phase = state.phase();
    return phase != Phase.OPENING && phase != Phase.OPEN;
  }

  /**
   * Returns the sender of the open session, or null while no session is open. The result may be
   * kept: once its session is closed or gone, {@link Sender#trySubmit} says so.
   */
  public @Nullable Sender<P, R> sender() {
    State<P, R> now = state;
    return now.phase() == Phase.OPEN ? now.sender() : null;
  }

  /**
   * Returns the sender of the session that is open or being closed, or null if there is none: its open
   * messages can be cancelled, among them those that a crash left open ({@link Sender#pending}).
   */
  public @Nullable Sender<P, R> current() {
    State<P, R> now = state;
    return now.phase() == Phase.OPEN || now.phase() == Phase.DRAINING ? now.sender() : null;
  }

  /** Returns whether a session is open, so that messages can be submitted. */
  public boolean isOpen() {
    return state.phase() == Phase.OPEN;
  }

  /** Returns whether no session is open or requested, and every outcome is reported. */
  public boolean isIdle() {
    return state.phase() == Phase.IDLE;
  }

  /**
   * Returns what this sender is doing, and if it has no session, why not. A state in which it asks
   * for one may last forever; it ends if the receiver's answer changes.
   */
  public SessionState state() {
    State<P, R> now = state;
    return now.phase() == Phase.OPEN && now.sender() != null && now.sender().lostMemory() > 0
        ? SessionState.MEMORY_LOST
        : now.inPublic();
  }

  /** Returns the state as a part of a sentence; for a window that is too large, with the numbers. */
  public String stateInWords() {
    SessionState now = state();
    return now != SessionState.WINDOW_TOO_LARGE
        ? now.inWords()
        : "the receiver's window of " + refusedWindowSize + " messages is larger than "
            + maxWindowSize + ", the most that this sender accepts, and it opens no smaller one:"
            + " raise this sender's maximum, or lower the receiver's window";
  }

  /** Returns how many times a receiver has answered FULL. Like all counters, not a snapshot. */
  public long full() {
    return full.sum();
  }

  /** Returns how many sessions were gone before they were closed. */
  public long lost() {
    return lost.sum();
  }

  /**
   * Returns how many sessions were closed because they were opened for a request that this sender
   * does not wait for. A few are late answers. If the number keeps growing, another sender uses the
   * same id, and receives the same frames: the two close each other's sessions, so {@link #lost}
   * grows at the other one, and messages are in doubt. Ids of senders must differ.
   */
  public long unexpected() {
    return unexpected.sum();
  }

  /** Returns how many frames have shown that one side has lost its memory. */
  public long lostMemory() {
    Sender<P, R> sender = state.sender();
    return lostMemory.sum() + (sender == null ? 0 : sender.lostMemory());
  }

  /** Returns how many malformed ACKs were refused: {@link Sender#refused}. Not a snapshot. */
  public long refused() {
    Sender<P, R> sender = state.sender();
    return refused.sum() + (sender == null ? 0 : sender.refused());
  }

  /**
   * Returns how many frames were lost because the network threw an exception. Not a snapshot.
   */
  public long networkFailures() {
    Sender<P, R> sender = state.sender();
    return networkFailures.sum() + (sender == null ? 0 : sender.networkFailures());
  }

  /**
   * Asks for the state of every message whose answer is overdue, repeats OPEN and CLOSE, and
   * reports messages that are in doubt. Call this repeatedly, unless this sender is idle.
   *
   * <p>Specification: actions TimeOut, Repeat and CloseSession.
   *
   * @param nowNanos a monotonic time, such as {@link System#nanoTime}
   * @return the number of frames sent, or of messages reported
   * @throws SenderFailedException if the session is closed or gone, but cannot end, because the store
   *     has failed to append a message
   */
  public int poll(long nowNanos) {
    Sender<P, R> sender = state.sender();
    int done = sender == null ? 0 : sender.poll(nowNanos);
    boolean sent = state.phase() != Phase.OPEN && change(() -> advance(nowNanos));
    return sent ? done + 1 : done;
  }

  /**
   * {@inheritDoc}
   *
   * <p>An unexpected OPENED is answered by CLOSE, and so is one whose window is too large. After such
   * a window, once the session is gone, OPEN says the largest that this sender accepts. A receiver
   * that does not understand this does not answer, and {@link #state} remains WINDOW_TOO_LARGE.
   *
   * <p>Specification: action ReceiveOpened.
   */
  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
    if (sender != id) {
      return;
    }
    change(() -> {
      State<P, R> now = state;
      boolean expected = now.phase() == Phase.OPENING && now.nonce() == nonce;
      if (expected && windowSize > maxWindowSize) {
        return replace(now, session, windowSize);
      } else if (expected && Bounds.isWindowSize(windowSize)) {
        store.open(session, windowSize, replyMode); // before the first message
        state = new State<>(
            Phase.OPEN,
            nonce,
            session,
            newSender(new SenderStore.Stored<>(
                SenderStore.Phase.OPEN, session, windowSize, replyMode, Map.of())));
      } else if (!now.uses(session)) {
        unexpected.increment();
        return () -> network.close(session);
      }
      return null;
    });
  }

  /** Returns a CLOSE for a session whose window is too large. */
  private Runnable replace(State<P, R> now, long session, int windowSize) {
    refusedWindowSize = windowSize;
    if (askedWindowSize == maxWindowSize) { // in vain: the next timeout asks again
      state = new State<>(Phase.OPENING, now.nonce(), 0, null, SessionState.WINDOW_TOO_LARGE);
    } else {
      askedWindowSize = maxWindowSize;
      timer.restart(session);
      state = new State<>(Phase.REPLACING, 0, session, null);
    }
    return () -> network.close(session);
  }

  /**
   * {@inheritDoc}
   *
   * <p>OPEN is repeated when its timeout expires. Until then, {@link #state} says so.
   */
  @Override
  public void full(long sender, long nonce) {
    if (sender != id) {
      return;
    }
    full.increment();
    change(() -> {
      State<P, R> now = state;
      if (now.phase() == Phase.OPENING && now.nonce() == nonce) {
        state = new State<>(Phase.OPENING, nonce, 0, null, SessionState.RECEIVER_FULL);
      }
      return null;
    });
  }

  /**
   * {@inheritDoc}
   *
   * <p>Replies are ignored unless this session is the open one.
   */
  @Override
  public Replies<R> in(long session) {
    return new OfSession(session);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The next calls of {@link #poll} report the open messages as IN_DOUBT.
   *
   * <p>Specification: action ReceiveGone.
   */
  @Override
  public void gone(long session) {
    change(() -> {
      State<P, R> now = state;
      if (!now.uses(session)) {
        return null;
      }
      if (now.phase() == Phase.REPLACING) {
        return request(SessionState.WINDOW_TOO_LARGE);
      } else if (now.phase() == Phase.CLOSING) {
        clear();
      } else if ((now.phase() == Phase.OPEN || now.phase() == Phase.DRAINING)
          && now.sender() != null) {
        store.ended(); // before IN_DOUBT is reported
        now.sender().gone();
        lost.increment();
        state = new State<>(Phase.ENDING, 0, session, now.sender());
      }
      return null;
    });
  }

  private State<P, R> restored(SenderStore.@Nullable Stored<P> stored) {
    if (stored == null) {
      return none();
    }
    long session = stored.session();
    if (stored.phase() == SenderStore.Phase.CLOSING) {
      return new State<>(Phase.CLOSING, 0, session, null);
    }
    Sender<P, R> sender = newSender(stored);
    if (stored.phase() == SenderStore.Phase.OPEN) {
      return new State<>(Phase.OPEN, 0, session, sender);
    } else if (stored.phase() == SenderStore.Phase.DRAINING) {
      sender.close();
      return new State<>(Phase.DRAINING, 0, session, sender);
    }
    sender.gone();
    return new State<>(Phase.ENDING, 0, session, sender);
  }

  private Sender<P, R> newSender(SenderStore.Stored<P> stored) {
    long session = stored.session();
    Outbox<P> outbox = new Outbox<>() {
      @Override
      public void append(long seq, P payload) {
        store.append(seq, payload);
      }

      @Override
      public void cancelled(long seq) {
        store.cancelled(session, seq);
      }
    };
    return new Sender<>(
        stored.windowSize(),
        stored.replyMode(),
        outbox,
        stored.entries(),
        stored.cancelled(),
        network.in(session),
        listeners.apply(session),
        retry);
  }

  /** Takes the next step in any phase but OPEN; returns a frame to be sent, or null. */
  private @Nullable Runnable advance(long nowNanos) {
    State<P, R> now = state;
    boolean decided = now.sender() == null || now.sender().allDecided();
    switch (now.phase()) {
      case OPENING -> {
        if (timer.isDue(now.nonce(), nowNanos)) {
          return () -> network.open(id, now.nonce(), askedWindowSize);
        }
      }
      case DRAINING -> {
        if (decided) {
          store.closing(); // before CLOSE
          timer.restart(now.session());
          keepCount(now.sender());
          state = new State<>(Phase.CLOSING, 0, now.session(), null);
          return () -> network.close(now.session());
        }
      }
      case CLOSING, REPLACING -> {
        if (timer.isDue(now.session(), nowNanos)) {
          return () -> network.close(now.session());
        }
      }
      case ENDING -> {
        if (decided) {
          clear();
        }
      }
      case IDLE, OPEN -> {}
    }
    return null;
  }

  private void clear() {
    store.clear();
    keepCount(state.sender());
    state = none();
  }

  private void keepCount(@Nullable Sender<P, R> ended) {
    if (ended != null) {
      refused.add(ended.refused());
      lostMemory.add(ended.lostMemory());
      networkFailures.add(ended.networkFailures());
    }
  }

  private static <P, R> State<P, R> none() {
    return new State<>(Phase.IDLE, 0, 0, null);
  }

  /**
   * Makes a change, unless another thread is making one. Then sends the resulting frame, after the
   * change is finished, so that the answer does not find it still under way.
   *
   * @return whether a frame was sent
   */
  private boolean change(Change change) {
    // Acquire: pairs with setRelease below, so this thread sees the timer as the last change left
    // it. The state itself is volatile.
    if (!changing.compareAndSet(false, true)) {
      return false;
    }
    Runnable frame;
    try {
      frame = change.make();
    } finally {
      changing.setRelease(false);
    }
    if (frame != null) {
      try {
        frame.run();
      } catch (RuntimeException e) { // of the network: the frame is lost
        networkFailures.increment();
      }
    }
    return frame != null;
  }

  @FunctionalInterface
  private interface Change {
    @Nullable Runnable make();
  }

  /** Checks for each frame whether its session is still the current one. */
  private final class OfSession implements Replies<R> {
    private final long session;

    OfSession(long session) {
      this.session = session;
    }

    @Override
    public void ack(long seq, @Nullable R reply) {
      Sender<P, R> sender = current();
      if (sender != null) {
        sender.ack(seq, reply);
      }
    }

    @Override
    public void rejected(long seq, String reason) {
      Sender<P, R> sender = current();
      if (sender != null) {
        sender.rejected(seq, reason);
      }
    }

    @Override
    public void status(long seq, Status status) {
      Sender<P, R> sender = current();
      if (sender != null) {
        sender.status(seq, status);
      }
    }

    private @Nullable Sender<P, R> current() {
      State<P, R> now = state;
      boolean listens = now.phase() == Phase.OPEN || now.phase() == Phase.DRAINING;
      return listens && now.session() == session ? now.sender() : null;
    }
  }
}

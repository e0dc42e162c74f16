package exactlyonce.protocol;

import exactlyonce.window.Outbox;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendState;
import exactlyonce.window.SendWindow;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one session: numbers messages, sends them, and finds out how each ended.
 *
 * <p>It never sends a message twice on its own account: when the answer is overdue it asks, and
 * sends again only if the receiver says that it does not know the message.
 *
 * <p>Any number of threads may submit, cancel, poll and bring replies; each call does its work on
 * the calling thread, and takes no lock. Nothing is allocated for a message, and no clock is read.
 *
 * <p>An exception from the network goes to the caller: the message it spoke of remains as it is,
 * and is asked for again. (From {@link #trySubmit} it hides the number of a message that was
 * submitted all the same; so a network should rather lose a frame than throw.)
 *
 * <p>Specification: the sender's actions of {@code CheckBeforeSend}.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} where there is none
 */
public final class Sender<P, R> implements Submitter<P>, Replies<R> {
  private final SendWindow<P> window;
  private final Requests<? super P> network;
  private final OutcomeListener<? super P, ? super R> listener;

  /** Set while a thread polls; it guards the fields in the next group. */
  private final AtomicBoolean polling = new AtomicBoolean();

  private final RetryTimers timers;
  private long oldest; // every message below is decided

  // None of them is touched for a message that is acknowledged in time.
  private final LongAdder checks = new LongAdder();
  private final LongAdder seals = new LongAdder();
  private final LongAdder resends = new LongAdder();

  /**
   * Creates the sender of a new session.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the receiver's
   * @param network where requests are sent
   * @param listener is told every outcome once, by the thread that brought the deciding reply; an
   *     exception from it goes to that thread, and changes nothing here
   * @param retry when to ask for a message that was not answered
   * @throws IllegalArgumentException if the window size is none
   */
  public Sender(
      int windowSize,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this(new SendWindow<>(windowSize), network, listener, retry);
  }

  /**
   * Creates the sender of a session that may have begun before a crash: the messages in the outbox are
   * open again, but for those that {@link SendWindow#openAgain} leaves out, and are asked for in their
   * time. What became of them may be reported a second time.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the receiver's
   * @param outbox where messages are written before they are sent
   * @param entries what the outbox holds: for each of its W places the latest message
   * @param network where requests are sent
   * @param listener as above
   * @param retry when to ask for a message that was not answered
   * @throws IllegalArgumentException if the window size is none, or W places cannot hold the entries
   */
  public Sender(
      int windowSize,
      Outbox<? super P> outbox,
      Map<Long, ? extends P> entries,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this(new SendWindow<>(windowSize, outbox, entries), network, listener, retry);
  }

  private Sender(
      SendWindow<P> window,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this.window = window;
    this.network = network;
    this.listener = listener;
    this.timers = new RetryTimers(window.windowSize(), retry);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action Submit.
   */
  @Override
  public long trySubmit(P payload) {
    long seq = window.append(payload);
    if (seq >= 0) {
      network.data(seq, payload);
    }
    return seq;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action Cancel.
   */
  @Override
  public boolean cancel(long seq) {
    boolean cancelled = window.cancel(seq);
    if (cancelled) {
      sendSeal(seq);
    }
    return cancelled;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One thread polls at a time; while it does, a call from another (or from within) returns 0 at
   * once. A call looks at the messages from the oldest open one on, W at most (just after a restart
   * twice as many). After {@link #gone} it asks for nothing, and reports what is open as IN_DOUBT.
   *
   * <p>Specification: action TimeOut, for each message whose answer is overdue.
   */
  @Override
  public int poll(long nowNanos) {
    // Acquires what setRelease below released: the timers as the last poller left them.
    if (!polling.compareAndSet(false, true)) {
      return 0;
    }
    try {
      return window.isGone() ? doubtAll() : askForOverdue(nowNanos);
    } finally {
      polling.setRelease(false);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveAck.
   */
  @Override
  public void ack(long seq, @Nullable R reply) {
    window.resolve(seq, Outcome.DELIVERED, reply, listener);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: actions ReceiveInProgress (the next timeout asks again), ReceiveUnknown and
   * ReceiveSealed.
   */
  @Override
  public void status(long seq, Status status) {
    switch (status) {
      case IN_PROGRESS -> {}
      case UNKNOWN -> sendAgain(seq);
      case SEALED -> window.resolve(seq, Outcome.NOT_DELIVERED, null, listener);
    }
  }

  /**
   * The application submits no more: {@link #trySubmit} answers {@link SendWindow#CLOSED}. What is
   * open goes on until it is decided.
   */
  public void close() {
    window.close();
  }

  /**
   * The receiver has forgotten the session: {@link #trySubmit} answers {@link SendWindow#GONE}, and
   * whatever is open is reported as IN_DOUBT, by the next calls of {@link #poll}. Where there is
   * stable storage, that the session has ended must be written before.
   *
   * <p>Specification: action ReceiveGone of {@code CrashRecovery}.
   */
  public void gone() {
    window.gone();
  }

  /**
   * Whether every message that was submitted is decided and reported. After {@link #close} or {@link
   * #gone} this remains so once it is.
   */
  public boolean allDecided() {
    return window.allDecided();
  }

  /** Returns how many CHECK frames were sent. Not a snapshot; so for all counters. */
  public long checks() {
    return checks.sum();
  }

  /** Returns how many SEAL frames were sent. */
  public long seals() {
    return seals.sum();
  }

  /** Returns how many DATA frames were sent beyond the first of each message. */
  public long resends() {
    return resends.sum();
  }

  /** For tests. */
  SendWindow<P> window() {
    return window;
  }

  private int askForOverdue(long now) {
    int sent = 0;
    // A message has its number only when the one W before is decided.
    oldest = Math.max(oldest, window.next() - window.windowSize());
    long bound = window.bound();
    for (long seq = oldest; seq < bound; seq++) {
      SendState state = window.state(seq);
      switch (state) {
        case PENDING, SEALING -> {
          if (timers.isDue(seq, now)) {
            ask(seq, state);
            sent++;
          }
        }
        // Between its number and its payload, or a gap; or being reported. The next poll sees it.
        case UNSENT, REPORTING -> {}
        case DELIVERED, NOT_DELIVERED, IN_DOUBT, FORGOTTEN -> {
          if (seq == oldest) {
            oldest++;
          }
        }
      }
    }
    return sent;
  }

  private int doubtAll() {
    int doubted = 0;
    long bound = window.bound();
    for (long seq = window.next() - window.windowSize(); seq < bound; seq++) {
      if (window.resolve(seq, Outcome.IN_DOUBT, null, listener)) {
        doubted++;
      }
    }
    return doubted;
  }

  private void ask(long seq, SendState state) {
    if (state == SendState.SEALING) {
      sendSeal(seq);
    } else {
      checks.increment();
      network.check(seq);
    }
  }

  private void sendSeal(long seq) {
    seals.increment();
    network.seal(seq);
  }

  /** Sends DATA again, unless the message is decided or cancelled: then this answer is stale. */
  private void sendAgain(long seq) {
    @Nullable P payload = window.payload(seq);
    if (payload != null) {
      resends.increment();
      network.data(seq, payload);
    }
  }
}

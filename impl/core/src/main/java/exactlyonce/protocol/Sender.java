package exactlyonce.protocol;

import exactlyonce.window.Outbox;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendState;
import exactlyonce.window.SendWindow;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one session: numbers messages, sends them, and finds out how each ended.
 *
 * <p>It never resends a message unasked: when an answer is overdue it sends CHECK, and it resends
 * the message only if the receiver answers that it does not know it.
 *
 * <p>Thread-safe: any number of threads may submit, cancel, poll and bring replies. Each call does
 * its work on the calling thread and takes no lock. Nothing is allocated per message, and no clock
 * is read.
 *
 * <p>A frame for which the network throws an exception counts as lost: see {@link
 * #networkFailures}. So whether a message is submitted does not depend on the network.
 *
 * <p>Specification: the sender's actions of {@code CheckBeforeSend}.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in a session without replies
 */
public final class Sender<P, R> implements Submitter<P>, Replies<R> {
  private final SendWindow<P> window;
  private final ReplyMode replyMode;
  private final Requests<? super P> network;
  private final OutcomeListener<? super P, ? super R> listener;

  /** What the outbox has thrown first. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Set while a thread polls. Guards the fields in the next group. */
  private final AtomicBoolean polling = new AtomicBoolean();

  private final RetryTimers timers;
  private long oldest; // every message below this one is decided

  // Not touched for a message that is acknowledged in time.
  private final LongAdder checks = new LongAdder();
  private final LongAdder seals = new LongAdder();
  private final LongAdder resends = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder lostMemory = new LongAdder();
  private final LongAdder networkFailures = new LongAdder();

  /**
   * Creates the sender of a new session.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the receiver's
   * @param replyMode whether the session has replies, the same as the receiver's
   * @param network where requests are sent
   * @param listener is told every outcome once, by the thread that brought the deciding reply; an
   *     exception from it propagates to that thread, and changes nothing here
   * @param retry when to ask for a message that was not answered
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30
   */
  public Sender(
      int windowSize,
      ReplyMode replyMode,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this(new SendWindow<>(windowSize), replyMode, network, listener, retry);
  }

  /**
   * Creates the sender of a session that may have started before a crash. The messages in the
   * outbox are open again, except those that {@link SendWindow#openAgain} leaves out, and are asked
   * for when their timeouts expire. Their outcomes may be reported a second time.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the receiver's
   * @param replyMode whether the session has replies, the same as the receiver's
   * @param outbox where messages are written before they are sent
   * @param entries the contents of the outbox: for each of its W slots, the latest message
   * @param network where requests are sent
   * @param listener as above
   * @param retry when to ask for a message that was not answered
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or
   *     the entries do not fit an outbox of W slots
   */
  public Sender(
      int windowSize,
      ReplyMode replyMode,
      Outbox<? super P> outbox,
      Map<Long, ? extends P> entries,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this(new SendWindow<>(windowSize, outbox, entries), replyMode, network, listener, retry);
  }

  private Sender(
      SendWindow<P> window,
      ReplyMode replyMode,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this.window = window;
    this.replyMode = replyMode;
    this.network = network;
    this.listener = listener;
    this.timers = new RetryTimers(window.windowSize(), retry);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An exception from the outbox propagates to the caller whose message was to be written. From
   * then on this sender submits nothing, but continues to ask for the open messages.
   *
   * <p>Specification: action Submit. An append that throws is one that the crash of the sender
   * interrupts.
   *
   * @throws SenderFailedException if the outbox has thrown an exception before
   */
  @Override
  public long trySubmit(P payload) {
    Objects.requireNonNull(payload, "payload"); // before a number is taken
    requireNotFailed();
    long seq;
    try {
      seq = window.append(payload);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      throw e;
    }
    if (seq >= 0) {
      sendData(seq, payload);
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
   * <p>One thread polls at a time; meanwhile, calls from other threads (or reentrant calls) return
   * 0 at once. A call visits the messages from the oldest open one on: at most W, or twice as many
   * just after a restart. After {@link #gone} it sends nothing, and reports the open messages as
   * IN_DOUBT.
   *
   * <p>Specification: action TimeOut, for each message whose answer is overdue.
   */
  @Override
  public int poll(long nowNanos) {
    // Acquire: pairs with setRelease below, so this thread sees the timers as the last poller left
    // them.
    if (!polling.compareAndSet(false, true)) {
      return 0;
    }
    try {
      return window.isGone() ? reportInDoubt() : askForOverdue(nowNanos);
    } finally {
      polling.setRelease(false);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A malformed ACK is counted, and changes nothing.
   *
   * <p>Specification: action ReceiveAck; {@code IsAck} of {@code RequestReply} says which ACK is
   * malformed.
   */
  @Override
  public void ack(long seq, @Nullable R reply) {
    if (!replyMode.admits(reply)) {
      refused.increment();
      return;
    }
    if (!window.resolve(seq, Outcome.DELIVERED, reply, listener) && seq >= window.bound()) {
      lostMemory.increment();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: actions ReceiveInProgress (the next timeout asks again), ReceiveUnknown and
   * ReceiveSealed.
   */
  @Override
  public void status(long seq, Status status) {
    if (status.isAnswer() ? seq >= window.bound() : isOpen(seq)) {
      lostMemory.increment();
      return;
    }
    switch (status) {
      case IN_PROGRESS -> {}
      case UNKNOWN -> resend(seq);
      case SEALED -> window.resolve(seq, Outcome.NOT_DELIVERED, null, listener);
      case FORGOTTEN, REFUSED -> {} // late
    }
  }

  /**
   * Accepts no more messages: {@link #trySubmit} returns {@link SendWindow#CLOSED}. Open messages
   * continue until they are decided.
   */
  public void close() {
    window.close();
  }

  /**
   * Records that the receiver has forgotten the session: {@link #trySubmit} returns {@link
   * SendWindow#GONE}, and the next calls of {@link #poll} report the open messages as IN_DOUBT. If
   * there is stable storage, the end of the session must be written first.
   *
   * <p>Specification: action ReceiveGone of {@code CrashRecovery}.
   */
  public void gone() {
    window.gone();
  }

  /**
   * Returns whether every submitted message is decided and reported. Once true after {@link #close}
   * or {@link #gone}, it remains true.
   *
   * @throws SenderFailedException if the outbox has thrown an exception: the number of that message
   *     will not be decided here
   */
  public boolean allDecided() {
    requireNotFailed();
    return window.allDecided();
  }

  /**
   * Checks that the outbox has never thrown an exception.
   *
   * @throws SenderFailedException if it has
   */
  public void requireNotFailed() {
    // Acquire: the exception was made by another thread.
    Throwable cause = failure.getAcquire();
    if (cause != null) {
      throw new SenderFailedException(cause);
    }
  }

  /** Returns how many CHECK frames were sent. Like all counters, not a snapshot. */
  public long checks() {
    return checks.sum();
  }

  /** Returns how many SEAL frames were sent. */
  public long seals() {
    return seals.sum();
  }

  /** Returns how many DATA frames were sent in addition to the first of each message. */
  public long resends() {
    return resends.sum();
  }

  /**
   * Returns how many ACKs came without a reply though the session has replies, or with one though
   * it has none: no correct receiver sends one.
   */
  public long refused() {
    return refused.sum();
  }

  /**
   * Returns how many frames have shown that one side has lost its memory: the receiver has no answer
   * for a message that is open here, or one for a message that was not submitted. This changes no
   * outcome: such a message remains open until the session is gone.
   */
  public long lostMemory() {
    return lostMemory.sum();
  }

  /** Returns how many frames were lost because the network threw an exception. */
  public long networkFailures() {
    return networkFailures.sum();
  }

  /** For tests. */
  SendWindow<P> window() {
    return window;
  }

  private boolean isOpen(long seq) {
    SendState state = window.state(seq);
    return state == SendState.PENDING || state == SendState.SEALING;
  }

  private int askForOverdue(long now) {
    int sent = 0;
    // A message gets its number only once the one W before is decided.
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
        // Being appended, or a gap, or being reported. A later poll sees it.
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

  private int reportInDoubt() {
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
      sendCheck(seq);
    }
  }

  /** Resends DATA, unless the message is decided or cancelled: then the UNKNOWN is stale. */
  private void resend(long seq) {
    @Nullable P payload = window.payload(seq);
    if (payload != null) {
      resends.increment();
      sendData(seq, payload);
    }
  }

  private void sendData(long seq, P payload) {
    try {
      network.data(seq, payload);
    } catch (RuntimeException e) {
      networkFailures.increment();
    }
  }

  private void sendCheck(long seq) {
    checks.increment();
    try {
      network.check(seq);
    } catch (RuntimeException e) {
      networkFailures.increment();
    }
  }

  private void sendSeal(long seq) {
    seals.increment();
    try {
      network.seal(seq);
    } catch (RuntimeException e) {
      networkFailures.increment();
    }
  }
}

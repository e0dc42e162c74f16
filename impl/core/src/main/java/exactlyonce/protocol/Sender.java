package exactlyonce.protocol;

import exactlyonce.window.Outbox;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendState;
import exactlyonce.window.SendWindow;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one session: numbers messages, sends them, and finds out how each ended.
 *
 * <p>It never resends a message unasked: when an answer is overdue it sends CHECK, and it resends
 * the message only if the receiver answers that it does not know it. However many answers arrive, it
 * resends at most once for each CHECK, so once for each timeout. Timeouts double unless the message was
 * lost on a path that works, and the first one follows the measured round trips; see {@link
 * RetryPolicy}. Their resolution is the time between two calls of {@link #poll}.
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

  private final Questions questions;

  /** Set while a thread polls. Guards the fields in the next group. */
  private final AtomicBoolean polling = new AtomicBoolean();

  private final RetryTimers timers;
  private final RoundTrips roundTrips;
  private final Overtaking overtaking = new Overtaking();
  private long lastPoll;
  private final SlotSet undecided; // of the messages below seen: those not known to be decided
  private long seen;
  private long oldest; // no element of undecided is smaller
  private long looks; // how often the state of a message was read

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
   * @param cancelled the numbers of those that were cancelled: they are never sent again
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
      Set<Long> cancelled,
      Requests<? super P> network,
      OutcomeListener<? super P, ? super R> listener,
      RetryPolicy retry) {
    this(
        new SendWindow<>(windowSize, outbox, entries, cancelled),
        replyMode,
        network,
        listener,
        retry);
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
    this.roundTrips = new RoundTrips(retry);
    this.questions = new Questions(window.windowSize());
    long bound = window.bound();
    for (long seq = Math.max(0, bound - window.windowSize()); seq < bound; seq++) {
      questions.ask(seq); // before the crash it may have been asked about
    }
    this.undecided = new SlotSet(window.windowSize());
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
      failure.compareAndExchangeRelease(null, e); // requireNotFailed acquires it
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
   * <p>An exception from the outbox propagates to the caller: the message is not cancelled, and this
   * may be tried again. But if the outbox has written it nevertheless, a restarted sender finds the
   * message cancelled.
   *
   * <p>Specification: action Cancel. After a restart it is repeated for what is found cancelled.
   *
   * @throws SenderFailedException if the outbox has failed to append a message: restart the sender, and
   *     cancel there
   */
  @Override
  public boolean cancel(long seq) {
    requireNotFailed();
    boolean cancelled = window.cancel(seq);
    if (cancelled) {
      questions.ask(seq);
      sendSeal(seq);
    }
    return cancelled;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One thread polls at a time; meanwhile, calls from other threads (or reentrant calls) return
   * 0 at once. A call looks at each message that was not known to be decided, and so at none twice
   * after its decision, however many were submitted after the oldest open one. After {@link #gone}
   * it sends nothing, and reports the open messages as IN_DOUBT.
   *
   * <p>Specification: action TimeOut, for each message whose answer is overdue.
   */
  @Override
  public int poll(long nowNanos) {
    // Acquire: pairs with setRelease below, so this thread sees the timers as the last poller left
    // them. No release: whoever finds the flag taken reads nothing.
    if (polling.compareAndExchangeAcquire(false, true)) {
      return 0;
    }
    try {
      return window.isGone() ? reportInDoubt() : askForOverdue(nowNanos);
    } finally {
      polling.setRelease(false);
    }
  }

  /**
   * Returns the smoothed round trip, in nanoseconds; 0 as long as none was measured. See {@link
   * RetryPolicy}. Thread-safe.
   */
  public long roundTripNanos() {
    return roundTrips.smoothed();
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
   * <p>UNKNOWN makes this send the message again, once for each CHECK: a further UNKNOWN, or one that
   * nobody has asked for, counts as lost. After IN_PROGRESS the timeout doubles.
   *
   * <p>Specification: actions ReceiveInProgress (the next timeout asks again), ReceiveUnknown and
   * ReceiveSealed; REPLY_TOO_LONG is the ReceiveAck of {@code RequestReply} with a reply that says so.
   */
  @Override
  public void status(long seq, Status status) {
    if (status.isAnswer() ? seq >= window.bound() : isOpen(seq)) {
      lostMemory.increment();
      return;
    }
    switch (status) {
      case IN_PROGRESS -> questions.inProgress(seq);
      case UNKNOWN -> {
        if (questions.mayResend(seq)) {
          resend(seq);
        }
      }
      case SEALED -> window.resolve(seq, Outcome.NOT_DELIVERED, null, listener);
      case REPLY_TOO_LONG -> {
        if (replyMode == ReplyMode.WITH_REPLIES) {
          window.resolve(seq, Outcome.DELIVERED, null, listener);
        } else {
          refused.increment();
        }
      }
      case FORGOTTEN, REFUSED -> {} // late
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveRejected of {@code RequestReplyRecovery}.
   */
  @Override
  public void rejected(long seq, String reason) {
    if (seq >= window.bound()) {
      lostMemory.increment();
      return;
    }
    window.<R>resolve(
        seq,
        Outcome.REJECTED,
        null,
        (same, payload, outcome, noReply) -> listener.onRejected(same, payload, reason));
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
   * Returns the messages that can be cancelled, by number: after a restart, those that the crash left
   * open and that were not cancelled before. Not a snapshot while others are submitted and decided.
   */
  public Map<Long, P> pending() {
    Map<Long, P> pending = new TreeMap<>();
    long bound = window.bound();
    for (long seq = bound - window.windowSize(); seq < bound; seq++) {
      @Nullable P payload = window.payload(seq);
      if (payload != null) {
        pending.put(seq, payload);
      }
    }
    return pending;
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
   * outcome: such a message remains open until the session is gone. A sender that was replaced, and
   * still runs, counts what its successor has done.
   *
   * <p>Specification: IsAlarm of {@code CrashRecovery}.
   */
  public long lostMemory() {
    return lostMemory.sum();
  }

  /** Returns how many frames were lost because the network threw an exception. */
  public long networkFailures() {
    return networkFailures.sum();
  }

  /** For tests: how often a poll has looked at a message. */
  long looks() {
    return looks;
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
    long bound = window.bound();
    // A message gets its number only once the one W before is decided.
    long first = bound - window.windowSize();
    for (long seq = Math.max(seen, first); seq < bound; seq++) {
      undecided.add(seq);
    }
    seen = bound;
    oldest = undecided.next(Math.max(oldest, first), bound);
    for (long seq = oldest; seq < bound; seq = undecided.next(seq + 1, bound)) {
      SendState state = window.state(seq);
      looks++;
      switch (state) {
        case PENDING, SEALING -> {
          if (isOverdue(seq, now)) {
            ask(seq, state);
            sent++;
          }
        }
        // Being appended, or a gap, or being reported. A later poll sees it.
        case UNSENT, REPORTING -> {}
        case DELIVERED, NOT_DELIVERED, REJECTED, IN_DOUBT, FORGOTTEN -> {
          undecided.remove(seq);
          decided(seq, now);
        }
      }
    }
    roundTrips.polled(now - lastPoll);
    overtaking.polled(now);
    timers.setFirstTimeout(roundTrips.timeout());
    lastPoll = now;
    return sent;
  }

  private boolean isOverdue(long seq, long now) {
    if (!timers.isRunning(seq)) {
      endTimeout(seq, now); // that of the message W before
    } else if (questions.noticesResend(seq)) {
      timers.beginAgain(seq, now); // so that the copy has as much time
    }
    long began = timers.began(seq);
    if (!timers.isDue(seq, now)) {
      return false;
    }
    if (overtaking.isOvertaken(seq, began) && !questions.isInProgress(seq)) {
      timers.useFirstTimeout(seq);
    }
    return true;
  }

  /** Learns from a message that is found decided. */
  private void decided(long seq, long now) {
    boolean timed = timers.isRunning(seq);
    endTimeout(seq, now);
    if (!timed && !questions.mayHaveBeenAskedAbout(seq)) {
      roundTrips.decided(0); // since the last poll: less than can be measured
      overtaking.decided(seq);
    }
  }

  /** Learns from the message whose timeout ran in this slot, if there is one: it is decided. */
  private void endTimeout(long slot, long now) {
    if (timers.isRunningInSlotOf(slot)) {
      long seq = timers.lastInSlotOf(slot);
      overtaking.decided(seq);
      if (!questions.mayHaveBeenAskedAbout(seq)) {
        roundTrips.decided(now - timers.began(seq));
      } else if (!questions.mayHaveBeenResent(seq)) {
        roundTrips.decidedLate(timers.timeout(seq));
      }
      timers.restart(seq);
    }
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
    questions.ask(seq);
    questions.begin(seq);
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

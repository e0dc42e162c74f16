package exactlyonce.window;

import static exactlyonce.window.Stamp.BUFFERED;
import static exactlyonce.window.Stamp.CLAIMED;
import static exactlyonce.window.Stamp.DELIVERED;
import static exactlyonce.window.Stamp.FAILED;
import static exactlyonce.window.Stamp.FILLING;
import static exactlyonce.window.Stamp.PASSED;
import static exactlyonce.window.Stamp.SEALED;
import static exactlyonce.window.Stamp.SLOTS;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's memory of one session in which messages take effect in sequence: which of the last
 * W were delivered or sealed, and the payloads of those that arrived early.
 *
 * <p>Thread-safe: any number of threads may call any method at any time. All methods are lock-free,
 * and all but {@link #claimFrom} are wait-free. A window uses 8 W bytes and W references until its
 * session ends. A payload stays reachable until the message W later takes its slot.
 *
 * <p><b>The hand-over.</b> A message may be handled once its predecessor is <em>passed</em>:
 * delivered, or sealed with every earlier message passed. A thread that buffers or seals s then
 * checks whether s - 1 is passed ({@link #isPassed}). A thread that passes s then checks whether s
 * + 1 is waiting ({@link #claimFrom}). Each writes its own slot and then reads the other's, so at
 * least one of them sees both writes, and no message is left waiting. This holds only if neither
 * read can overtake the write before it. Hence these four writes and the reads after them are
 * volatile (sequentially consistent); release and acquire are not enough. Models {@code
 * OrderedWindow-BufferedByRelease} and {@code -DeliveredByRelease} show the message that is left
 * behind.
 *
 * <p>Specification: the variables {@code ring} and {@code cells} of {@code OrderedWindow}; each
 * method names its actions. All follow this table, where {@code v} is the content of the slot of
 * message {@code s}:
 *
 * <table>
 * <caption>The answer to a frame about s</caption>
 * <tr><th>v</th><th>buffer (DATA)</th><th>check (CHECK)</th><th>seal (SEAL)</th></tr>
 * <tr><td>seq above s</td><td colspan="3">NOTHING_OWED</td></tr>
 * <tr><td>(s, DELIVERED)</td><td colspan="3">DELIVERED</td></tr>
 * <tr><td>(s, SEALED), (s, PASSED)</td><td colspan="3">SEALED</td></tr>
 * <tr><td>(s, FILLING), (s, CLAIMED)</td><td colspan="3">IN_PROGRESS</td></tr>
 * <tr><td>(s, BUFFERED)</td><td colspan="2">IN_PROGRESS</td><td>becomes (s, SEALED)</td></tr>
 * <tr><td>(s, FAILED), (s - W, DELIVERED), (s - W, PASSED)</td>
 *     <td>becomes (s, FILLING), then (s, BUFFERED)</td><td>UNKNOWN</td>
 *     <td>becomes (s, SEALED)</td></tr>
 * <tr><td>(s - W, SEALED)</td><td colspan="3">NOT_YET</td></tr>
 * <tr><td>anything else</td><td colspan="3">REFUSED</td></tr>
 * </table>
 *
 * @param <P> payload
 */
public final class OrderedReceiveWindow<P> {
  /** Returned by {@link #claimFrom}: there is nothing to handle. */
  public static final long NONE = -1;

  private final long[] stamps;
  private final @Nullable Object[] payloads;
  private final int mask;

  /**
   * Creates the window of a new session, in which nothing has arrived.
   *
   * @param windowSize W, the number of messages that may be open at once
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public OrderedReceiveWindow(int windowSize) {
    this(windowSize, 0);
  }

  /**
   * Creates the window of a session that may have started before a crash. Messages that were
   * buffered or claimed are unknown again.
   *
   * <p>Specification: action ReceiverCrashInTurn of {@code CrashRecoveryOrdered}.
   *
   * @param windowSize W, the same as when the session started
   * @param resolved the contents of stable storage: for each slot, the latest message that was
   *     delivered or sealed. A message missing below a delivered one counts as sealed: it was
   *     passed, and only a sealed message is passed without taking effect
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or if
   *     two messages share a slot
   */
  public OrderedReceiveWindow(int windowSize, Map<Long, Resolution> resolved) {
    stamps = Stamp.ring(windowSize, resolved);
    payloads = new @Nullable Object[windowSize];
    mask = windowSize - 1;
    long passed = -1; // every message up to this one is passed
    for (Map.Entry<Long, Resolution> entry : resolved.entrySet()) {
      // A slot is reused only once its last message is passed, and a handler runs only once every
      // earlier message is passed.
      boolean handled = entry.getValue() != Resolution.SEALED;
      long last = handled ? entry.getKey() : entry.getKey() - windowSize;
      passed = Math.max(passed, last);
    }
    while (stamps[slot(passed + 1)] == Stamp.of(passed + 1, SEALED)) {
      passed++;
    }
    for (long seq = passed - windowSize + 1; seq <= passed; seq++) {
      long stamp = stamps[slot(seq)];
      if (Stamp.seq(stamp) < seq || stamp == Stamp.of(seq, SEALED)) {
        stamps[slot(seq)] = Stamp.of(seq, PASSED);
      }
    }
  }

  /** For tests: a session in which everything before {@code next} is delivered. */
  OrderedReceiveWindow(int windowSize, long next) {
    stamps = Stamp.ring(windowSize, next);
    payloads = new @Nullable Object[windowSize];
    mask = windowSize - 1;
  }

  /**
   * Processes DATA(seq): takes the payload, unless the message is known.
   *
   * <p>Specification: actions ReceiveData, ExchangeFilling, StorePayload, PublishBuffered.
   *
   * @return {@link Answer#BUFFERED} for exactly one caller until the handler fails: that caller
   *     must then check whether it is the message's turn. {@link Answer#UNKNOWN} if another copy
   *     won and its handler has failed in the meantime. Never {@link Answer#CLAIMED}
   */
  public Answer buffer(long seq, P payload) {
    Objects.requireNonNull(payload, "payload");
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    int slot = slot(seq);
    // Acquire: whoever is told DELIVERED sees what the handler wrote.
    // Linearization point of every answer that needs no exchange.
    long seen = (long) SLOTS.getAcquire(stamps, slot);
    Answer found = answer(seen, seq);
    if (found != Answer.UNKNOWN) {
      return found;
    }
    // Acquire: the payload is stored after this, and after the last use of the payload it replaces.
    // Release as well, here and in seal: isPassed(seq - W) may find this stamp, and must still see
    // the work of seq - W, whose stamp it replaces. Linearization point of an answer from the
    // witness.
    long witness = (long) SLOTS.compareAndExchange(stamps, slot, seen, Stamp.of(seq, FILLING));
    if (witness != seen) {
      return answer(witness, seq);
    }
    payloads[slot] = payload; // plain: a reader has seen the stamp that follows
    // Volatile: isPassed(seq - 1) comes next and must not overtake it. Linearization point.
    SLOTS.setVolatile(stamps, slot, Stamp.of(seq, BUFFERED));
    return Answer.BUFFERED;
  }

  /**
   * Processes CHECK(seq): tells the state of the message. Changes nothing.
   *
   * <p>Specification: action ReceiveCheck.
   *
   * @return any answer but {@link Answer#CLAIMED} and {@link Answer#BUFFERED}
   */
  public Answer check(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    // Acquire: as in buffer. Linearization point.
    return answer((long) SLOTS.getAcquire(stamps, slot(seq)), seq);
  }

  /**
   * Processes SEAL(seq): a message that no handler has seen will never be handled.
   *
   * <p>Specification: actions ReceiveSeal, ExchangeSealed.
   *
   * @return {@link Answer#SEALED} if this call or an earlier one sealed it: the caller must then
   *     check whether it is the message's turn. {@link Answer#UNKNOWN} if a copy arrived in the
   *     meantime and its handler failed
   */
  public Answer seal(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    int slot = slot(seq);
    // Acquire: as in buffer. Linearization point of every answer that needs no exchange.
    long seen = (long) SLOTS.getAcquire(stamps, slot);
    Answer found = answer(seen, seq);
    if (found != Answer.UNKNOWN && seen != Stamp.of(seq, BUFFERED)) {
      return found;
    }
    // Volatile: isPassed(seq - 1) comes next and must not overtake it. Linearization point.
    long witness = (long) SLOTS.compareAndExchange(stamps, slot, seen, Stamp.of(seq, SEALED));
    return witness == seen ? Answer.SEALED : answer(witness, seq);
  }

  /**
   * Returns whether a message and all before it are delivered or sealed, so that it is the next
   * one's turn. Once passed, a message remains so.
   *
   * <p>Specification: action ReadPredecessor.
   *
   * @param seq -1 or greater; -1 is passed from the start
   */
  public boolean isPassed(long seq) {
    // Volatile: ordered after the caller's write to slot seq + 1. Linearization point.
    long seen = (long) SLOTS.getVolatile(stamps, slot(seq));
    return Stamp.seq(seen) > seq
        || seen == Stamp.of(seq, DELIVERED)
        || seen == Stamp.of(seq, PASSED);
  }

  /**
   * To be called when the message before {@code seq} is passed: passes the sealed messages from
   * {@code seq} on, and claims the message after them if it is buffered.
   *
   * <p>The caller runs the handler with the claimed message's {@link #payload} and then calls
   * {@link #deliver} or {@link #fail}. What earlier handlers wrote is visible to the caller.
   *
   * <p>Specification: actions ReadSlot, ExchangePassed, ExchangeClaimed.
   *
   * @return the claimed message; or {@link #NONE} if the next message has not arrived (the thread
   *     that buffers or seals it will find its predecessor passed), or another thread was faster
   */
  public long claimFrom(long seq) {
    for (long turn = seq; ; turn++) {
      int slot = slot(turn);
      // Volatile: ordered after the write that passed turn - 1.
      long seen = (long) SLOTS.getVolatile(stamps, slot);
      if (seen == Stamp.of(turn, BUFFERED)) {
        // Acquire: the payload, and what earlier handlers wrote. Linearization point. No release:
        // isPassed(turn - W) may find this stamp, but then all before turn are passed. What is left
        // to claim is turn itself, in a window of 1, buffered again after a failure; whoever claims
        // that acquires its (turn, BUFFERED). Client ClaimAfterFailureOfOne of the explorer.
        long claimed = Stamp.of(turn, CLAIMED);
        return (long) SLOTS.compareAndExchangeAcquire(stamps, slot, seen, claimed) == seen
            ? turn
            : NONE;
      }
      // Volatile: the read of turn + 1 comes next and must not overtake it. Linearization point.
      if (seen != Stamp.of(turn, SEALED)
          || !SLOTS.compareAndSet(stamps, slot, seen, Stamp.of(turn, PASSED))) {
        return NONE;
      }
    }
  }

  /** Returns the payload of a message that the caller has claimed. */
  // buffer stores only P, and does so before the stamp that claimFrom acquired.
  @SuppressWarnings("unchecked")
  public P payload(long seq) {
    requireClaimed(seq);
    return (P) Objects.requireNonNull(payloads[slot(seq)]);
  }

  /**
   * Marks a claimed message as delivered: its handler has succeeded, and its effect is complete.
   * The caller must then {@link #claimFrom} the next one.
   *
   * <p>Specification: action PublishDelivered.
   *
   * @throws IllegalStateException if the message is not claimed. The window does not record which
   *     thread claimed it
   */
  public void deliver(long seq) {
    requireClaimed(seq);
    // Volatile: the read of seq + 1 comes next and must not overtake it. Linearization point.
    SLOTS.setVolatile(stamps, slot(seq), Stamp.of(seq, DELIVERED));
  }

  /**
   * Gives up the claim of a message whose handler failed and had no effect: the message is unknown
   * again, and its next copy is buffered as the first was. No later message takes effect until this
   * one does or is sealed.
   *
   * <p>Specification: action PublishFailed.
   *
   * @throws IllegalStateException if the message is not claimed. The window does not record which
   *     thread claimed it
   */
  public void fail(long seq) {
    requireClaimed(seq);
    // Release: after whatever the handler undid. Nothing is read after it. Linearization point.
    SLOTS.setRelease(stamps, slot(seq), Stamp.of(seq, FAILED));
  }

  private int slot(long seq) {
    return (int) seq & mask;
  }

  /** The table above, where UNKNOWN means that DATA and SEAL may take the slot. */
  private Answer answer(long stamp, long seq) {
    long there = Stamp.seq(stamp);
    int state = Stamp.state(stamp);
    if (there > seq) {
      return Answer.NOTHING_OWED;
    }
    if (there == seq) {
      return switch (state) {
        case DELIVERED -> Answer.DELIVERED;
        case SEALED, PASSED -> Answer.SEALED;
        case FAILED -> Answer.UNKNOWN;
        default -> Answer.IN_PROGRESS;
      };
    }
    if (there == seq - stamps.length) {
      return switch (state) {
        case DELIVERED, PASSED -> Answer.UNKNOWN;
        case SEALED -> Answer.NOT_YET;
        default -> Answer.REFUSED;
      };
    }
    return Answer.REFUSED;
  }

  private void requireClaimed(long seq) {
    // Opaque: the holder of the claim reads its own write; for other threads this is best effort.
    if ((long) SLOTS.getOpaque(stamps, slot(seq)) != Stamp.of(seq, CLAIMED)) {
      throw new IllegalStateException("message " + seq + " is not claimed");
    }
  }
}

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
 * The receiver's memory of one session in which messages take effect in the order of their numbers:
 * which of the last W were delivered or sealed, and the payloads of those that came early.
 *
 * <p>Any number of threads may call every method at any time. All are lock-free, and all but {@link
 * #claimFrom} wait-free. Memory is 8 W bytes and W references for as long as the session lives; a
 * payload stays reachable until the message W later takes its slot.
 *
 * <p><b>The hand-over.</b> A message may be handled when the one before it is <em>passed</em>:
 * delivered, or sealed with all before it passed. Who buffers or seals s then looks whether s - 1
 * is passed ({@link #isPassed}); who passes s then looks whether s + 1 waits ({@link #claimFrom}).
 * Each writes its own slot and then reads the other's, so at least one of the two sees both, and no
 * message is left waiting. That holds only if neither read can overtake the write before it: these
 * four writes and the reads after them are volatile (sequentially consistent); release and acquire
 * are not enough. Models {@code OrderedWindow-BufferedByRelease} and {@code -DeliveredByRelease}
 * show the message that is left.
 *
 * <p>Specification: the variables {@code ring} and {@code cells} of {@code OrderedWindow}; each
 * method names its actions. The table that all of them follow, {@code v} being the slot of message
 * {@code s}:
 *
 * <table>
 * <caption>What a frame about s gets</caption>
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
  /** Answer of {@link #claimFrom}: nothing to handle. */
  public static final long NONE = -1;

  private final long[] stamps;
  private final @Nullable Object[] payloads;
  private final int mask;

  /**
   * Creates the window of a new session, in which nothing has arrived yet.
   *
   * @param windowSize W, the number of messages that may be open at once
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public OrderedReceiveWindow(int windowSize) {
    this(windowSize, 0);
  }

  /**
   * Creates the window of a session that may have begun before a crash. What was buffered or claimed
   * is unknown again.
   *
   * <p>Specification: action ReceiverCrashInTurn of {@code CrashRecoveryOrdered}.
   *
   * @param windowSize W, as when the session began
   * @param resolved what is stable: for each slot the latest message that was delivered or sealed.
   *     What is missing below a delivered one counts as sealed: it was passed, and only what is
   *     sealed is passed without an effect
   * @throws IllegalArgumentException unless the window size is a power of two from 1 to 2^30, and
   *     the messages have a slot each
   */
  public OrderedReceiveWindow(int windowSize, Map<Long, Resolution> resolved) {
    stamps = Stamp.ring(windowSize, resolved);
    payloads = new @Nullable Object[windowSize];
    mask = windowSize - 1;
    long passed = -1; // all up to this one are passed
    for (Map.Entry<Long, Resolution> entry : resolved.entrySet()) {
      // A slot is taken only when its last message is passed; a handler runs only when all before
      // are.
      boolean delivered = entry.getValue() == Resolution.DELIVERED;
      long last = delivered ? entry.getKey() : entry.getKey() - windowSize;
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
   * DATA(seq) has come: takes the payload, unless the message is known.
   *
   * <p>Specification: actions ReceiveData, ExchangeFilling, StorePayload, PublishBuffered.
   *
   * @return {@link Answer#BUFFERED} for exactly one caller until the handler fails: it must then
   *     look whether it is the message's turn; {@link Answer#UNKNOWN} if another copy won and its
   *     handler failed meanwhile; never {@link Answer#CLAIMED}
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
    // Acquire: the payload is stored after it, and after the last use of the one it replaces.
    // Release as well, here and below: isPassed(seq - W) may find this stamp, and must still see
    // the work of seq - W that it replaces. Linearization point of an answer from the witness.
    long witness = (long) SLOTS.compareAndExchange(stamps, slot, seen, Stamp.of(seq, FILLING));
    if (witness != seen) {
      return answer(witness, seq);
    }
    payloads[slot] = payload; // plain: whoever reads it saw the stamp that follows
    // Volatile: isPassed(seq - 1) comes next and must not overtake it. Linearization point.
    SLOTS.setVolatile(stamps, slot, Stamp.of(seq, BUFFERED));
    return Answer.BUFFERED;
  }

  /**
   * CHECK(seq) has come: what about this message? Changes nothing.
   *
   * <p>Specification: action ReceiveCheck.
   *
   * @return anything but {@link Answer#CLAIMED} and {@link Answer#BUFFERED}
   */
  public Answer check(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    // Acquire: as in buffer. Linearization point.
    return answer((long) SLOTS.getAcquire(stamps, slot(seq)), seq);
  }

  /**
   * SEAL(seq) has come: a message that no handler has seen is never handled.
   *
   * <p>Specification: actions ReceiveSeal, ExchangeSealed.
   *
   * @return {@link Answer#SEALED} when this call or an earlier one sealed it: the caller must then
   *     look whether it is the message's turn; {@link Answer#UNKNOWN} if a copy came meanwhile and
   *     its handler failed
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
   * Whether a message and all before it are delivered or sealed, so that it is the turn of the
   * next. A message that was passed remains so.
   *
   * <p>Specification: action ReadPredecessor.
   *
   * @param seq from -1, which is passed from the start
   */
  public boolean isPassed(long seq) {
    // Volatile: it comes after the caller's write to slot seq + 1. Linearization point.
    long seen = (long) SLOTS.getVolatile(stamps, slot(seq));
    return Stamp.seq(seen) > seq
        || seen == Stamp.of(seq, DELIVERED)
        || seen == Stamp.of(seq, PASSED);
  }

  /**
   * The message before {@code seq} is passed: passes {@code seq} and what follows for as long as it
   * is sealed, and claims the first that is buffered.
   *
   * <p>The caller runs the handler with its {@link #payload} and then calls {@link #deliver} or
   * {@link #fail}. What earlier handlers wrote is visible to it.
   *
   * <p>Specification: actions ReadSlot, ExchangePassed, ExchangeClaimed.
   *
   * @return the claimed message, or {@link #NONE}: whoever buffers or seals the next one finds the
   *     one before it passed, or another thread was faster
   */
  public long claimFrom(long seq) {
    for (long turn = seq; ; turn++) {
      int slot = slot(turn);
      // Volatile: it comes after the write that passed turn - 1.
      long seen = (long) SLOTS.getVolatile(stamps, slot);
      if (seen == Stamp.of(turn, BUFFERED)) {
        // Acquire: the payload, and what the handlers before wrote. Linearization point.
        return SLOTS.compareAndSet(stamps, slot, seen, Stamp.of(turn, CLAIMED)) ? turn : NONE;
      }
      // Volatile: the read of turn + 1 comes next and must not overtake it. Linearization point.
      if (seen != Stamp.of(turn, SEALED)
          || !SLOTS.compareAndSet(stamps, slot, seen, Stamp.of(turn, PASSED))) {
        return NONE;
      }
    }
  }

  /** The payload of a message that the caller claimed. */
  // buffer stores nothing but P, and stores it before the stamp that claimFrom acquired.
  @SuppressWarnings("unchecked")
  public P payload(long seq) {
    requireClaimed(seq);
    return (P) Objects.requireNonNull(payloads[slot(seq)]);
  }

  /**
   * The handler of a claimed message succeeded, and its effect is complete. The caller must then
   * {@link #claimFrom} the next one.
   *
   * <p>Specification: action PublishDelivered.
   *
   * @throws IllegalStateException if the message is not claimed. Who claimed it is not recorded
   */
  public void deliver(long seq) {
    requireClaimed(seq);
    // Volatile: the read of seq + 1 comes next and must not overtake it. Linearization point.
    SLOTS.setVolatile(stamps, slot(seq), Stamp.of(seq, DELIVERED));
  }

  /**
   * The handler of a claimed message failed and had no effect: the message is unknown again, and
   * its next copy is buffered as the first was. Nothing after it takes effect before it does, or is
   * sealed.
   *
   * <p>Specification: action PublishFailed.
   *
   * @throws IllegalStateException if the message is not claimed. Who claimed it is not recorded
   */
  public void fail(long seq) {
    requireClaimed(seq);
    // Release: after whatever the handler undid. Nothing is read after it. Linearization point.
    SLOTS.setRelease(stamps, slot(seq), Stamp.of(seq, FAILED));
  }

  private int slot(long seq) {
    return (int) seq & mask;
  }

  /** The table, where UNKNOWN means that DATA and SEAL may take the slot. */
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
    // Opaque: the holder of the claim reads its own write; for anyone else it is a best effort.
    if ((long) SLOTS.getOpaque(stamps, slot(seq)) != Stamp.of(seq, CLAIMED)) {
      throw new IllegalStateException("message " + seq + " is not claimed");
    }
  }
}

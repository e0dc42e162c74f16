package exactlyonce.window;

import static exactlyonce.window.Stamp.CLAIMED;
import static exactlyonce.window.Stamp.CLAIMED_AFTER_SEALED;
import static exactlyonce.window.Stamp.DELIVERED;
import static exactlyonce.window.Stamp.SEALED;
import static exactlyonce.window.Stamp.SLOTS;

import java.util.Map;

/**
 * The receiver's memory of one session: which of the last W messages were delivered or sealed, and
 * which are being handled.
 *
 * <p>Thread-safe: any number of threads may call any method at any time. All methods are wait-free:
 * one read and at most one compare-and-exchange of a single slot decide. A window uses 8 W bytes
 * until its session ends. It serves one session and is never reset, because stamps do not name the
 * session.
 *
 * <p>If the thread that holds a claim dies before {@link #deliver} or {@link #fail}, its message
 * stays in progress forever, and the sender stalls W messages later. That is safe, and no other
 * thread can repair it: only the dead thread knew whether the effect took place.
 *
 * <p>Specification: the variable {@code ring} of {@code CheckBeforeSend}; each method names its
 * action. All follow this table, where {@code v} is the content of the slot of message {@code s}:
 *
 * <table>
 * <caption>The answer to a frame about s</caption>
 * <tr><th>v</th><th>claim (DATA)</th><th>check (CHECK)</th><th>seal (SEAL)</th></tr>
 * <tr><td>seq above s</td><td colspan="3">NOTHING_OWED</td></tr>
 * <tr><td>(s, DELIVERED)</td><td colspan="3">DELIVERED</td></tr>
 * <tr><td>(s, SEALED)</td><td colspan="3">SEALED</td></tr>
 * <tr><td>(s, CLAIMED…)</td><td colspan="3">IN_PROGRESS</td></tr>
 * <tr><td>(s - W, resolved)</td><td>becomes (s, CLAIMED…)</td><td>UNKNOWN</td>
 *     <td>becomes (s, SEALED)</td></tr>
 * <tr><td>anything else</td><td colspan="3">REFUSED</td></tr>
 * </table>
 */
public final class ReceiveWindow {
  private final long[] stamps;
  private final int mask;

  /**
   * Creates the window of a new session, in which nothing has arrived.
   *
   * @param windowSize W, the number of messages that may be open at once
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public ReceiveWindow(int windowSize) {
    this(windowSize, 0);
  }

  /**
   * Creates the window of a session that may have started before a crash. Messages that were
   * claimed are unknown again.
   *
   * @param windowSize W, the same as when the session started
   * @param resolved the contents of stable storage: for each slot, the latest message that was
   *     delivered or sealed
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or if
   *     two messages share a slot
   */
  public ReceiveWindow(int windowSize, Map<Long, Resolution> resolved) {
    stamps = Stamp.ring(windowSize, resolved);
    mask = windowSize - 1;
  }

  /** For tests: a session in which everything before {@code next} is delivered. */
  ReceiveWindow(int windowSize, long next) {
    stamps = Stamp.ring(windowSize, next);
    mask = windowSize - 1;
  }

  /**
   * Processes DATA(seq): may this copy run the handler?
   *
   * <p>With {@link Answer#CLAIMED} and {@link Answer#DELIVERED}, the caller sees everything that
   * the thread which handled the slot's last message did before {@link #deliver} or {@link #fail}.
   *
   * <p>Specification: action ReceiveData.
   *
   * @return {@link Answer#CLAIMED} for exactly one caller until that one fails; never {@link
   *     Answer#UNKNOWN}
   */
  public Answer claim(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    int slot = slot(seq);
    // Acquire: whoever is told DELIVERED sees what the handler wrote (deliver releases).
    // Linearization point of every answer that needs no exchange.
    long seen = (long) SLOTS.getAcquire(stamps, slot);
    if (!isPreviousLap(seen, seq)) {
      return answer(seen, seq);
    }
    int claimed = Stamp.state(seen) == SEALED ? CLAIMED_AFTER_SEALED : CLAIMED;
    // Linearization point of the claim, or of the answer from the witness. Acquire on success: the
    // slot may have been claimed and given back since the read, and the handler must see what the
    // failed one undid. Acquire on failure: the witness may be DELIVERED, as above. No release: a
    // claim publishes nothing, and threads that see it only answer IN_PROGRESS.
    long witness =
        (long) SLOTS.compareAndExchangeAcquire(stamps, slot, seen, Stamp.of(seq, claimed));
    // The loser must answer from the witness: SEAL may have won, or the winner may have delivered.
    // The witness is never the previous lap again: a slot holds only one resolved state of a
    // message.
    return witness == seen ? Answer.CLAIMED : answer(witness, seq);
  }

  /**
   * Marks a claimed message as delivered: its handler has succeeded, and its effect is complete.
   * Publishes this, and everything the calling thread did before, to every caller that gets {@link
   * Answer#DELIVERED}.
   *
   * <p>Specification: action Deliver.
   *
   * @throws IllegalStateException if the message is not claimed. The window does not record which
   *     thread claimed it: if a second thread finishes the claim of a first, this goes unnoticed,
   *     and it must not happen
   */
  public void deliver(long seq) {
    claimedState(seq);
    // Release: after the effect. Linearization point.
    SLOTS.setRelease(stamps, slot(seq), Stamp.of(seq, DELIVERED));
  }

  /**
   * Gives up the claim of a message whose handler failed and had no effect: the message is unknown
   * again, and the next copy may claim it.
   *
   * <p>Specification: action Fail.
   *
   * @throws IllegalStateException if the message is not claimed; see {@link #deliver}
   */
  public void fail(long seq) {
    int before = claimedState(seq) == CLAIMED ? DELIVERED : SEALED;
    // Release: after whatever the handler undid. Linearization point.
    SLOTS.setRelease(stamps, slot(seq), Stamp.of(seq - stamps.length, before));
  }

  /**
   * Processes CHECK(seq): tells the state of the message. Changes nothing.
   *
   * <p>With {@link Answer#DELIVERED} the caller sees everything done before {@link #deliver}.
   *
   * <p>Specification: action ReceiveCheck.
   *
   * @return any answer but {@link Answer#CLAIMED}
   */
  public Answer check(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    // Acquire: as in claim. Linearization point.
    long seen = (long) SLOTS.getAcquire(stamps, slot(seq));
    return isPreviousLap(seen, seq) ? Answer.UNKNOWN : answer(seen, seq);
  }

  /**
   * Processes SEAL(seq): if the message is unknown, it will never be delivered.
   *
   * <p>With {@link Answer#DELIVERED} the caller sees everything done before {@link #deliver}.
   *
   * <p>Specification: action ReceiveSeal.
   *
   * @return {@link Answer#SEALED} if this call or an earlier one sealed it; never {@link
   *     Answer#CLAIMED} or {@link Answer#UNKNOWN}
   */
  public Answer seal(long seq) {
    if (!Bounds.isSeq(seq)) {
      return Answer.REFUSED;
    }
    int slot = slot(seq);
    // Acquire: as in claim. Linearization point of every answer that needs no exchange.
    long seen = (long) SLOTS.getAcquire(stamps, slot);
    if (!isPreviousLap(seen, seq)) {
      return answer(seen, seq);
    }
    // Linearization point of the seal, or of the answer from the witness. Acquire: as in claim.
    // Release as well: the handler of s + W acquires this stamp, and must still see the work of
    // s - W that it replaces.
    long witness = (long) SLOTS.compareAndExchange(stamps, slot, seen, Stamp.of(seq, SEALED));
    return witness == seen ? Answer.SEALED : answer(witness, seq);
  }

  /** For tests: W. */
  int windowSize() {
    return stamps.length;
  }

  /** For tests: the raw content of a slot. */
  long stamp(int slot) {
    return (long) SLOTS.getAcquire(stamps, slot);
  }

  private int slot(long seq) {
    return (int) seq & mask;
  }

  private boolean isPreviousLap(long stamp, long seq) {
    return Stamp.isResolved(stamp, seq - stamps.length);
  }

  /** The table above, for a stamp other than the resolved one of the previous lap. */
  private static Answer answer(long stamp, long seq) {
    if (Stamp.seq(stamp) != seq) {
      return Stamp.seq(stamp) > seq ? Answer.NOTHING_OWED : Answer.REFUSED;
    }
    return switch (Stamp.state(stamp)) {
      case DELIVERED -> Answer.DELIVERED;
      case SEALED -> Answer.SEALED;
      default -> Answer.IN_PROGRESS;
    };
  }

  private int claimedState(long seq) {
    // Opaque: the holder of the claim reads its own write; for other threads this is best effort.
    long seen = (long) SLOTS.getOpaque(stamps, slot(seq));
    if (!Stamp.isOpen(seen, seq)) {
      throw new IllegalStateException("message " + seq + " is not claimed");
    }
    return Stamp.state(seen);
  }
}

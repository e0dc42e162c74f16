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
 * <p>Any number of threads may call every method at any time. All are wait-free: one read and at
 * most one exchange of a single slot decide. Memory is 8 W bytes for as long as the session lives;
 * a window serves one session and is never reset, for stamps do not name the session.
 *
 * <p>If the thread that holds a claim dies without {@link #deliver} or {@link #fail}, its message
 * stays in progress forever, and the sender stalls W messages later. That is safe, and no other
 * thread can repair it: nobody else knows whether the effect took place.
 *
 * <p>Specification: the variable {@code ring} of {@code CheckBeforeSend}; each method names its
 * action. The table that all of them follow, {@code v} being the slot of message {@code s}:
 *
 * <table>
 * <caption>What a frame about s gets</caption>
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
   * Creates the window of a new session, in which nothing has arrived yet.
   *
   * @param windowSize W, the number of messages that may be open at once
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public ReceiveWindow(int windowSize) {
    this(windowSize, 0);
  }

  /**
   * Creates the window of a session that may have begun before a crash. What was claimed is unknown
   * again.
   *
   * @param windowSize W, as when the session began
   * @param resolved what is stable: for each slot the latest message that was delivered or sealed
   * @throws IllegalArgumentException unless the window size is a power of two from 1 to 2^30, and
   *     the messages have a slot each
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
   * DATA(seq) has come: may this copy run the handler?
   *
   * <p>Everything that the thread which answered for the slot's last message did before {@link
   * #deliver} or {@link #fail} is visible to the caller, both with {@link Answer#CLAIMED} and with
   * {@link Answer#DELIVERED}.
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
    // Linearization point of the claim, or of the answer from the witness.
    // Acquire, when it succeeds: the slot may have been claimed and given back since the read, and
    // the handler must see what that one undid. When it fails: the witness may be DELIVERED, as
    // above. No release: a claim publishes nothing, those who see it only answer IN_PROGRESS.
    long witness =
        (long) SLOTS.compareAndExchangeAcquire(stamps, slot, seen, Stamp.of(seq, claimed));
    // The loser must look at the witness: SEAL may have won, or the winner may have delivered.
    // It is never the lap before again: a slot says only one resolved thing about one message.
    return witness == seen ? Answer.CLAIMED : answer(witness, seq);
  }

  /**
   * The handler of a claimed message succeeded, and its effect is complete. Publishes that, with
   * all that the calling thread did before, to everyone who is told {@link Answer#DELIVERED}.
   *
   * <p>Specification: action Deliver.
   *
   * @throws IllegalStateException if the message is not claimed. Who claimed it is not recorded:
   *     that a second thread finishes the claim of a first goes unnoticed, and must not happen
   */
  public void deliver(long seq) {
    claimedState(seq);
    // Release: after the effect. Linearization point.
    SLOTS.setRelease(stamps, slot(seq), Stamp.of(seq, DELIVERED));
  }

  /**
   * The handler of a claimed message failed and had no effect: the message is unknown again, and
   * the next copy may claim it.
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
   * CHECK(seq) has come: what about this message? Changes nothing.
   *
   * <p>With {@link Answer#DELIVERED} the caller sees everything done before {@link #deliver}.
   *
   * <p>Specification: action ReceiveCheck.
   *
   * @return anything but {@link Answer#CLAIMED}
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
   * SEAL(seq) has come: if the message is unknown, it stays so forever.
   *
   * <p>With {@link Answer#DELIVERED} the caller sees everything done before {@link #deliver}.
   *
   * <p>Specification: action ReceiveSeal.
   *
   * @return {@link Answer#SEALED} when this call or an earlier one sealed it; never {@link
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

  /** The table, for a stamp that is not the resolved one of the lap before. */
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
    // Opaque: the holder of the claim reads its own write; for anyone else it is a best effort.
    long seen = (long) SLOTS.getOpaque(stamps, slot(seq));
    if (!Stamp.isOpen(seen, seq)) {
      throw new IllegalStateException("message " + seq + " is not claimed");
    }
    return Stamp.state(seen);
  }
}

package exactlyonce.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * The content of one slot of a window: {@code seq << 3 | state} in a signed {@code long}.
 *
 * <p>Three bits of state leave 60 bits for the sequence number, and a sign for the messages "before
 * the first" with which a new window starts. Stateless and thread-safe.
 */
final class Stamp {
  /** Accesses the elements of a ring of stamps. */
  static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

  // The states of both rings. Open states lie strictly between 0 and RESOLVED; resolved ones are
  // RESOLVED or greater.

  /** Receiver: a thread runs the handler; the slot held (s - W, DELIVERED) before. */
  static final int CLAIMED = 1;

  /** Receiver: a thread runs the handler; the slot held (s - W, SEALED) before. */
  static final int CLAIMED_AFTER_SEALED = 2;

  /** Sender: submitted and not decided. */
  static final int PENDING = 1;

  /** Sender: not decided, and cancelled by the application. */
  static final int SEALING = 2;

  /** Sender: decided, and the deciding thread is reporting its outcome. */
  static final int REPORTING = 0;

  private static final int RESOLVED = 3;

  /** Both: the effect is complete. Receiver: or rejected. */
  static final int DELIVERED = RESOLVED;

  /** Receiver: not delivered, and never will be. */
  static final int SEALED = RESOLVED + 1;

  /** Sender: the receiver sealed it. */
  static final int NOT_DELIVERED = RESOLVED + 1;

  /**
   * Sender: the receiver has forgotten the session; or decided before a restart, with its outcome
   * not stored.
   */
  static final int IN_DOUBT = RESOLVED + 2;

  /** Sender: the receiver has rejected it. */
  static final int REJECTED = RESOLVED + 3;

  // Ordered receiver: DELIVERED, SEALED and CLAIMED as above, and the following.

  /** A thread has won the slot and is storing the payload. */
  static final int FILLING = 0;

  /** The payload waits for its turn. */
  static final int BUFFERED = 2;

  /** Sealed, and every message before it is passed: the next message may take its turn. */
  static final int PASSED = RESOLVED + 2;

  /** The handler failed: unknown again, though the slot no longer belongs to the previous lap. */
  static final int FAILED = RESOLVED + 3;

  private static final int STATE_BITS = 3;
  private static final int STATE_MASK = (1 << STATE_BITS) - 1;

  private Stamp() {}

  static long of(long seq, int state) {
    return seq << STATE_BITS | state;
  }

  static long seq(long stamp) {
    return stamp >> STATE_BITS;
  }

  static int state(long stamp) {
    return (int) stamp & STATE_MASK;
  }

  /** Returns whether {@code seq} is resolved, so that the next lap may take its slot. */
  static boolean isResolved(long stamp, long seq) {
    return seq(stamp) == seq && isResolved(stamp);
  }

  /** Returns whether the stamp's message is resolved. */
  static boolean isResolved(long stamp) {
    return state(stamp) >= RESOLVED;
  }

  /** Returns whether {@code seq} is claimed, pending or sealing. */
  static boolean isOpen(long stamp, long seq) {
    return seq(stamp) == seq && state(stamp) > 0 && state(stamp) < RESOLVED;
  }

  /**
   * Creates the ring of a session after a restart: each slot holds its latest resolved message.
   */
  static long[] ring(int windowSize, Map<Long, Resolution> resolved) {
    long[] stamps = ring(windowSize, 0);
    resolved.forEach((seq, resolution) -> {
      int slot = (int) (long) seq & (windowSize - 1);
      if (!Bounds.isSeq(seq) || seq(stamps[slot]) >= 0) {
        throw new IllegalArgumentException("the window has no slot for message " + seq);
      }
      stamps[slot] = of(seq, resolution == Resolution.SEALED ? SEALED : DELIVERED);
    });
    return stamps;
  }

  /**
   * Creates the ring of a session in which {@code next} is the first message to arrive: every slot
   * says that the previous lap is delivered.
   */
  static long[] ring(int windowSize, long next) {
    long[] stamps = new long[Bounds.requireWindowSize(windowSize)];
    for (long seq = next - windowSize; seq < next; seq++) {
      stamps[(int) seq & (windowSize - 1)] = of(seq, DELIVERED);
    }
    return stamps;
  }
}

package exactlyonce.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * The content of one slot of a window: {@code seq << 3 | state} in a signed {@code long}.
 *
 * <p>Three bits of state leave 60 bits for the sequence number, and a sign for the messages "before
 * the first" that a new window starts with. Stateless and thread-safe.
 */
final class Stamp {
  /** Accesses the elements of a ring of stamps. */
  static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

  // The states of both rings. The open ones are between 0 and RESOLVED, the resolved ones not
  // below.

  /** Receiver: a thread runs the handler; the slot held (s - W, DELIVERED) before. */
  static final int CLAIMED = 1;

  /** Receiver: a thread runs the handler; the slot held (s - W, SEALED) before. */
  static final int CLAIMED_AFTER_SEALED = 2;

  /** Sender: submitted and not decided. */
  static final int PENDING = 1;

  /** Sender: not decided, and the application would rather not have it delivered. */
  static final int SEALING = 2;

  /** Sender: decided, and its outcome is being reported by the thread that decided. */
  static final int REPORTING = 0;

  private static final int RESOLVED = 3;

  /** Both: the effect is complete. */
  static final int DELIVERED = RESOLVED;

  /** Receiver: never delivered, and never will be. */
  static final int SEALED = RESOLVED + 1;

  /** Sender: the receiver sealed it. */
  static final int NOT_DELIVERED = RESOLVED + 1;

  /** Sender: the receiver has forgotten the session; or decided before a restart, nobody knows how. */
  static final int IN_DOUBT = RESOLVED + 2;

  // Ordered receiver: DELIVERED and SEALED as above, CLAIMED without a second kind, and these.

  /** A thread won the slot and stores the payload. */
  static final int FILLING = 0;

  /** The payload waits for its turn. */
  static final int BUFFERED = 2;

  /** Sealed, and all before it is passed: the next message may take its turn. */
  static final int PASSED = RESOLVED + 2;

  /** The handler failed: unknown again, though the slot is no longer of the lap before. */
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

  /** Whether the stamp says that {@code seq} is resolved, so that the next lap may take its slot. */
  static boolean isResolved(long stamp, long seq) {
    return seq(stamp) == seq && isResolved(stamp);
  }

  /** Whether the stamp says that its message is resolved. */
  static boolean isResolved(long stamp) {
    return state(stamp) >= RESOLVED;
  }

  /** Whether the stamp says that {@code seq} is claimed, pending or sealing. */
  static boolean isOpen(long stamp, long seq) {
    return seq(stamp) == seq && state(stamp) > 0 && state(stamp) < RESOLVED;
  }

  /**
   * The ring of a session as it is found after a restart: of each slot's messages the latest that is
   * resolved.
   */
  static long[] ring(int windowSize, Map<Long, Resolution> resolved) {
    long[] stamps = ring(windowSize, 0);
    resolved.forEach((seq, resolution) -> {
      int slot = (int) (long) seq & (windowSize - 1);
      if (!Bounds.isSeq(seq) || seq(stamps[slot]) >= 0) {
        throw new IllegalArgumentException("no place for message " + seq + " in the window");
      }
      stamps[slot] = of(seq, resolution == Resolution.DELIVERED ? DELIVERED : SEALED);
    });
    return stamps;
  }

  /**
   * The ring of a session in which {@code next} is the first message to come: every slot says that
   * the lap before is delivered.
   */
  static long[] ring(int windowSize, long next) {
    long[] stamps = new long[Bounds.requireWindowSize(windowSize)];
    for (long seq = next - windowSize; seq < next; seq++) {
      stamps[(int) seq & (windowSize - 1)] = of(seq, DELIVERED);
    }
    return stamps;
  }
}

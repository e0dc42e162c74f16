package exactlyonce.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Coalesces answers or requests about single messages, so that one frame covers a block of k
 * consecutive messages. A block is sent when it is complete, when another block needs its slot,
 * when a message in it is added again, or by a flush.
 *
 * <p>Thread-safe: any number of threads may call any method at any time. All methods are wait-free,
 * and none allocates. One thread at a time works on a slot. A thread that finds a slot busy tries
 * again a few times and then sends its message alone, so no thread waits for another. If a thread
 * dies while it works on a slot, the messages coalesced there are lost, as in a network; they are
 * asked for again.
 *
 * <p>A slot holds the full number of its block. So a frame never speaks of a wrong message, however
 * late a thread is.
 */
final class FrameCoalescer {
  /** Where coalesced blocks are sent. */
  interface Output {
    /**
     * Sends a block: bit i of {@code high} and bit i of {@code low} are the code of message {@code
     * base + i}, or 0 if the block does not contain it.
     */
    void send(long base, long low, long high);
  }

  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long NO_BLOCK = -1;
  private static final int FLAGS = 2;

  /** A thread is working on this slot. */
  private static final long BUSY = 1;

  /** A timed flush has seen this block; {@link #firstFlush} says when. */
  private static final long FLUSH_SEEN = 2;

  private static final long EMPTY = NO_BLOCK << FLAGS;

  /** Another thread holds a slot for some ten instructions, unless it loses its processor. */
  private static final int ATTEMPTS = 16;

  private final Output output;
  private final int blockShift;
  private final long completeBlock;

  /** Per slot: {@code block << FLAGS}, and the flags. */
  private final long[] slots;

  // Per slot, owned by the thread that made it BUSY. Both are 0 in an empty slot.
  private final long[] lows;
  private final long[] highs;

  /**
   * Per slot, owned in the same way: when a timed flush first saw this block, if FLUSH_SEEN is set.
   */
  private final long[] firstFlush;

  /**
   * Creates an empty coalescer.
   *
   * @param blockSize k, a power of two from 1 to 64
   * @param slots how many blocks can be coalesced at once, a power of two
   * @param output where blocks are sent; called by the thread that completes, displaces or flushes
   *     one
   */
  FrameCoalescer(int blockSize, int slots, Output output) {
    this.output = output;
    this.blockShift = Integer.numberOfTrailingZeros(blockSize);
    this.completeBlock = -1L >>> (Long.SIZE - blockSize);
    this.slots = new long[slots];
    this.lows = new long[slots];
    this.highs = new long[slots];
    this.firstFlush = new long[slots];
    Arrays.fill(this.slots, EMPTY);
  }

  /**
   * Adds a message with its code, and sends what this completes or displaces.
   *
   * @param code 1 to 3
   */
  void add(long seq, int code) {
    long block = seq >> blockShift;
    long base = block << blockShift;
    long bit = 1L << (seq - base);
    long low = (code & 1) == 0 ? 0 : bit;
    long high = (code & 2) == 0 ? 0 : bit;
    int slot = (int) block & (slots.length - 1);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Opaque: the compare-and-exchange decides.
      long seen = (long) SLOTS.getOpaque(slots, slot);
      if (tryAcquire(slot, seen)) {
        addTo(slot, seen, block, bit, low, high);
        return;
      }
    }
    output.send(base, low, high);
  }

  /** Sends all blocks, except those that other threads are working on at this moment. */
  void flush() {
    for (int slot = 0; slot < slots.length; slot++) {
      long seen = (long) SLOTS.getOpaque(slots, slot);
      if (seen != EMPTY && tryAcquire(slot, seen)) {
        send(slot, seen);
      }
    }
  }

  /**
   * Sends each block that a call of this method saw at least {@code delay} ago.
   *
   * @param now a time of the same clock as in other calls, which may overflow
   * @param delay in the same unit
   */
  void flush(long now, long delay) {
    for (int slot = 0; slot < slots.length; slot++) {
      long seen = (long) SLOTS.getOpaque(slots, slot);
      if (seen != EMPTY && tryAcquire(slot, seen)) {
        if ((seen & FLUSH_SEEN) == 0) {
          firstFlush[slot] = now;
        }
        if (now - firstFlush[slot] >= delay) {
          send(slot, seen);
        } else {
          release(slot, seen | FLUSH_SEEN);
        }
      }
    }
  }

  private void addTo(int slot, long seen, long block, long bit, long low, long high) {
    long oldLow = lows[slot];
    long oldHigh = highs[slot];
    boolean sameBlock = seen >> FLAGS == block;
    boolean again = sameBlock && ((oldLow | oldHigh) & bit) != 0;
    boolean joins = sameBlock && !again;
    long newLow = joins ? oldLow | low : low;
    long newHigh = joins ? oldHigh | high : high;
    // A message that is added again was asked for again, so it must not wait any longer.
    boolean due = again || (newLow | newHigh) == completeBlock;
    lows[slot] = due ? 0 : newLow;
    highs[slot] = due ? 0 : newHigh;
    release(slot, due ? EMPTY : joins ? seen : block << FLAGS);
    // Sending may take a while, so the slot is already released.
    if (!joins && seen != EMPTY) {
      output.send(seen >> FLAGS << blockShift, oldLow, oldHigh);
    }
    boolean sentWithOld = again && (oldLow & bit) == low && (oldHigh & bit) == high;
    if (due && !sentWithOld) {
      output.send(block << blockShift, newLow, newHigh);
    }
  }

  private void send(int slot, long seen) {
    long low = lows[slot];
    long high = highs[slot];
    lows[slot] = 0;
    highs[slot] = 0;
    release(slot, EMPTY);
    output.send(seen >> FLAGS << blockShift, low, high);
  }

  private boolean tryAcquire(int slot, long seen) {
    // Acquire: pairs with the release in release(), so this thread sees the work of the previous
    // one.
    return (seen & BUSY) == 0
        && (long) SLOTS.compareAndExchangeAcquire(slots, slot, seen, seen | BUSY) == seen;
  }

  private void release(int slot, long next) {
    // Release: publishes this thread's work on the slot to the next thread.
    SLOTS.setRelease(slots, slot, next);
  }
}

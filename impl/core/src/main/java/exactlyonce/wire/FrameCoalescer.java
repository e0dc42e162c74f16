package exactlyonce.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Gathers what is to be said of single messages, so that one frame says it of many: of a block of k
 * consecutive ones. A block is sent when it is complete, when another one needs its place, when
 * something is said again of a message in it, or by a flush.
 *
 * <p>Any number of threads may call every method at any time. All are wait-free and none allocates.
 * A place is worked on by one thread at a time; who finds it busy tries again a few times, and then
 * sends what it has alone: so no thread waits for another. A thread that is stopped for ever in the
 * middle takes along what its place had gathered, as a network would; that is asked for again.
 *
 * <p>A place knows the whole number of its block. So nothing is ever said of another message than
 * was meant, however late a thread comes.
 */
final class FrameCoalescer {
  /** Where gathered blocks go. */
  interface Output {
    /** Of each message {@code base + i}: bit i of {@code high} and of {@code low} are its code. */
    void send(long base, long low, long high);
  }

  private static final VarHandle PLACES = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long NO_BLOCK = -1;
  private static final int FLAGS = 2;

  /** A thread works on this place. */
  private static final long BUSY = 1;

  /** A flush has met this block, and {@link #noted} says when. */
  private static final long NOTED = 2;

  private static final long EMPTY = NO_BLOCK << FLAGS;

  /** Somebody else's turn takes some ten instructions, unless that thread lost its processor. */
  private static final int ATTEMPTS = 16;

  private final Output output;
  private final int blockShift;
  private final long allOfBlock;

  /** Of each place: {@code block << FLAGS}, and the flags. */
  private final long[] places;

  // Of each place, for whoever made it busy. Both are 0 where there is no block.
  private final long[] lows;
  private final long[] highs;

  /** Of each place, likewise: when a flush first met this block, if it is NOTED. */
  private final long[] noted;

  /**
   * Creates an empty one.
   *
   * @param blockSize k, a power of two from 1 to 64
   * @param places how many blocks are gathered at once, a power of two
   */
  FrameCoalescer(int blockSize, int places, Output output) {
    this.output = output;
    this.blockShift = Integer.numberOfTrailingZeros(blockSize);
    this.allOfBlock = -1L >>> (Long.SIZE - blockSize);
    this.places = new long[places];
    this.lows = new long[places];
    this.highs = new long[places];
    this.noted = new long[places];
    Arrays.fill(this.places, EMPTY);
  }

  /**
   * Takes in, or sends.
   *
   * @param code 1 to 3
   */
  void add(long seq, int code) {
    long block = seq >> blockShift;
    long base = block << blockShift;
    long bit = 1L << (seq - base);
    long low = (code & 1) == 0 ? 0 : bit;
    long high = (code & 2) == 0 ? 0 : bit;
    int place = (int) block & (places.length - 1);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Opaque: the exchange decides.
      long seen = (long) PLACES.getOpaque(places, place);
      if (occupy(place, seen)) {
        addTo(place, seen, block, bit, low, high);
        return;
      }
    }
    output.send(base, low, high);
  }

  /** Sends all that is gathered, but for what is being added at this moment by others. */
  void flush() {
    for (int place = 0; place < places.length; place++) {
      long seen = (long) PLACES.getOpaque(places, place);
      if (seen != EMPTY && occupy(place, seen)) {
        send(place, seen);
      }
    }
  }

  /**
   * Sends each block that a call of this method met so long ago.
   *
   * @param now of the same clock as in other calls, which may overflow
   */
  void flush(long now, long delay) {
    for (int place = 0; place < places.length; place++) {
      long seen = (long) PLACES.getOpaque(places, place);
      if (seen != EMPTY && occupy(place, seen)) {
        if ((seen & NOTED) == 0) {
          noted[place] = now;
        }
        if (now - noted[place] >= delay) {
          send(place, seen);
        } else {
          leave(place, seen | NOTED);
        }
      }
    }
  }

  private void addTo(int place, long seen, long block, long bit, long low, long high) {
    long oldLow = lows[place];
    long oldHigh = highs[place];
    boolean sameBlock = seen >> FLAGS == block;
    boolean again = sameBlock && ((oldLow | oldHigh) & bit) != 0;
    boolean joins = sameBlock && !again;
    long newLow = joins ? oldLow | low : low;
    long newHigh = joins ? oldHigh | high : high;
    // What is said again is asked for again: it is not to wait any more.
    boolean due = again || (newLow | newHigh) == allOfBlock;
    lows[place] = due ? 0 : newLow;
    highs[place] = due ? 0 : newHigh;
    leave(place, due ? EMPTY : joins ? seen : block << FLAGS);
    // Sending may take its time, so the place is free by now.
    if (!joins && seen != EMPTY) {
      output.send(seen >> FLAGS << blockShift, oldLow, oldHigh);
    }
    boolean sentWithOld = again && (oldLow & bit) == low && (oldHigh & bit) == high;
    if (due && !sentWithOld) {
      output.send(block << blockShift, newLow, newHigh);
    }
  }

  private void send(int place, long seen) {
    long low = lows[place];
    long high = highs[place];
    lows[place] = 0;
    highs[place] = 0;
    leave(place, EMPTY);
    output.send(seen >> FLAGS << blockShift, low, high);
  }

  private boolean occupy(int place, long seen) {
    // Acquire: pairs with the release in leave, so that the thread before has done all its work.
    return (seen & BUSY) == 0
        && (long) PLACES.compareAndExchangeAcquire(places, place, seen, seen | BUSY) == seen;
  }

  private void leave(int place, long next) {
    // Release: the work is done.
    PLACES.setRelease(places, place, next);
  }
}

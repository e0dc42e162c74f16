package exactlyonce.simulation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A set of small numbers. Thread-safe and lock-free. */
final class ConcurrentBitSet {
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;

  ConcurrentBitSet(int size) {
    words = new long[(size >>> 6) + 1];
  }

  /**
   * Adds a number; returns whether it was new. Volatile: whoever finds the number sees what came
   * before its addition.
   */
  boolean add(long number) {
    long bit = 1L << number;
    return ((long) WORDS.getAndBitwiseOr(words, (int) (number >>> 6), bit) & bit) == 0;
  }

  boolean contains(long number) {
    return ((long) WORDS.getAcquire(words, (int) (number >>> 6)) & 1L << number) != 0;
  }

  long size() {
    long size = 0;
    for (int i = 0; i < words.length; i++) {
      size += Long.bitCount((long) WORDS.getAcquire(words, i));
    }
    return size;
  }
}

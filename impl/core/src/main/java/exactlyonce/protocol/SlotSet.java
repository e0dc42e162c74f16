package exactlyonce.protocol;

import exactlyonce.window.Bounds;

/**
 * A set of sequence numbers, at most one for each slot of a window: one bit a slot. Not thread-safe.
 */
final class SlotSet {
  private final long[] words;
  private final int mask;

  SlotSet(int slots) {
    words = new long[(Bounds.requireWindowSize(slots) + Long.SIZE - 1) / Long.SIZE];
    mask = slots - 1;
  }

  /** Adds a number. It takes the place of any other in its slot. */
  void add(long seq) {
    words[word(seq)] |= 1L << slot(seq); // the shift uses the low six bits
  }

  void remove(long seq) {
    words[word(seq)] &= ~(1L << slot(seq));
  }

  /**
   * Returns the first element from {@code from} on, or {@code end} or more if there is none before
   * {@code end}. There are at most as many numbers from one to the other as slots.
   */
  long next(long from, long end) {
    long seq = from;
    while (seq < end) {
      long bits = words[word(seq)] >>> slot(seq);
      if (bits != 0) {
        return seq + Long.numberOfTrailingZeros(bits);
      }
      int inWord = Math.min(Long.SIZE, mask + 1);
      seq += inWord - (slot(seq) & (inWord - 1)); // the first number of the next word
    }
    return end;
  }

  private int word(long seq) {
    return slot(seq) / Long.SIZE;
  }

  private int slot(long seq) {
    return (int) seq & mask;
  }
}

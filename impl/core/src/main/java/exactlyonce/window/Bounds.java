package exactlyonce.window;

/** What is a number of a message, and what a window size. Stateless and thread-safe. */
public final class Bounds {
  /** The greatest number of a message: 2^60 - 1. */
  public static final long MAX_SEQ = (1L << 60) - 1;

  private Bounds() {}

  /** Whether a message can have this number: 0 to {@link #MAX_SEQ}. */
  public static boolean isSeq(long seq) {
    return seq >= 0 && seq <= MAX_SEQ;
  }

  /** Whether a window can have this size: a power of two from 1 to 2^30. */
  public static boolean isWindowSize(int windowSize) {
    return windowSize > 0 && Integer.bitCount(windowSize) == 1;
  }

  /**
   * Returns the window size.
   *
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public static int requireWindowSize(int windowSize) {
    if (!isWindowSize(windowSize)) {
      throw new IllegalArgumentException(
          "the window size must be a power of two from 1 to 2^30, not " + windowSize);
    }
    return windowSize;
  }
}

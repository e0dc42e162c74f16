package exactlyonce.window;

/** The valid ranges of sequence numbers and window sizes. Stateless and thread-safe. */
public final class Bounds {
  /** The greatest sequence number: 2^60 - 1. */
  public static final long MAX_SEQ = (1L << 60) - 1;

  /** The greatest window size: 2^30. */
  public static final int MAX_WINDOW_SIZE = 1 << 30;

  private Bounds() {}

  /** Returns whether this is a sequence number: from 0 to {@link #MAX_SEQ}. */
  public static boolean isSeq(long seq) {
    return seq >= 0 && seq <= MAX_SEQ;
  }

  /** Returns whether this is a window size: a power of two from 1 to 2^30. */
  public static boolean isWindowSize(int windowSize) {
    return windowSize > 0 && Integer.bitCount(windowSize) == 1;
  }

  /**
   * Returns the window size.
   *
   * @throws IllegalArgumentException if it is not a power of two from 1 to 2^30
   */
  public static int requireWindowSize(int windowSize) {
    if (!isWindowSize(windowSize)) {
      throw new IllegalArgumentException(
          "the window size must be a power of two from 1 to 2^30, not " + windowSize);
    }
    return windowSize;
  }
}

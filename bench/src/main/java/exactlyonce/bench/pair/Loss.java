package exactlyonce.bench.pair;

/** Which frames are lost: a fixed share of them, drawn from a seed. Not thread-safe. */
final class Loss {
  private final long threshold;
  private long state;

  /** Loses this share of all frames, from 0 to 1. */
  Loss(double share, long seed) {
    threshold = (long) (share * (1L << 32));
    state = seed * 0x9E3779B97F4A7C15L + 1;
  }

  boolean loses() {
    if (threshold == 0) {
      return false;
    }
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (state >>> 32) < threshold;
  }
}

package exactlyonce.protocol;

/**
 * When a sender asks about a message that was not answered: after a timeout that follows the measured
 * round trips, as in RFC 6298, then after twice that, and so on, up to {@code maxTimeoutNanos} between
 * two requests. It never gives up. Timeouts decide when an outcome becomes known, never which one it
 * is.
 *
 * <p>Doubling is for a path or a receiver that is dead or slow, not for frames that are lost now and
 * then: the slowest of W messages would hold up the window. So the timeout of a message is the first
 * one again, and not doubled, if a message that was submitted later is decided, some message was found
 * decided since this timeout began, and the last question was not answered by {@link
 * Status#IN_PROGRESS}.
 *
 * @param initialTimeoutNanos nanoseconds, at least 1: the first timeout before anything was measured,
 *     and the shortest ever; ideally a little more than the usual round trip
 * @param maxTimeoutNanos nanoseconds, at least the initial timeout and at most 2^61 (73 years)
 * @param jitter the fraction, from 0 to less than 1, by which a timeout may be shortened, so that
 *     senders or messages whose answers were lost together do not all ask at once
 */
public record RetryPolicy(long initialTimeoutNanos, long maxTimeoutNanos, double jitter) {
  private static final long LIMIT = 1L << 61;

  /**
   * Checks the timeouts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RetryPolicy {
    if (initialTimeoutNanos < 1
        || maxTimeoutNanos < initialTimeoutNanos
        || maxTimeoutNanos > LIMIT) {
      throw new IllegalArgumentException(
          "timeouts must satisfy 1 <= initial <= max <= 2^61 ns, not initial "
              + initialTimeoutNanos
              + ", max "
              + maxTimeoutNanos);
    }
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter must be from 0 to less than 1, not " + jitter);
    }
  }

  /** Timeouts without jitter. */
  public RetryPolicy(long initialTimeoutNanos, long maxTimeoutNanos) {
    this(initialTimeoutNanos, maxTimeoutNanos, 0);
  }

  /** Returns the timeout that follows this one, if it doubles. */
  public long afterTimeout(long timeoutNanos) {
    return Math.min(2 * timeoutNanos, maxTimeoutNanos);
  }

  /**
   * Returns a timeout shortened by its jitter.
   *
   * @param salt what the timeout is for: different salts get different jitter, and a salt always
   *     gets the same, so no state is kept
   */
  public long withJitter(long timeoutNanos, long salt) {
    if (jitter == 0) {
      return timeoutNanos;
    }
    // The finalizer of MurmurHash3: every bit of the input changes about half of the output.
    long hash = salt * 31 + timeoutNanos;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    double fraction = ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
    return timeoutNanos - (long) (timeoutNanos * jitter * fraction);
  }
}

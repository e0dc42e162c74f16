package exactlyonce.protocol;

/**
 * When a sender asks for a message that was not answered: after {@code initialTimeoutNanos}, then
 * after twice that, and so on up to {@code maxTimeoutNanos} between two questions. It never gives
 * up. Times decide when something is known, never what.
 *
 * @param initialTimeoutNanos nanoseconds, at least 1; best a little above the usual round trip
 * @param maxTimeoutNanos nanoseconds, at least the initial timeout and at most 2^61 (73 years)
 */
public record RetryPolicy(long initialTimeoutNanos, long maxTimeoutNanos) {
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
  }
}

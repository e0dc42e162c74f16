package exactlyonce.protocol;

/**
 * How long a message waits until it is asked about for the first time, from the round trips measured so
 * far. As RFC 6298 says: the smoothed round trip and four times its variation (but at least the time
 * between two polls), with gains 1/8 and 1/4. The bounds are those of the {@link RetryPolicy}, whose
 * jitter must not make it shorter.
 *
 * <p>What is measured is the time from the first poll after a message was sent to the first after it
 * was decided. No clock is read for it; its resolution is the time between two polls, and what takes
 * less counts as nothing. Of the messages that are decided between two polls, the slowest counts.
 *
 * <p>A message that was asked about is not measured (Karn's rule): it is unknown what the answer
 * answers. If it was not sent again, it may be that the answer was only slow. Then the timeout is
 * doubled for each such message of a poll, but not beyond the longest of theirs, and remains so until
 * there is a measurement. So it grows where round trips are longer than the timeout, and no message is ever
 * measured. If the message was sent again, the receiver did not have it: that says nothing about the
 * timeout.
 *
 * <p>Not thread-safe: used by the thread that polls. What is found in a poll takes effect after it.
 */
final class RoundTrips {
  private static final long NONE = -1;

  private final RetryPolicy policy;

  private boolean measured;
  private volatile long smoothed; // for whoever asks
  private long variation;
  private long timeout;

  // In the current poll.
  private long slowest = NONE;
  private int late;
  private long longestLate;

  RoundTrips(RetryPolicy policy) {
    this.policy = policy;
    timeout = policy.initialTimeoutNanos();
  }

  /** Returns the timeout, in nanoseconds. */
  long timeout() {
    return timeout;
  }

  /** Returns the smoothed round trip, in nanoseconds; 0 as long as none was measured. Thread-safe. */
  long smoothed() {
    return smoothed;
  }

  /** A message is decided that was never asked about, after this time. */
  void decided(long nanos) {
    slowest = Math.max(slowest, nanos);
  }

  /** A message is decided that was asked about and not sent again; its timeout had grown to this. */
  void decidedLate(long itsTimeout) {
    late++;
    longestLate = Math.max(longestLate, itsTimeout);
  }

  /**
   * Ends a poll.
   *
   * @param resolution nanoseconds since the poll before
   */
  void polled(long resolution) {
    if (slowest >= 0) {
      measure(Math.min(slowest, policy.maxTimeoutNanos()));
      double nanos = smoothed + Math.max(4.0 * variation, (double) resolution);
      timeout = bounded(nanos / (1 - policy.jitter()));
    } else {
      for (; late > 0 && timeout < longestLate; late--) {
        timeout = Math.min(longestLate, policy.afterTimeout(timeout));
      }
    }
    slowest = NONE;
    late = 0;
    longestLate = 0;
  }

  private void measure(long nanos) {
    if (measured) {
      long before = smoothed;
      variation += (Math.abs(before - nanos) - variation) / 4;
      smoothed = before + (nanos - before) / 8;
    } else {
      measured = true;
      smoothed = nanos;
      variation = nanos / 2;
    }
  }

  private long bounded(double nanos) {
    long most = policy.maxTimeoutNanos();
    return Math.max(policy.initialTimeoutNanos(), Math.min((long) nanos, most));
  }
}

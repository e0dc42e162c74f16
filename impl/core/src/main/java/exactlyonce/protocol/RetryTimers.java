package exactlyonce.protocol;

import java.util.Arrays;

/**
 * The deadlines of the messages in one window, 24 W bytes. Not thread-safe: it belongs to whoever
 * polls.
 */
final class RetryTimers {
  private final RetryPolicy policy;
  private final int mask;

  /** Per slot: the message that the other two speak of. */
  private final long[] armedFor;

  private final long[] deadlines;
  private final long[] timeouts;

  RetryTimers(int windowSize, RetryPolicy policy) {
    this.policy = policy;
    mask = windowSize - 1;
    armedFor = new long[windowSize];
    Arrays.fill(armedFor, -1);
    deadlines = new long[windowSize];
    timeouts = new long[windowSize];
  }

  /** Whether to ask for an open message now. Then the next time is set, twice as far away. */
  boolean due(long seq, long now) {
    int slot = (int) seq & mask;
    if (armedFor[slot] != seq) {
      armedFor[slot] = seq;
      arm(slot, now, policy.initialTimeoutNanos());
      return false;
    }
    if (deadlines[slot] - now > 0) { // a difference, for System.nanoTime may overflow
      return false;
    }
    arm(slot, now, policy.afterTimeout(timeouts[slot]));
    return true;
  }

  private void arm(int slot, long now, long timeout) {
    timeouts[slot] = timeout;
    deadlines[slot] = now + policy.withJitter(timeout, armedFor[slot]);
  }
}

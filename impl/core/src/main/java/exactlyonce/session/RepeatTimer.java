package exactlyonce.session;

import exactlyonce.protocol.RetryPolicy;

/** When to repeat a frame that was not answered. Not thread-safe. */
final class RepeatTimer {
  private final RetryPolicy retry;
  private boolean armed;
  private long deadline;
  private long timeout;
  private long salt;

  RepeatTimer(RetryPolicy retry) {
    this.retry = retry;
  }

  /** The frame was sent for the first time; the salt is for the jitter. */
  void restart(long newSalt) {
    armed = false;
    salt = newSalt;
  }

  /** Whether to repeat it now. Time runs from the first call; then at twice the distance each. */
  boolean isDue(long now) {
    if (!armed) {
      armed = true;
      timeout = retry.initialTimeoutNanos();
    } else if (deadline - now > 0) { // a difference, for System.nanoTime may overflow
      return false;
    } else {
      timeout = retry.afterTimeout(timeout);
      deadline = now + retry.withJitter(timeout, salt);
      return true;
    }
    deadline = now + retry.withJitter(timeout, salt);
    return false;
  }
}

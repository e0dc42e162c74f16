package exactlyonce.protocol;

/**
 * When to ask again about what was not answered: a deadline per slot, 24 bytes each. A slot serves
 * one subject at a time; a new subject in the slot starts with the first timeout. Not thread-safe:
 * used only by the thread that is polling.
 */
public final class RetryTimers {
  private static final long UNARMED = 0;

  private final RetryPolicy policy;
  private final int mask;

  /** Per slot: the subject of the deadline and the timeout. */
  private final long[] subjects;

  private final long[] deadlines;

  /** Per slot: the current timeout, or {@link #UNARMED}. */
  private final long[] timeouts;

  /**
   * Creates timers, none of them running.
   *
   * @param slots a power of two
   * @param policy the timeouts
   */
  public RetryTimers(int slots, RetryPolicy policy) {
    this.policy = policy;
    mask = slots - 1;
    subjects = new long[slots];
    deadlines = new long[slots];
    timeouts = new long[slots];
  }

  /**
   * Returns whether to ask about a subject now. If so, the next deadline is set, at twice the
   * timeout. The first call for a subject starts its timeout and returns false.
   *
   * @param subject a message's number, or anything else that is asked about; its low bits select
   *     the slot
   * @param now nanoseconds, as from {@link System#nanoTime}
   */
  public boolean isDue(long subject, long now) {
    int slot = slot(subject);
    if (timeouts[slot] == UNARMED || subjects[slot] != subject) {
      subjects[slot] = subject;
      arm(slot, now, policy.initialTimeoutNanos());
      return false;
    }
    if (deadlines[slot] - now > 0) { // a difference, because System.nanoTime may overflow
      return false;
    }
    arm(slot, now, policy.afterTimeout(timeouts[slot]));
    return true;
  }

  /** Makes the next call of {@link #isDue} for this subject start its timeout afresh. */
  public void restart(long subject) {
    timeouts[slot(subject)] = UNARMED;
  }

  private int slot(long subject) {
    return (int) subject & mask;
  }

  private void arm(int slot, long now, long timeout) {
    timeouts[slot] = timeout;
    deadlines[slot] = now + policy.withJitter(timeout, subjects[slot]);
  }
}

package exactlyonce.protocol;

/**
 * When to ask again for what was not answered: a deadline for each of several slots, 24 bytes a slot.
 * A slot serves one subject at a time, and the next one that comes starts its timeouts anew. Not
 * thread-safe: it belongs to whoever polls.
 */
public final class RetryTimers {
  private static final long UNARMED = 0;

  private final RetryPolicy policy;
  private final int mask;

  /** Per slot: the subject that the other two speak of. */
  private final long[] subjects;

  private final long[] deadlines;

  /** Per slot: the current timeout, or {@link #UNARMED}. */
  private final long[] timeouts;

  /**
   * Creates timers of which none runs.
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
   * Whether to ask about a subject now. Then the next deadline is set, at twice the timeout. The first
   * call for a subject starts its timeout, and is false.
   *
   * @param subject a message's number, or whatever else is asked for; its low bits choose the slot
   * @param now nanoseconds, as from {@link System#nanoTime}
   */
  public boolean isDue(long subject, long now) {
    int slot = slot(subject);
    if (timeouts[slot] == UNARMED || subjects[slot] != subject) {
      subjects[slot] = subject;
      arm(slot, now, policy.initialTimeoutNanos());
      return false;
    }
    if (deadlines[slot] - now > 0) { // a difference, for System.nanoTime may overflow
      return false;
    }
    arm(slot, now, policy.afterTimeout(timeouts[slot]));
    return true;
  }

  /** The next call of {@link #isDue} for this subject starts its timeout anew. */
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

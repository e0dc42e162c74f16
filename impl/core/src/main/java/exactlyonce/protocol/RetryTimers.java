package exactlyonce.protocol;

/**
 * When to ask again about what was not answered: a timeout per slot, 24 bytes each. Timeouts double,
 * unless the caller says otherwise. A slot serves one subject at a time; a new subject in the slot starts
 * with the first timeout. Not thread-safe: used only by the thread that is polling.
 */
public final class RetryTimers {
  private static final long UNARMED = 0;
  private static final long FIRST = -1;

  private final RetryPolicy policy;
  private final int mask;
  private long firstTimeout;

  /** Per slot: the subject of the timeout. */
  private final long[] subjects;

  /** Per slot: when the current timeout began. */
  private final long[] beginnings;

  /** Per slot: the current timeout, or {@link #FIRST}, or {@link #UNARMED}. */
  private final long[] timeouts;

  /**
   * Creates timers, none of them running.
   *
   * @param slots a power of two
   * @param policy the timeouts
   */
  public RetryTimers(int slots, RetryPolicy policy) {
    this.policy = policy;
    firstTimeout = policy.initialTimeoutNanos();
    mask = slots - 1;
    subjects = new long[slots];
    beginnings = new long[slots];
    timeouts = new long[slots];
  }

  /**
   * Returns whether to ask about a subject now. If so, the next timeout begins, twice as long. The
   * first call for a subject starts its timeout and returns false.
   *
   * @param subject a message's number, or anything else that is asked about; its low bits select
   *     the slot
   * @param now nanoseconds, as from {@link System#nanoTime}
   */
  public boolean isDue(long subject, long now) {
    int slot = slot(subject);
    if (!isRunning(subject)) {
      subjects[slot] = subject;
      arm(slot, now, FIRST);
      return false;
    }
    long timeout = timeout(subject);
    // A difference, because System.nanoTime may overflow.
    if (now - beginnings[slot] < policy.withJitter(timeout, subject)) {
      return false;
    }
    arm(slot, now, policy.afterTimeout(timeout));
    return true;
  }

  /** Makes the next call of {@link #isDue} for this subject start its timeout afresh. */
  public void restart(long subject) {
    timeouts[slot(subject)] = UNARMED;
  }

  /** Sets the first timeout, in nanoseconds, also of those subjects whose timeout it is. */
  void setFirstTimeout(long nanos) {
    firstTimeout = nanos;
  }

  /** Returns whether a subject has a timeout. */
  boolean isRunning(long subject) {
    return isRunningInSlotOf(subject) && subjects[slot(subject)] == subject;
  }

  /** Returns whether this subject has a timeout, or an earlier one in its slot. */
  boolean isRunningInSlotOf(long subject) {
    return timeouts[slot(subject)] != UNARMED;
  }

  /** Returns the last subject in the slot of this one that had a timeout. */
  long lastInSlotOf(long subject) {
    return subjects[slot(subject)];
  }

  /** Returns the current timeout of a subject that has one. */
  long timeout(long subject) {
    long timeout = timeouts[slot(subject)];
    return timeout == FIRST ? firstTimeout : timeout;
  }

  /** Returns when the current timeout of a subject that has one began. */
  long began(long subject) {
    return beginnings[slot(subject)];
  }

  /** Makes the current timeout of a subject that has one as long as the first, instead of doubled. */
  void useFirstTimeout(long subject) {
    timeouts[slot(subject)] = FIRST;
  }

  /** Makes the current timeout of a subject that has one begin again. */
  void beginAgain(long subject, long now) {
    beginnings[slot(subject)] = now;
  }

  private int slot(long subject) {
    return (int) subject & mask;
  }

  private void arm(int slot, long now, long timeout) {
    timeouts[slot] = timeout;
    beginnings[slot] = now;
  }
}

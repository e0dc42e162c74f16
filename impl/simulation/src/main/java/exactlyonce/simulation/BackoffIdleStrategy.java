package exactlyonce.simulation;

import java.util.concurrent.locks.LockSupport;

/**
 * How one thread waits for work: first it spins, then it yields, then it sleeps for 50 microseconds
 * at a time, so that more threads than processors make progress. Not thread-safe.
 */
final class BackoffIdleStrategy {
  private static final int SPINS = 20;
  private static final int YIELDS = 20;
  private static final long SLEEP_NANOS = 50_000;

  private int idle;

  /** To be called once per duty cycle; returns at once if the cycle did any work. */
  @SuppressWarnings("ThreadPriorityCheck") // a yield is a hint, and nothing relies on it
  void after(boolean worked) {
    if (worked) {
      idle = 0;
    } else if (idle < SPINS) {
      idle++;
      Thread.onSpinWait();
    } else if (idle < SPINS + YIELDS) {
      idle++;
      Thread.yield();
    } else {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }
}

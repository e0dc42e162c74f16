package exactlyonce.soak;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** When the next process is killed. */
interface KillPlan {
  /** Returns whether it is time, at most once for each kill. */
  boolean isDue(long confirmed);

  /**
   * Returns how many orders the sender may confirm before the next kill. It waits there: it could be at
   * its end before anyone has looked.
   */
  long mayConfirm();

  static KillPlan of(SoakSettings settings, SplittableRandom random) {
    return settings.time() == null
        ? new OverTheOrders(settings.orders(), settings.kills(), random)
        : new OverTheTime(random);
  }

  /** Some follow each other so closely that a process is killed before it has got anywhere. */
  final class OverTheOrders implements KillPlan {
    private static final double LAST = 0.9; // of the orders: the rest takes longer than a kill

    private final long[] confirmedAtKill;
    private int next;

    OverTheOrders(long orders, int kills, SplittableRandom random) {
      confirmedAtKill =
          random.longs(kills, 0, (long) (orders * LAST) + 1).sorted().toArray();
    }

    @Override
    public boolean isDue(long confirmed) {
      if (confirmed < mayConfirm()) {
        return false;
      }
      next++;
      return true;
    }

    @Override
    public long mayConfirm() {
      return next == confirmedAtKill.length ? Long.MAX_VALUE : confirmedAtKill[next];
    }
  }

  /** Every few seconds, but on a slow machine not so often that nothing gets done. */
  final class OverTheTime implements KillPlan {
    private static final long MEAN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int MOST_WITHOUT_PROGRESS = 3;

    private final SplittableRandom random;
    private long last = System.nanoTime();
    private long pause;
    private long confirmedAtKill = -1;
    private int withoutProgress;

    OverTheTime(SplittableRandom random) {
      this.random = random;
      pause = random.nextLong(2 * MEAN_NANOS);
    }

    @Override
    public boolean isDue(long confirmed) {
      if (confirmed > confirmedAtKill) {
        withoutProgress = 0;
      }
      if (System.nanoTime() - last < pause || withoutProgress == MOST_WITHOUT_PROGRESS) {
        return false;
      }
      last = System.nanoTime();
      pause = random.nextLong(2 * MEAN_NANOS);
      confirmedAtKill = confirmed;
      withoutProgress++;
      return true;
    }

    @Override
    public long mayConfirm() {
      return Long.MAX_VALUE;
    }
  }
}

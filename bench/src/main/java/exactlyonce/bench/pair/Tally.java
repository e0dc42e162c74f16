package exactlyonce.bench.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts messages, and notices if one was lost, doubled or confused: a sum of the numbers and one of
 * their squares belong to exactly the numbers below the count, but for an accident of 2^-64.
 *
 * <p>One thread adds. Any other may read the count, and the verdict once the adding thread is done.
 */
public class Tally {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Tally.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long count;
  private long sum;
  private long squares;

  /** Creates a tally of nothing. */
  public Tally() {}

  /** Adds a message. */
  public void add(long number) {
    sum += number;
    squares += number * number;
    COUNT.setRelease(this, count + 1);
  }

  /** Returns how many were added; everything before is visible. */
  public final long count() {
    return (long) COUNT.getAcquire(this);
  }

  /** Returns whether each of the numbers below this one was added once, and nothing else. */
  public final boolean isExactly(long end) {
    long expectedSum = 0;
    long expectedSquares = 0;
    for (long number = 0; number < end; number++) {
      expectedSum += number;
      expectedSquares += number * number;
    }
    return count() == end && sum == expectedSum && squares == expectedSquares;
  }
}

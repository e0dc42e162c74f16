package exactlyonce.bench.pair;

/**
 * Counts messages, and notices if one was lost, doubled or confused: a sum of the numbers and one of
 * their squares belong to exactly the numbers below the count, but for an accident of 2^-64.
 *
 * <p>One thread adds. Any other may read the count, and the verdict once the adding thread is done.
 */
public class Tally {
  private final PaddedLong count = new PaddedLong();
  private final PaddedLong sum = new PaddedLong();
  private final PaddedLong squares = new PaddedLong();

  /** Creates a tally of nothing. */
  public Tally() {}

  /** Adds a message. */
  public void add(long number) {
    sum.set(sum.get() + number);
    squares.set(squares.get() + number * number);
    count.publish(count.get() + 1);
  }

  /** Returns how many were added; everything before is visible. */
  public final long count() {
    return count.read();
  }

  /** Returns whether each of the numbers below this one was added once, and nothing else. */
  public final boolean isExactly(long end) {
    long expectedSum = 0;
    long expectedSquares = 0;
    for (long number = 0; number < end; number++) {
      expectedSum += number;
      expectedSquares += number * number;
    }
    return count() == end && sum.get() == expectedSum && squares.get() == expectedSquares;
  }
}

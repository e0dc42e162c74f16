package exactlyonce.simulation;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A side that crashes and starts again. Any number of threads may use it at once. When one of them
 * meets a crash, the others end at their next step; when all are out, the side is made anew from what
 * is on its disk.
 *
 * @param <T> the side
 */
final class Restartable<T> {
  private final Function<Incarnation, T> start;
  private final BooleanSupplier ends;

  /** Held for reading by those who use the side, for writing by the one who starts it again. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  private Incarnation incarnation;
  private T side;
  private long crashes;

  /**
   * Starts a side.
   *
   * @param probability of a crash, at each step
   * @param start makes the side, from its disk if there is something on it
   */
  Restartable(double probability, Randoms randoms, Function<Incarnation, T> start) {
    this.ends = () -> randoms.current().nextDouble() < probability;
    this.start = start;
    incarnation = new Incarnation(ends);
    side = start.apply(incarnation);
  }

  /** Uses the side; returns false if that ended in a crash. Then the side has started again. */
  boolean use(Consumer<? super T> work) {
    Incarnation used;
    inUse.readLock().lock();
    try {
      used = incarnation;
      work.accept(side);
      return true;
    } catch (Incarnation.Crash e) {
      used = incarnation; // it cannot have changed
    } finally {
      inUse.readLock().unlock();
    }
    startAgain(used);
    return false;
  }

  long crashes() {
    inUse.readLock().lock();
    try {
      return crashes;
    } finally {
      inUse.readLock().unlock();
    }
  }

  private void startAgain(Incarnation ended) {
    inUse.writeLock().lock();
    try {
      if (incarnation == ended) { // the first of those that met this crash
        crashes++;
        incarnation = new Incarnation(ends);
        side = start.apply(incarnation);
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.SenderFailedException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A side that crashes and restarts. Thread-safe: any number of threads may use it at once. When one
 * of them hits a crash, the others crash at their next step. When all have left the side, it is
 * created again from its disk.
 *
 * @param <T> the side
 */
final class Restartable<T> {
  private final Function<Incarnation, T> start;
  private final BooleanSupplier crashesNow;

  /** The read lock is held while using the side, the write lock while restarting it. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  private Incarnation incarnation;
  private T side;
  private long crashes;

  /**
   * Starts a side.
   *
   * @param probability the probability of a crash at each step
   * @param randoms decides at each step
   * @param start creates the side, from the contents of its disk if there are any
   */
  Restartable(double probability, Randoms randoms, Function<Incarnation, T> start) {
    this.crashesNow = () -> randoms.current().nextDouble() < probability;
    this.start = start;
    incarnation = new Incarnation(crashesNow);
    side = start.apply(incarnation);
  }

  /** Uses the side; returns false if this ended in a crash, and then the side has restarted. */
  boolean use(Consumer<? super T> work) {
    Incarnation used;
    inUse.readLock().lock();
    try {
      used = incarnation;
      work.accept(side);
      return true;
    } catch (Incarnation.Crash e) {
      used = incarnation; // unchanged, because the read lock is still held
    } catch (SenderFailedException e) { // another thread has hit the crash
      if (!(e.getCause() instanceof Incarnation.Crash)) {
        throw e;
      }
      used = incarnation;
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
      if (incarnation == ended) { // the first of the threads that hit this crash
        crashes++;
        incarnation = new Incarnation(crashesNow);
        side = start.apply(incarnation);
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}

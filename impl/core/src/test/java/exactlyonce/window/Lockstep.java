package exactlyonce.window;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Two threads that run the same rounds and start each one as simultaneously as they can. */
final class Lockstep {
  private Lockstep() {}

  static void run(int rounds, IntConsumer first, IntConsumer second) throws InterruptedException {
    AtomicInteger arrivals = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread other = new Thread(() -> rounds(rounds, second, arrivals, failure));
    other.start();
    rounds(rounds, first, arrivals, failure);
    other.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private static void rounds(
      int rounds, IntConsumer step, AtomicInteger arrivals, AtomicReference<Throwable> failure) {
    try {
      for (int round = 0; round < rounds && failure.get() == null; round++) {
        arrivals.incrementAndGet();
        for (int spins = 0; arrivals.get() < 2 * (round + 1) && failure.get() == null; spins++) {
          if (spins > 1000) {
            Thread.yield(); // the other thread has lost its processor
          } else {
            Thread.onSpinWait();
          }
        }
        step.accept(round);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}

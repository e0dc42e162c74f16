package exactlyonce.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The threads of a run. They start together and stop together, and the first failure is kept. */
final class WorkerThreads {
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch finished = new CountDownLatch(1); // or failed
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile boolean stalled;

  /** Adds a thread, which must end soon after {@link #stopped} becomes true. */
  void add(String name, Runnable work) {
    Thread thread = new Thread(() -> guarded(work), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  /** Returns whether the threads must end. */
  boolean stopped() {
    return stopped;
  }

  /** Returns whether there was no progress for the stall limit. */
  boolean stalled() {
    return stalled;
  }

  /** Signals that the run has reached its end; may be called by any thread. */
  void finish() {
    finished.countDown();
  }

  /**
   * Runs until {@link #finish} is called, or until there was no progress for the stall limit. All
   * threads have ended when this returns or throws.
   *
   * @return the duration in seconds
   * @throws InterruptedException if the calling thread is interrupted, which aborts the run
   * @throws IllegalStateException if one of the threads failed, with its exception as cause
   */
  double run(LongSupplier progress, long stallLimitNanos) throws InterruptedException {
    long start = System.nanoTime();
    threads.forEach(Thread::start);
    try {
      await(progress, stallLimitNanos);
    } finally {
      stopped = true;
      join();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a thread of the run failed", cause);
    }
    return seconds;
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) { // reported by run()
      failure.compareAndSet(null, e);
      finish();
    }
  }

  private void await(LongSupplier progress, long stallLimitNanos) throws InterruptedException {
    long last = -1;
    long since = System.nanoTime();
    while (!finished.await(50, TimeUnit.MILLISECONDS)) {
      long now = System.nanoTime();
      if (last != progress.getAsLong()) {
        last = progress.getAsLong();
        since = now;
      } else if (now - since > stallLimitNanos) {
        stalled = true;
        return;
      }
    }
  }

  /** Waits for all threads, even if interrupted; restores the interrupt status at the end. */
  private void join() {
    for (Thread thread : threads) {
      thread.interrupt();
      join(thread);
    }
  }

  /** Waits for a thread, even if interrupted; restores the interrupt status at the end. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package exactlyonce.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same to several things, some of them at the same time. */
public final class InParallel {

  /** What is done to each. */
  public interface Work<T, R> {
    R of(T thing) throws InterruptedException;
  }

  private InParallel() {}

  /**
   * Begins with the things in their order, as many at a time as there are threads.
   *
   * @return the results, in the order of the things
   * @throws RuntimeException as the work throws it; what has not begun by then is not done
   */
  public static <T, R> List<R> on(int threads, Collection<T> things, Work<T, R> work)
      throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<R>> running = new ArrayList<>();
      for (T thing : things) {
        running.add(executor.submit(() -> work.of(thing)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}

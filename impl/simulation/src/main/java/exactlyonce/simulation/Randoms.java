package exactlyonce.simulation;

import java.util.SplittableRandom;

/** One random generator per thread, all derived from one seed. Thread-safe. */
final class Randoms {
  private final SplittableRandom root;
  private final ThreadLocal<SplittableRandom> randoms = ThreadLocal.withInitial(this::split);

  Randoms(long seed) {
    root = new SplittableRandom(seed);
  }

  /** Returns the calling thread's generator. */
  SplittableRandom current() {
    return randoms.get();
  }

  private synchronized SplittableRandom split() { // once per thread
    return root.split();
  }
}

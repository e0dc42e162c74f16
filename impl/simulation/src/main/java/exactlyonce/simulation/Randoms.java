package exactlyonce.simulation;

import java.util.SplittableRandom;

/** One random generator for each thread, all derived from one seed. */
final class Randoms {
  private final SplittableRandom root;
  private final ThreadLocal<SplittableRandom> randoms = ThreadLocal.withInitial(this::split);

  Randoms(long seed) {
    root = new SplittableRandom(seed);
  }

  /** The calling thread's generator. */
  SplittableRandom current() {
    return randoms.get();
  }

  private synchronized SplittableRandom split() { // once a thread
    return root.split();
  }
}

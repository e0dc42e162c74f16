package exactlyonce.simulation;

import java.util.function.BooleanSupplier;

/**
 * One incarnation of a side, from its start to its crash. Whatever the side does that can be seen from
 * outside, it does between two calls of {@link #step}, each of which may be the end: every thread that
 * comes to one of them later ends there as well.
 */
final class Incarnation {
  /** Thrown out of the side, up to whoever called it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("simulated", null, false, false); // nobody looks at the stack trace
    }
  }

  private final BooleanSupplier ends;
  private volatile boolean over;

  /** Starts an incarnation that ends at the first step at which this says so. */
  Incarnation(BooleanSupplier ends) {
    this.ends = ends;
  }

  void step() {
    if (over || ends.getAsBoolean()) {
      over = true;
      throw new Crash();
    }
  }
}

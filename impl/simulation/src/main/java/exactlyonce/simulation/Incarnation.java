package exactlyonce.simulation;

import java.util.function.BooleanSupplier;

/**
 * One incarnation of a side, from its start to its crash. Every action of the side that is visible
 * from outside lies between two calls of {@link #step}, and any of these calls may be the crash.
 * Every thread that calls {@link #step} after that crashes as well. Thread-safe.
 */
final class Incarnation {
  /** Propagates out of the side to its caller. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("simulated", null, false, false); // no one reads the stack trace
    }
  }

  private final BooleanSupplier crashesNow;
  private volatile boolean over;

  /**
   * Starts an incarnation that crashes at the first step at which {@code crashesNow} returns true.
   */
  Incarnation(BooleanSupplier crashesNow) {
    this.crashesNow = crashesNow;
  }

  void step() {
    if (over || crashesNow.getAsBoolean()) {
      over = true;
      throw new Crash();
    }
  }
}

package exactlyonce.stress.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Checks by Lincheck: random scenarios of three threads, each with many interleavings of their accesses under
 * sequential consistency. The results must be those of some order of the operations on a plain object, and
 * no thread may wait for another.
 */
final class Linearizability {
  static final int WINDOW_SIZE = 2;

  /** How many scenarios; more with {@code -Dlincheck=100}. */
  private static final int SCENARIOS = Integer.getInteger("lincheck", 10);

  private Linearizability() {}

  static void check(Class<?> concurrent, Class<?> sequential) {
    options(sequential).check(concurrent);
  }

  static ModelCheckingOptions options(Class<?> sequential) {
    return new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(1)
        .iterations(SCENARIOS)
        .invocationsPerIteration(500)
        .checkObstructionFreedom(true)
        .sequentialSpecification(sequential);
  }
}

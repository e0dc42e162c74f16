package exactlyonce.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Checks whether the benchmarks allocate what they must. Times are reported but never checked. */
final class AllocationCheck {
  /**
   * Bytes for an operation that count as none. The smallest object has 8 bytes, so one in 800
   * operations would be seen. The profiler and JMH allocate some kilobytes in an iteration themselves;
   * spread over its millions of operations that stays below a tenth of the limit, on a machine that
   * is busy with ten other things still below half.
   */
  static final double MAX_NONE = 0.01;

  /**
   * The least that the map must allocate, in bytes per operation: one object for a boxed number.
   */
  static final double MIN_SOME = 16;

  private AllocationCheck() {}

  /**
   * Compares what was measured with what must be.
   *
   * @return what is wrong, a line each; empty if all is well
   */
  static List<String> complaints(Map<String, Allocation> expected, List<Cost> costs) {
    List<String> complaints = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(expected.keySet());
    for (Cost cost : costs) {
      Allocation allocation = expected.get(cost.benchmark());
      if (allocation == null) {
        complaints.add(cost.benchmark() + ": ran, but no expectation is listed");
      } else if (!missing.remove(cost.benchmark())) {
        complaints.add(cost.benchmark() + ": is duplicated");
      } else if (!allowed(cost.bytes(), allocation)) {
        complaints.add(String.format(
            Locale.ROOT,
            "%s: allocates %.4f B/op, and must allocate %s",
            cost.benchmark(),
            cost.bytes(),
            allocation));
      }
    }
    for (String benchmark : missing) {
      complaints.add(benchmark + ": did not run");
    }
    return complaints;
  }

  /** False for what is not a number. */
  private static boolean allowed(double bytes, Allocation allocation) {
    return switch (allocation) {
      case NONE -> bytes < MAX_NONE;
      case SOME -> bytes > MIN_SOME;
    };
  }
}

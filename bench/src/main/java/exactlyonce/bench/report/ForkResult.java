package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one JVM has measured.
 *
 * @param samples its iterations, in order
 * @param bytes allocated for each operation; NaN if not measured
 * @param failure what was wrong with the work itself, or null
 */
record ForkResult(
    List<Sample> samples, double bytes, @Nullable String failure) {
  /** How much the halves of a fork may differ. */
  private static final double DRIFT = 0.1;

  /** Returns whether the second half of the iterations was as fast as the first. */
  boolean isSteady() {
    int half = samples.size() / 2;
    if (half == 0) {
      return false;
    }
    double first = median(samples.subList(0, half));
    double second = median(samples.subList(samples.size() - half, samples.size()));
    return Math.abs(first - second) <= DRIFT * Math.min(first, second);
  }

  private static double median(List<Sample> samples) {
    double[] sorted =
        samples.stream().mapToDouble(Sample::nanosPerMessage).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Sample;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The median of the iterations of all forks, without those that were starved.
 *
 * @param median nanoseconds for each operation or message
 * @param low the lower end of an interval that has the true median with a probability of 95 % if
 *     iterations are independent, by order statistics; with fewer than six iterations, the least
 * @param high the upper end
 * @param kept how many iterations count
 * @param total how many there were
 * @param busy whether so many were starved that the least starved ones had to be taken
 * @param steady how many forks were in a steady state
 * @param forks how many there were
 * @param bytes the most that a fork allocated for each operation; NaN if not measured
 * @param failure the first failure of a fork, or null: a figure with a failure is no result
 */
record Summary(
    double median,
    double low,
    double high,
    int kept,
    int total,
    boolean busy,
    int steady,
    int forks,
    double bytes,
    @Nullable String failure) {
  /** An iteration that could have less of the processors than this was starved. */
  static final double MIN_SHARE = 0.95;

  private static final int MIN_KEPT = 3;
  private static final double Z = 1.96;
  private static final double NANOS_PER_MICRO = 1e3;

  static Summary of(List<ForkResult> forks) {
    List<Sample> all = forks.stream().flatMap(fork -> fork.samples().stream()).toList();
    List<Sample> kept =
        all.stream().filter(sample -> sample.share() >= MIN_SHARE).toList();
    boolean busy = kept.size() < Math.min(MIN_KEPT, all.size());
    if (busy) {
      kept = all.stream()
          .sorted(Comparator.comparingDouble(Sample::share).reversed())
          .limit(Math.max(MIN_KEPT, all.size() / 2))
          .toList();
    }
    double[] sorted =
        kept.stream().mapToDouble(Sample::nanosPerMessage).sorted().toArray();
    int n = sorted.length;
    int below = Math.max(0, (int) Math.floor((n - Z * Math.sqrt(n)) / 2) - 1);
    return new Summary(
        n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
        n == 0 ? Double.NaN : sorted[Math.min(below, n - 1)],
        n == 0 ? Double.NaN : sorted[Math.max(0, n - 1 - below)],
        n,
        all.size(),
        busy,
        (int) forks.stream().filter(ForkResult::isSteady).count(),
        forks.size(),
        forks.stream().mapToDouble(ForkResult::bytes).max().orElse(Double.NaN),
        firstFailure(forks));
  }

  private static @Nullable String firstFailure(List<ForkResult> forks) {
    for (ForkResult fork : forks) {
      if (fork.failure() != null) {
        return fork.failure();
      }
    }
    return null;
  }

  /** Returns million operations a second, of which each takes so long. */
  static double rate(double nanos) {
    return NANOS_PER_MICRO / nanos;
  }

  /** Returns the median, in million operations a second. */
  double rate() {
    return rate(median);
  }

  /** Returns the median rate with its marks, or why there is none. */
  String rateOrFailure() {
    if (isSound()) {
      return Chart.number(rate()) + marks();
    }
    return failure == null ? "not measured" : "FAIL: " + failure;
  }

  /** Returns what must be said beside the figure. */
  String marks() {
    return (busy ? " (busy)" : "") + (2 * steady < forks ? " (not steady)" : "");
  }

  /** Returns whether the figure is one. */
  boolean isSound() {
    return failure == null && kept > 0 && Double.isFinite(median);
  }
}

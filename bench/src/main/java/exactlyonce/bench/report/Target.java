package exactlyonce.bench.report;

import java.util.Locale;

/**
 * A target, and how far the library is from it.
 *
 * @param what is compared
 * @param ratio the figure in units of another of the same run, or a number of bytes
 * @param least what the accesses alone take that nobody can do without, in the same unit; NaN if that was
 *     not measured
 * @param bound the target, for example "at most 1.1"
 * @param verdict whether it is reached
 */
record Target(String what, Ratio ratio, double least, String bound, String verdict) {
  static Target atMost(String what, Summary figure, Summary limit, double bound) {
    return atMost(what, Ratio.of(figure, limit), bound);
  }

  static Target atMost(String what, Ratio ratio, double bound) {
    return new Target(what, ratio, Double.NaN, "at most " + bound, ratio.atMost(bound));
  }

  /** Returns the same, with what accesses take that nobody can do without. */
  Target withLeast(double figure) {
    return new Target(what, ratio, figure, bound, verdict);
  }

  /** A target for rates, given times. */
  static Target rateAtLeast(String what, Summary figure, Summary limit, double bound) {
    Ratio ratio = Ratio.of(figure, limit).inverse();
    return new Target(what, ratio, Double.NaN, "at least " + bound, ratio.atLeast(bound));
  }

  /** A target of no allocation: as in the gate, less than an object in hundreds of operations. */
  static Target noBytes(String what, double bytes) {
    Ratio ratio = Ratio.exactly(bytes);
    return new Target(what, ratio, Double.NaN, "0", ratio.atMost(ControlCheck.MAX_BYTES));
  }

  /** Returns the interval of the ratio, if there is one. */
  String interval() {
    return ratio.low() < ratio.high()
        ? Chart.number(ratio.low()) + " to " + Chart.number(ratio.high())
        : "";
  }

  /** Returns the least figure, if there is one. */
  String leastFigure() {
    return Double.isNaN(least) ? "" : Chart.number(least);
  }

  /** Returns the figure; what counts as no bytes is shown as none. */
  String figure() {
    if (Double.isNaN(ratio.value())) {
      return "";
    }
    return bound.equals("0")
        ? String.format(Locale.ROOT, "%.0f", ratio.value())
        : Chart.number(ratio.value());
  }
}

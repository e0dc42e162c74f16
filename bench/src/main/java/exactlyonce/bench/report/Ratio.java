package exactlyonce.bench.report;

/**
 * One median in units of another, of the same run.
 *
 * @param value the ratio
 * @param low the least that both intervals allow
 * @param high the most
 */
record Ratio(double value, double low, double high) {
  /** Returns a figure without an interval. */
  static Ratio exactly(double value) {
    return new Ratio(value, value, value);
  }

  static Ratio of(Summary numerator, Summary denominator) {
    return new Ratio(
        numerator.median() / denominator.median(),
        numerator.low() / denominator.high(),
        numerator.high() / denominator.low());
  }

  /** Says whether it is at most the limit: with certainty, or only within noise. */
  String atMost(double limit) {
    if (Double.isNaN(value)) {
      return "not measured";
    }
    if (high <= limit) {
      return "met";
    }
    return low > limit ? "missed" : "within noise";
  }

  /** Says whether it is at least the limit. */
  String atLeast(double limit) {
    if (Double.isNaN(value)) {
      return "not measured";
    }
    if (low >= limit) {
      return "met";
    }
    return high < limit ? "missed" : "within noise";
  }

  /** Returns the inverse: of times, the ratio of the rates. */
  Ratio inverse() {
    return new Ratio(1 / value, 1 / high, 1 / low);
  }
}

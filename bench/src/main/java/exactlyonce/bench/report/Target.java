package exactlyonce.bench.report;

/**
 * A distance to a limit: a figure in units of another of the same run.
 *
 * @param what is compared
 * @param ratio the figure
 * @param bound the target, for example "at most 1.1"; empty if there is none
 * @param verdict whether it is reached
 */
record Target(String what, Ratio ratio, String bound, String verdict) {
  static Target atMost(String what, Summary figure, Summary limit, double bound) {
    Ratio ratio = Ratio.of(figure, limit);
    return new Target(what, ratio, "at most " + bound, ratio.atMost(bound));
  }

  /** A target for rates, given times. */
  static Target rateAtLeast(String what, Summary figure, Summary limit, double bound) {
    Ratio ratio = Ratio.of(figure, limit).inverse();
    return new Target(what, ratio, "at least " + bound, ratio.atLeast(bound));
  }
}

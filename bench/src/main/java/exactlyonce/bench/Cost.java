package exactlyonce.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH measured of one benchmark.
 *
 * @param benchmark its class and method, and the window size in brackets if it has one
 * @param nanos nanoseconds for an operation
 * @param bytes allocated for an operation; not a number if nobody measured them
 */
record Cost(String benchmark, double nanos, double bytes) {
  /** Takes the numbers from a result of JMH, in nanoseconds for an operation. */
  static Cost of(RunResult result) {
    BenchmarkParams params = result.getParams();
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Cost(
        name(params),
        result.getPrimaryResult().getScore(),
        allocated == null ? Double.NaN : allocated.getScore());
  }

  private static String name(BenchmarkParams params) {
    String prefix = Cost.class.getPackageName() + ".";
    String name = params.getBenchmark().replace(prefix, "");
    return params.getParamsKeys().contains("windowSize")
        ? name + "(" + params.getParam("windowSize") + ")"
        : name;
  }
}

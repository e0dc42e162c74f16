package exactlyonce.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The result of one benchmark, as measured by JMH.
 *
 * @param benchmark its class and method, with the window size in parentheses if it has one
 * @param nanos nanoseconds per operation
 * @param bytes bytes allocated per operation; NaN if not measured
 */
record Cost(String benchmark, double nanos, double bytes) {
  /** Converts a result of JMH, in nanoseconds per operation. */
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

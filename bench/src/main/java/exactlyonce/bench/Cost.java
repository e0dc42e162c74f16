package exactlyonce.bench;

import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The result of one benchmark, as measured by JMH.
 *
 * @param benchmark its class and method, with its parameters in parentheses if it has any
 * @param nanos nanoseconds per operation
 * @param bytes bytes allocated per operation; NaN if not measured
 */
public record Cost(String benchmark, double nanos, double bytes) {
  /** Converts a result of JMH, in nanoseconds per operation. */
  static Cost of(RunResult result) {
    BenchmarkParams params = result.getParams();
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Cost(
        name(params),
        result.getPrimaryResult().getScore(),
        allocated == null ? Double.NaN : allocated.getScore());
  }

  /** Returns the name of a benchmark, as above. */
  public static String name(BenchmarkParams params) {
    String prefix = Cost.class.getPackageName() + ".";
    String name = params.getBenchmark().replace(prefix, "");
    String values = params.getParamsKeys().stream()
        .sorted()
        .map(params::getParam)
        .collect(Collectors.joining(", "));
    return values.isEmpty() ? name : name + "(" + values + ")";
  }
}

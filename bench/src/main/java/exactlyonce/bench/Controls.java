package exactlyonce.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Negative controls: benchmarks that are wrong on purpose. A report in which one of them is not
 * flagged cannot be trusted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Controls {
  private static final double CONSTANT = 2;

  private double variable = 2;

  /** The result is not used, so the compiler removes the work: it takes as long as nothing. */
  @Benchmark
  public void deadCode() {
    work(variable);
  }

  /** The argument is known to the compiler, which computes the result once. */
  @Benchmark
  public double constantFold() {
    return work(CONSTANT);
  }

  /** The same work, done: it takes longer than nothing. */
  @Benchmark
  public double honest() {
    return work(variable);
  }

  /** An object for each operation. */
  @Benchmark
  public Object allocation() {
    return new long[1];
  }

  private static double work(double x) {
    return Math.sqrt(x * x * 3 + x) / (x + 1);
  }
}

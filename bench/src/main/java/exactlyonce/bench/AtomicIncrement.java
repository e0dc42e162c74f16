package exactlyonce.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Baseline: one uncontended atomic increment, the least that a claim by compare-and-exchange can
 * cost. Read other times as multiples of this one, from the same run on the same machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AtomicIncrement {
  private final AtomicLong counter = new AtomicLong();

  /** Increments the counter. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long increment() {
    for (int i = 1; i < Batch.SIZE; i++) {
      counter.incrementAndGet();
    }
    return counter.incrementAndGet();
  }
}

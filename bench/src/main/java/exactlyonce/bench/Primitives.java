package exactlyonce.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Limits: what the single steps cost of which a message is made. In one thread, uncontended. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Primitives {
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int MASK = 1023;

  private final AtomicLong counter = new AtomicLong();
  private final long[] slots = new long[MASK + 1];
  private long next;

  /** Nothing: what JMH adds to every benchmark. */
  @Benchmark
  public void empty() {}

  /** One compare-and-exchange that succeeds. */
  @Benchmark
  public boolean compareAndSet() {
    long seen = next++;
    return counter.compareAndSet(seen, seen + 1);
  }

  /** One store with release, to the next of 1,024 slots. */
  @Benchmark
  public long releaseStore() {
    long seq = next++;
    SLOTS.setRelease(slots, (int) seq & MASK, seq);
    return seq;
  }

  /** One read of the clock. */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime();
  }
}

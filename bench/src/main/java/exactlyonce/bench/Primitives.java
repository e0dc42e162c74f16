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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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
  @OperationsPerInvocation(Batch.SIZE)
  public boolean compareAndSet() {
    boolean all = true;
    for (int i = 0; i < Batch.SIZE; i++) {
      long seen = next++;
      all &= counter.compareAndSet(seen, seen + 1);
    }
    return all;
  }

  /** One read with acquire, of the next of 1,024 slots. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long acquireRead() {
    long sum = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      sum += (long) SLOTS.getAcquire(slots, (int) next++ & MASK);
    }
    return sum;
  }

  /** One store with release, to the next of 1,024 slots. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long releaseStore() {
    for (int i = 0; i < Batch.SIZE; i++) {
      long seq = next++;
      SLOTS.setRelease(slots, (int) seq & MASK, seq);
    }
    return next;
  }

  /**
   * One compare-and-exchange of the next of 1,024 slots, and a store with release to the same: claim
   * and publish, with nothing asked and nothing checked.
   */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public boolean exchangeAndRelease() {
    boolean all = true;
    for (int i = 0; i < Batch.SIZE; i++) {
      long seq = next++;
      int slot = (int) seq & MASK;
      long seen = seq <= MASK ? 0 : 2 * (seq - MASK - 1) + 1;
      all &= (long) SLOTS.compareAndExchangeAcquire(slots, slot, seen, 2 * seq) == seen;
      SLOTS.setRelease(slots, slot, 2 * seq + 1);
    }
    return all;
  }

  /** One read of the clock. */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime(); // in a loop it may read ahead
  }
}

package exactlyonce.bench;

import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
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
 * Limits: an object goes through one queue of JCTools and comes back through another, in one thread.
 * It is what two sides exchange at least, without any protocol.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueThereAndBack {
  private static final int CAPACITY = 1024;

  private final Object payload = new Object();
  private final Pair singleProducer =
      new Pair(new SpscArrayQueue<>(CAPACITY), new SpscArrayQueue<>(CAPACITY));
  private final Pair manyProducers =
      new Pair(new MpscArrayQueue<>(CAPACITY), new MpscArrayQueue<>(CAPACITY));

  private record Pair(Queue<Object> there, Queue<Object> back) {
    @Nullable Object trip(Object object) {
      there.offer(object);
      Object arrived = there.poll();
      if (arrived != null) {
        back.offer(arrived);
      }
      return back.poll();
    }
  }

  /** Single-producer queues. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int spsc() {
    return trips(singleProducer);
  }

  /** Multi-producer queues. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int mpsc() {
    return trips(manyProducers);
  }

  private int trips(Pair queues) {
    int arrived = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      arrived += queues.trip(payload) == payload ? 1 : 0;
    }
    return arrived;
  }
}

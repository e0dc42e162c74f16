package exactlyonce.bench;

import exactlyonce.window.Answer;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.ReceiveWindow;
import exactlyonce.window.SendWindow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Two threads on the same window, without anything between them: the worst that they can do to each other. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Threads(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TwoThreads {
  private static final OutcomeListener<Object, Object> LISTENER =
      (seq, payload, outcome, reply) -> {};

  /** What both threads use. */
  @State(Scope.Benchmark)
  public static class Shared {
    @Param({"64", "1024"})
    int windowSize;

    private final Object payload = new Object();
    private final AtomicLong counter = new AtomicLong();
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private ReceiveWindow receiving;
    private SendWindow<Object> sending;

    /** Creates the windows. */
    @Setup
    public void create() {
      receiving = new ReceiveWindow(windowSize);
      sending = new SendWindow<>(windowSize);
    }

    /** Checks that every message was claimed by one thread. */
    @TearDown
    public void check() {
      if (claimed.get() != received.get()) {
        throw new IllegalStateException(claimed + " claims of " + received + " messages");
      }
    }
  }

  /** Which message arrives next at a thread: every message arrives at both. */
  @State(Scope.Thread)
  public static class Arriving {
    private long next;
  }

  /** Limit: a counter that both increment. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long increment(Shared shared) {
    for (int i = 1; i < Batch.SIZE; i++) {
      shared.counter.incrementAndGet();
    }
    return shared.counter.incrementAndGet();
  }

  /** Each message arrives at both threads; one claims and delivers it. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long receive(Shared shared, Arriving arriving) {
    ReceiveWindow window = shared.receiving;
    long end = arriving.next + Batch.SIZE;
    int claimed = 0;
    for (long seq = arriving.next; seq < end; seq++) {
      Answer answer = window.claim(seq);
      while (answer == Answer.REFUSED) { // the message W before is still being handled
        Thread.onSpinWait();
        answer = window.claim(seq);
      }
      if (answer == Answer.CLAIMED) {
        window.deliver(seq);
        claimed++;
      }
    }
    arriving.next = end;
    shared.claimed.addAndGet(claimed);
    shared.received.accumulateAndGet(end, Math::max);
    return end;
  }

  /** Each thread submits messages, and brings their acknowledgements. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long send(Shared shared) {
    SendWindow<Object> window = shared.sending;
    long last = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      long seq = window.append(shared.payload);
      while (seq == SendWindow.WINDOW_FULL) { // the message W before is not yet acknowledged
        Thread.onSpinWait();
        seq = window.append(shared.payload);
      }
      if (!window.resolve(seq, Outcome.DELIVERED, null, LISTENER)) {
        throw new IllegalStateException("message " + seq + " was acknowledged before");
      }
      last = seq;
    }
    return last;
  }
}

package exactlyonce.bench;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Is this message new? Compares the receive window with the map that one would use without it,
 * which remembers as many messages. In one thread: the cost without contention.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DedupClaim {
  /** A receive window, and the next new message. */
  @State(Scope.Thread)
  public static class Fresh {
    @Param({"64", "1024"})
    int windowSize;

    private ReceiveWindow window;
    private long next;

    /** Creates the window. */
    @Setup
    public void create() {
      window = new ReceiveWindow(windowSize);
      next = 0;
    }
  }

  /** A receive window full of delivered messages. */
  @State(Scope.Thread)
  public static class Known {
    @Param({"64", "1024"})
    int windowSize;

    private ReceiveWindow window;
    private int mask;

    /** Delivers one window of messages. */
    @Setup
    public void deliverAll() {
      window = new ReceiveWindow(windowSize);
      mask = windowSize - 1;
      for (long seq = 0; seq < windowSize; seq++) {
        if (window.claim(seq) != Answer.CLAIMED) {
          throw new IllegalStateException("message " + seq + " is not new");
        }
        window.deliver(seq);
      }
    }
  }

  /** A map of the latest messages, and the next new message. */
  @State(Scope.Thread)
  public static class Mapped {
    @Param({"64", "1024"})
    int windowSize;

    private ConcurrentHashMap<Long, Boolean> seen;
    private long next;

    /** Creates the map. */
    @Setup
    public void create() {
      seen = new ConcurrentHashMap<>(2 * windowSize);
      next = 0;
    }
  }

  /** A new message: claimed, and delivered. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long fresh(Fresh state) {
    ReceiveWindow window = state.window;
    long end = state.next + Batch.SIZE;
    for (long seq = state.next; seq < end; seq++) {
      window.claim(seq);
      window.deliver(seq); // throws unless it was claimed
    }
    state.next = end;
    return end;
  }

  /** A late copy of a delivered message. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int duplicate(Known state) {
    int delivered = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      delivered += state.window.claim(i & state.mask) == Answer.DELIVERED ? 1 : 0;
    }
    return requireAll(delivered);
  }

  /** A CHECK about a delivered message. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int check(Known state) {
    int delivered = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      delivered += state.window.check(i & state.mask) == Answer.DELIVERED ? 1 : 0;
    }
    return requireAll(delivered);
  }

  /** A SEAL of a message that has not arrived. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int seal(Fresh state) {
    int sealed = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      sealed += state.window.seal(state.next++) == Answer.SEALED ? 1 : 0;
    }
    return requireAll(sealed);
  }

  /** Baseline: a new message in a map, from which the message a window earlier is removed. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public int freshInMap(Mapped state) {
    int isNew = 0;
    for (int i = 0; i < Batch.SIZE; i++) {
      long seq = state.next++;
      isNew += state.seen.putIfAbsent(seq, Boolean.TRUE) == null ? 1 : 0;
      state.seen.remove(seq - state.windowSize);
    }
    return requireAll(isNew);
  }

  private static int requireAll(int count) {
    if (count != Batch.SIZE) {
      throw new IllegalStateException(count + " of " + Batch.SIZE);
    }
    return count;
  }
}

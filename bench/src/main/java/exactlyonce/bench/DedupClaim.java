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
    private int cursor;

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

    /** Returns the next delivered message, in turn. */
    long next() {
      return cursor++ & mask;
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
  public Answer fresh(Fresh state) {
    long seq = state.next++;
    Answer answer = state.window.claim(seq);
    state.window.deliver(seq); // throws unless it was claimed
    return answer;
  }

  /** A late copy of a delivered message. */
  @Benchmark
  public Answer duplicate(Known state) {
    return state.window.claim(state.next());
  }

  /** A CHECK about a delivered message. */
  @Benchmark
  public Answer check(Known state) {
    return state.window.check(state.next());
  }

  /** A SEAL of a message that has not arrived. */
  @Benchmark
  public Answer seal(Fresh state) {
    return state.window.seal(state.next++);
  }

  /** Baseline: a new message in a map, from which the message a window earlier is removed. */
  @Benchmark
  public boolean freshInMap(Mapped state) {
    long seq = state.next++;
    boolean isNew = state.seen.putIfAbsent(seq, Boolean.TRUE) == null;
    state.seen.remove(seq - state.windowSize);
    return isNew;
  }
}

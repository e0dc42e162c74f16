package exactlyonce.bench.report;

import exactlyonce.bench.pair.CpuShare;
import exactlyonce.bench.pair.PairRun.Sample;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What two threads cost each other through the cache: a limit, and a negative control. In a JVM of its
 * own.
 */
public final class CacheLines {
  private static final VarHandle WORDS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Bytes: two cache lines, because processors fetch them in pairs. */
  private static final int LINE = 128;

  /** What the two threads do. */
  enum Use {
    /** Limit: each waits for the other's write to the same word. */
    PING_PONG,
    /** Negative control: each increments a word of its own, on the same cache line. */
    ADJACENT,
    /** Each increments a word of its own, on a line of its own. */
    APART;

    String id() {
      return switch (this) {
        case PING_PONG -> "a cache line, there and back";
        case ADJACENT -> "two counters on one cache line";
        case APART -> "two counters apart";
      };
    }
  }

  private final Use use;

  // Aligned: in an array, two neighbours may be on two lines.
  private final ByteBuffer words = ByteBuffer.allocateDirect(3 * LINE).alignedSlice(LINE);
  private volatile boolean running = true;

  private CacheLines(Use use) {
    this.use = use;
  }

  /**
   * Measures, and writes the result as JSON.
   *
   * @param args use, warm-up iterations, iterations, their length in ms, file
   */
  public static void main(String[] args) throws Exception {
    List<Sample> samples = new CacheLines(Use.valueOf(args[0]))
        .measure(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
    Json.MAPPER.writeValue(Path.of(args[4]).toFile(), new ForkResult(samples, Double.NaN, null));
  }

  private List<Sample> measure(int warmups, int iterations, long millis)
      throws InterruptedException {
    Thread first = new Thread(() -> work(0));
    Thread second = new Thread(() -> work(1));
    first.start();
    second.start();
    List<Sample> samples = new ArrayList<>();
    for (int i = -warmups; i < iterations; i++) {
      CpuShare share = new CpuShare(2);
      long count = (long) WORDS.getVolatile(words, index(0));
      long start = System.nanoTime();
      TimeUnit.MILLISECONDS.sleep(millis);
      long done = (long) WORDS.getVolatile(words, index(0)) - count;
      double elapsed = System.nanoTime() - start;
      // In ping-pong both count in the same word: two for there and back.
      double operations = use == Use.PING_PONG ? done / 2.0 : done;
      if (i >= 0) {
        samples.add(new Sample(elapsed / operations, share.next()));
      }
    }
    running = false;
    first.join();
    second.join();
    return samples;
  }

  private int index(int thread) {
    return switch (use) {
      case PING_PONG -> 0;
      case ADJACENT -> thread * Long.BYTES;
      case APART -> thread * LINE;
    };
  }

  private void work(int thread) {
    int index = index(thread);
    while (running) {
      long seen = (long) WORDS.getAcquire(words, index);
      if (use != Use.PING_PONG || seen % 2 == thread) {
        WORDS.setRelease(words, index, seen + 1);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}

package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several threads add neighbouring messages: each is sent exactly once. */
class FrameCoalescerRaceTest {
  private static final int THREADS = 3;
  private static final int PER_THREAD = 200_000;

  @Test
  void nothingIsLost() throws InterruptedException {
    assertThat(wrong(out -> Coalescing.of(new FrameCoalescer(32, 4, out)))).isNull();
  }

  @Test
  void nothingIsLostWhenBlocksDisplaceOthers() throws InterruptedException {
    assertThat(wrong(out -> Coalescing.of(new FrameCoalescer(4, 1, out)))).isNull();
  }

  /** The fault that the test must detect: no mutual exclusion. */
  @Test
  void withoutExclusionSomethingIsLost() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      if (wrong(Careless::new) != null) {
        return;
      }
    }
    throw new AssertionError("the race was not detected");
  }

  /**
   * Each thread adds every third number, so that all work on the same blocks; another one flushes.
   */
  private static String wrong(Coalescing.Maker maker) throws InterruptedException {
    AtomicIntegerArray sent = new AtomicIntegerArray(THREADS * PER_THREAD + 64);
    AtomicReference<String> failure = new AtomicReference<>();
    Coalescing coalescing = maker.apply((base, low, high) -> {
      for (long bits = low | high; bits != 0; bits &= bits - 1) {
        int i = Long.numberOfTrailingZeros(bits);
        int seq = (int) base + i;
        if ((low >>> i & 1 | (high >>> i & 1) << 1) != code(seq)) {
          failure.set("the code of message " + seq + " was changed");
        }
        sent.incrementAndGet(seq);
      }
    });
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      threads.add(new Thread(() -> {
        for (int i = 0; i < PER_THREAD; i++) {
          int seq = first + THREADS * i;
          coalescing.add(seq, code(seq));
          if (i % 1024 == 0) {
            coalescing.flush(i, 2048);
          }
        }
      }));
    }
    Thread flusher = new Thread(() -> {
      for (int i = 0; i < PER_THREAD / 8 && failure.get() == null; i++) {
        coalescing.flush();
        Thread.onSpinWait();
      }
    });
    threads.add(flusher);
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    coalescing.flush();
    for (int seq = 0; seq < sent.length() && failure.get() == null; seq++) {
      int expected = seq < THREADS * PER_THREAD ? 1 : 0;
      if (sent.get(seq) != expected) {
        return seq + " is sent " + sent.get(seq) + " times";
      }
    }
    return failure.get();
  }

  private static int code(int seq) {
    return 1 + seq % 3;
  }

  /** One block of 32, without mutual exclusion. */
  private static final class Careless implements Coalescing {
    private final FrameCoalescer.Output output;
    private volatile long block;
    private volatile long low;
    private volatile long high;

    Careless(FrameCoalescer.Output output) {
      this.output = output;
    }

    @Override
    public void add(long seq, int code) {
      if (seq >> 5 != block) {
        flush();
        block = seq >> 5;
      }
      low = low | (long) (code & 1) << (seq & 31);
      high = high | (long) (code >> 1) << (seq & 31);
    }

    @Override
    public void flush() {
      long oldLow = low;
      long oldHigh = high;
      low = 0;
      high = 0;
      output.send(block << 5, oldLow, oldHigh);
    }

    @Override
    public void flush(long now, long delay) {
      flush();
    }
  }
}

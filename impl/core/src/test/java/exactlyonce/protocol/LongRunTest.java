package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.window.Outcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sends many messages through one window: memory use stays flat. Ten million messages in the build,
 * a thousand million with {@code -Dslow=true}.
 */
class LongRunTest {
  private static final long MESSAGES = Boolean.getBoolean("slow") ? 1_000_000_000 : 10_000_000;
  private static final long SLACK = 200_000; // bytes, for whatever the JVM itself does meanwhile

  private long effects;
  private long delivered;
  private long sum;

  @Test
  void memoryIsFlat() {
    Sender<Long, Long> sender = connected();
    send(sender, 0, MESSAGES / 10);
    long before = heap();
    send(sender, MESSAGES / 10, MESSAGES);
    assertThat(heap() - before).isLessThan(SLACK);
    assertThat(effects).isEqualTo(MESSAGES);
    assertThat(delivered).isEqualTo(MESSAGES);
    assertThat(sum).as("of all replies").isEqualTo(MESSAGES / 10 * 45);
  }

  /** The measurement detects one object kept for every thousandth message. */
  @Test
  void memoryThatGrowsIsNoticed() {
    Sender<Long, Long> sender = connected();
    send(sender, 0, 100_000);
    long before = heap();
    List<Object> kept = new ArrayList<>();
    for (long first = 100_000; first < 10_000_000; first += 1000) {
      send(sender, first, first + 1000);
      kept.add(new long[8]);
    }
    assertThat(heap() - before).isGreaterThan(SLACK);
    assertThat(kept).hasSize(9_900);
  }

  private Sender<Long, Long> connected() {
    List<Sender<Long, Long>> self = new ArrayList<>();
    Replies<Long> replies = new Replies<>() {
      @Override
      public void ack(long seq, Long reply) {
        self.get(0).ack(seq, reply);
      }

      @Override
      public void rejected(long seq, String reason) {
        self.get(0).rejected(seq, reason);
      }

      @Override
      public void status(long seq, Status status) {
        self.get(0).status(seq, status);
      }
    };
    Receiver<Long, Long> receiver = Receiver.unordered(
        1024,
        ReplyMode.WITH_REPLIES,
        (seq, payload) -> {
          effects++;
          return payload;
        },
        replies);
    self.add(new Sender<>(
        1024,
        ReplyMode.WITH_REPLIES,
        receiver,
        (seq, payload, outcome, reply) -> {
          delivered += outcome == Outcome.DELIVERED ? 1 : 0;
          sum += reply;
        },
        new RetryPolicy(1000, 1000)));
    return self.get(0);
  }

  private static void send(Sender<Long, Long> sender, long from, long to) {
    for (long number = from; number < to; number++) {
      if (sender.trySubmit(number % 10) != number) { // from Long's cache
        throw new AssertionError("message " + number + " got another number");
      }
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

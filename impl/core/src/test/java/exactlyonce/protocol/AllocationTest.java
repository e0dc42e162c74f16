package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import exactlyonce.window.Outcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A message that is submitted, handled, acknowledged and reported in one thread creates no garbage.
 */
class AllocationTest {
  private static final int MESSAGES = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Sender<String, String> sender;
  private long effects;
  private long delivered;

  @Test
  void aMessageAllocatesNothing() {
    connect((seq, payload) -> {
      effects++;
      return payload;
    });
    assertThat(bytesPerMessage()).isLessThan(0.01);
  }

  /** The measurement detects one boxed number per message. */
  @Test
  void aHandlerThatAllocatesIsNoticed() {
    Object[] kept = new Object[1];
    connect((seq, payload) -> {
      effects++;
      kept[0] = new long[] {seq};
      return payload;
    });
    assertThat(bytesPerMessage()).isBetween(16.0, 64.0);
  }

  private void connect(Handler<String, String> handler) {
    List<Replies<String>> toSender = new ArrayList<>();
    Replies<String> replies = new Replies<>() {
      @Override
      public void ack(long seq, String reply) {
        toSender.get(0).ack(seq, reply);
      }

      @Override
      public void rejected(long seq, String reason) {
        toSender.get(0).rejected(seq, reason);
      }

      @Override
      public void status(long seq, Status status) {
        toSender.get(0).status(seq, status);
      }
    };
    sender = new Sender<>(
        64,
        ReplyMode.WITH_REPLIES,
        Receiver.unordered(64, ReplyMode.WITH_REPLIES, handler, replies),
        (seq, payload, outcome, reply) -> delivered += outcome == Outcome.DELIVERED ? 1 : 0,
        new RetryPolicy(1000, 1000));
    toSender.add(sender);
  }

  private double bytesPerMessage() {
    send(200_000); // until everything is compiled
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    send(MESSAGES);
    long bytes = THREADS.getThreadAllocatedBytes(thread) - before;
    assertThat(effects).isEqualTo(delivered).isEqualTo(200_000 + MESSAGES);
    return (double) bytes / MESSAGES;
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      sender.trySubmit("payload");
      if (i % 16 == 0) {
        sender.poll(i);
      }
    }
  }
}

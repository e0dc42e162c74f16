package exactlyonce.bench;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The full path of one message when nothing fails: submit, claim, handle, deliver, acknowledge,
 * report the outcome. In one thread, with each side calling the other, so only the library is
 * measured: no queue, no network, no second processor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SendDeliverAcknowledge {
  private static final RetryPolicy NEVER_ASKED = new RetryPolicy(1, 1);

  @Param({"64", "1024"})
  int windowSize;

  private final Object payload = new Object();
  private Sender<Object, Object> sender;
  private Receiver<Object, Object> receiver;
  private long effects;
  private long outcomes;
  private long submitted;

  /** Connects a sender and a receiver. */
  @Setup
  public void connect() {
    receiver = Receiver.unordered(
        windowSize, ReplyMode.WITHOUT_REPLIES, this::handle, new DirectReplies());
    sender = new Sender<>(
        windowSize,
        ReplyMode.WITHOUT_REPLIES,
        receiver,
        (seq, message, outcome, reply) -> outcomes++,
        NEVER_ASKED);
  }

  private @Nullable Object handle(long seq, Object message) {
    effects++;
    return null;
  }

  /** Sends one message. When this returns, the message is delivered and its outcome is reported. */
  @Benchmark
  public long sendDeliverAcknowledge() {
    long seq = sender.trySubmit(payload);
    submitted++;
    return seq;
  }

  /** Checks that every call took one message through the full path. */
  @TearDown
  public void check() {
    if (effects != submitted || outcomes != submitted || receiver.suppressed() != 0) {
      throw new IllegalStateException(
          submitted + " submitted, " + effects + " effects, " + outcomes + " outcomes");
    }
  }

  /** Forwards replies from the receiver to the sender, which is created later. */
  private final class DirectReplies implements Replies<Object> {
    @Override
    public void ack(long seq, @Nullable Object reply) {
      sender.ack(seq, reply);
    }

    @Override
    public void rejected(long seq, String reason) {
      sender.rejected(seq, reason);
    }

    @Override
    public void status(long seq, Status status) {
      sender.status(seq, status);
    }
  }
}

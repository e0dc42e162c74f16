package exactlyonce.bench;

import exactlyonce.protocol.Sender;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  @Param({"64", "1024"})
  int windowSize;

  @Param
  Kind kind = Kind.UNORDERED;

  @Param
  Layer layer = Layer.CORE;

  private final ByteBuffer payload = ByteBuffer.allocateDirect(Long.BYTES);
  private final ByteBuffer reply = ByteBuffer.allocateDirect(Long.BYTES);
  private Sender<ByteBuffer, ByteBuffer> sender;
  private long effects;
  private long outcomes;
  private long submitted;

  /** Connects a sender and a receiver. */
  @Setup
  public void connect() {
    sender = Loop.connect(
        layer, kind, windowSize, this::handle, (seq, message, outcome, answer) -> outcomes++);
  }

  private @Nullable ByteBuffer handle(long seq, ByteBuffer message) {
    effects++;
    return kind == Kind.TWO_WAY ? reply : null;
  }

  /** Sends messages. When each call returns, its message is delivered and its outcome is reported. */
  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public long sendDeliverAcknowledge() {
    for (int i = 0; i < Batch.SIZE; i++) {
      sender.trySubmit(payload);
    }
    submitted += Batch.SIZE;
    return submitted;
  }

  /** Checks that every call took one message through the full path, at the first attempt. */
  @TearDown
  public void check() {
    if (effects != submitted || outcomes != submitted || sender.resends() != 0) {
      throw new IllegalStateException(
          submitted + " submitted, " + effects + " effects, " + outcomes + " outcomes");
    }
  }
}

package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SessionReplies;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Writing and reading a frame creates no garbage, except what holds a decoded payload. */
class WireAllocationTest {
  private static final int FRAMES = 500_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final ByteBuffer PAYLOAD = ByteBuffer.allocateDirect(64);

  private final ByteBuffer memory = ByteBuffer.allocateDirect(FrameQueue.MAX_LENGTH);
  private final Counting<ByteBuffer> calls = new Counting<>();
  private final Counting<byte[]> copies = new Counting<>();
  private FrameReader<?> reader =
      RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, new OneSession.Receiving<>(calls));

  /** Like a transport that hands over a frame as soon as it is written. */
  private final FrameSink sink = new FrameSink() {
    @Override
    public ByteBuffer claim(int length) {
      return memory.clear();
    }

    @Override
    public void commit(ByteBuffer frame, int length) {
      frame.position(0).limit(length);
      reader.read(frame);
    }
  };

  private final RequestWriter<ByteBuffer> writer =
      RequestWriter.zeroCopy(sink, FrameQueue.MAX_LENGTH);
  private final Requests<ByteBuffer> requests = writer.in(OneSession.ID);
  private final CheckBatch<ByteBuffer> batch = new CheckBatch<>(writer, OneSession.ID);

  @Test
  void aFrameWithoutPayloadAllocatesNothing() {
    assertThat(bytes(i -> requests.check(i))).isLessThan(0.01);
  }

  @Test
  void coalescingAllocatesNothing() {
    assertThat(bytes(i -> {
          batch.check(i);
          if (i % 7 == 0) {
            batch.flush();
          }
        }))
        .isLessThan(0.01);
  }

  @Test
  void aPayloadThatIsDecodedCostsItsCopy() {
    reader = new RequestReader<>(
        FrameQueue.MAX_LENGTH, Codec.bytes(), new OneSession.Receiving<>(copies));
    assertThat(bytes(i -> requests.data(i, PAYLOAD)))
        .as("an array of 64 bytes")
        .isBetween(64.0, 96.0);
    assertThat(bytes(i -> requests.check(i))).isLessThan(0.01);
  }

  @Test
  void aPayloadThatIsNotCopiedAllocatesNothing() {
    assertThat(bytes(i -> requests.data(i, PAYLOAD))).isLessThan(0.01);
  }

  /** It was looked up for another thread's frame, or another host had opened it. */
  @Test
  void aSessionThatWasNotThereAtFirstCostsNoMore() {
    ReceiverHost<ByteBuffer, ByteBuffer> host = ReceiverHost.<ByteBuffer, ByteBuffer>builder(
            (sender, session) -> (seq, payload) -> payload, new AnsweredBy(calls))
        .ids(() -> OneSession.ID)
        .onEvent(event -> {})
        .build();
    reader = RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, host);
    requests.check(0);
    writer.open(7, 100);
    assertThat(bytes(i -> requests.check(i & 7))).isLessThan(0.01);
    assertThat(host.gone()).isEqualTo(1);
    assertThat(calls.count).isEqualTo(200_000 + FRAMES);
  }

  private double bytes(LongConsumer call) {
    send(call, 200_000);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    send(call, FRAMES);
    long after = THREADS.getThreadAllocatedBytes(thread);
    assertThat(calls.count + copies.count).isPositive();
    assertThat(reader.refused()).isZero();
    return (double) (after - before) / FRAMES;
  }

  private static void send(LongConsumer call, int frames) {
    for (long i = 0; i < frames; i++) {
      call.accept(i);
    }
  }

  /** Counts what is said about messages. */
  private record AnsweredBy(Counting<ByteBuffer> calls) implements SessionReplies<ByteBuffer> {
    @Override
    public void opened(long sender, long nonce, long session, int windowSize, ReplyMode mode) {}

    @Override
    public void full(long sender, long nonce) {}

    @Override
    public Replies<ByteBuffer> in(long session) {
      return new Replies<>() {
        @Override
        public void ack(long seq, ByteBuffer reply) {}

        @Override
        public void rejected(long seq, String reason) {}

        @Override
        public void status(long seq, Status status) {
          calls.check(seq);
        }
      };
    }

    @Override
    public void gone(long session) {}
  }

  private static final class Counting<P> implements Requests<P> {
    long count;
    P last; // kept, because otherwise the JIT might not allocate it at all

    @Override
    public void data(long seq, P payload) {
      count++;
      last = payload;
    }

    @Override
    public void check(long seq) {
      count++;
    }

    @Override
    public void seal(long seq) {
      count++;
    }
  }
}

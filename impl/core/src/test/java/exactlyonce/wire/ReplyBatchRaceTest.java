package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several threads bring the messages of one session: all are acknowledged, in few frames. */
class ReplyBatchRaceTest {
  private static final int THREADS = 3;
  private static final int MESSAGES = 1 << 16;
  private static final int BLOCK = 32;

  @Test
  void noAcknowledgementIsLost() throws InterruptedException {
    AtomicIntegerArray acknowledged = new AtomicIntegerArray(MESSAGES);
    AtomicLong frames = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    ReplyReader<ByteBuffer> reader =
        ReplyReader.zeroCopy(64, new OneSession.Sending(new Replies<>() {
          @Override
          public void ack(long seq, ByteBuffer reply) {
            acknowledged.incrementAndGet((int) seq);
          }

          @Override
          public void rejected(long seq, String reason) {
            throw new AssertionError("rejected: " + seq);
          }

          @Override
          public void status(long seq, Status status) {
            throw new AssertionError("no status was asked for");
          }
        }));
    FrameSink sink = new FrameSink() {
      @Override
      public ByteBuffer claim(int length) {
        return ByteBuffer.allocate(length);
      }

      @Override
      public void commit(ByteBuffer frame, int length) {
        frames.incrementAndGet();
        if (reader.read(frame) != null) {
          throw new AssertionError("malformed");
        }
      }
    };
    ReplyBatch<ByteBuffer> batch =
        new ReplyBatch<>(ReplyWriter.zeroCopy(sink, 64), OneSession.ID, MESSAGES, BLOCK, 1000);
    Receiver<ByteBuffer, ByteBuffer> receiver =
        Receiver.unordered(MESSAGES, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> null, batch);
    AtomicLong next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      threads.add(new Thread(() -> {
        try {
          long seq;
          while ((seq = next.getAndIncrement()) < MESSAGES) {
            receiver.data(seq, ByteBuffer.allocate(0));
            if (seq % 512 == 0) {
              batch.flush(seq);
            }
          }
        } catch (Throwable e) {
          failure.set(e);
        }
      }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    batch.flush();
    assertThat(failure.get()).isNull();
    for (int seq = 0; seq < MESSAGES; seq++) {
      assertThat(acknowledged.get(seq)).as("message %d", seq).isEqualTo(1);
    }
    assertThat(frames.get()).isBetween((long) MESSAGES / BLOCK, (long) MESSAGES / 2);
  }
}

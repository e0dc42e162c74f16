package exactlyonce.bench.pair;

import exactlyonce.wire.FrameSink;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two threads: a bounded ring of byte frames of at most {@value MAX_FRAME}
 * bytes. One thread writes, one drains. It may lose frames, and it has no space if it is full.
 */
final class ByteRing implements FrameSink {
  static final int MAX_FRAME = 128;

  private final ByteBuffer[] frames;
  private final int mask;
  private final Loss loss;
  private final PaddedLong tail = new PaddedLong();
  private final PaddedLong head = new PaddedLong();
  private final PaddedLong knownHead = new PaddedLong();

  ByteRing(int capacity, double loss, long seed) {
    frames = new ByteBuffer[capacity];
    ByteBuffer memory = ByteBuffer.allocateDirect(capacity * MAX_FRAME);
    for (int i = 0; i < capacity; i++) {
      frames[i] = memory.slice(i * MAX_FRAME, MAX_FRAME);
    }
    mask = capacity - 1;
    this.loss = new Loss(loss, seed);
  }

  @Override
  public @Nullable ByteBuffer claim(int length) {
    long end = tail.get();
    if (end - knownHead.get() > mask) {
      knownHead.set(head.read());
      if (end - knownHead.get() > mask) {
        return null;
      }
    }
    return frames[(int) end & mask].clear();
  }

  @Override
  public void commit(ByteBuffer frame, int length) {
    frame.limit(length);
    if (!loss.loses()) {
      tail.publish(tail.get() + 1);
    }
  }

  int drain(Consumer<ByteBuffer> reader) {
    long first = head.get();
    long end = tail.read();
    for (long frame = first; frame < end; frame++) {
      reader.accept(frames[(int) frame & mask]);
    }
    if (first < end) {
      head.publish(end);
    }
    return (int) (end - first);
  }
}

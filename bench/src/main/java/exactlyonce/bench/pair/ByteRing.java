package exactlyonce.bench.pair;

import exactlyonce.wire.FrameSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two threads: a bounded ring of byte frames of at most {@value MAX_FRAME}
 * bytes. One thread writes, one drains. It may lose frames, and it has no space if it is full.
 */
final class ByteRing implements FrameSink {
  static final int MAX_FRAME = 128;

  private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PADDING = 16;

  private final ByteBuffer[] frames;
  private final int mask;
  private final Loss loss;
  private final long[] tail = new long[2 * PADDING];
  private final long[] head = new long[2 * PADDING];
  private final long[] knownHead = new long[2 * PADDING];

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
    long end = tail[PADDING];
    if (end - knownHead[PADDING] > mask) {
      knownHead[PADDING] = (long) ELEMENTS.getAcquire(head, PADDING);
      if (end - knownHead[PADDING] > mask) {
        return null;
      }
    }
    return frames[(int) end & mask].clear();
  }

  @Override
  public void commit(ByteBuffer frame, int length) {
    frame.limit(length);
    if (!loss.loses()) {
      ELEMENTS.setRelease(tail, PADDING, tail[PADDING] + 1);
    }
  }

  int drain(Consumer<ByteBuffer> reader) {
    long first = head[PADDING];
    long end = (long) ELEMENTS.getAcquire(tail, PADDING);
    for (long frame = first; frame < end; frame++) {
      reader.accept(frames[(int) frame & mask]);
    }
    if (first < end) {
      ELEMENTS.setRelease(head, PADDING, end);
    }
    return (int) (end - first);
  }
}

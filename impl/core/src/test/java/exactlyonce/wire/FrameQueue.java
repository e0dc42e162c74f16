package exactlyonce.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Collects the frames that are written into it. Not thread-safe. */
final class FrameQueue implements FrameSink {
  static final int MAX_LENGTH = 1024;

  private final Queue<byte[]> frames = new ArrayDeque<>();
  private final List<Integer> tooLong = new ArrayList<>();

  /** Returns the oldest frame not yet taken, or null. */
  byte[] poll() {
    return frames.poll();
  }

  /** Returns the frames written since the last call. */
  List<byte[]> take() {
    List<byte[]> taken = new ArrayList<>(frames);
    frames.clear();
    return taken;
  }

  /** Returns the lengths of the frames that were too long. */
  List<Integer> tooLong() {
    return tooLong;
  }

  @Override
  public void tooLong(int length) {
    tooLong.add(length);
  }

  /**
   * Returns a part of a larger buffer: it has an offset and a limit, and still contains garbage.
   */
  @Override
  public ByteBuffer claim(int length) {
    byte[] bytes = new byte[length + 7];
    Arrays.fill(bytes, (byte) 0xee);
    return ByteBuffer.wrap(bytes).position(3);
  }

  @Override
  public void commit(ByteBuffer frame, int length) {
    byte[] bytes = new byte[length];
    frame.get(frame.position(), bytes);
    frames.add(bytes);
  }
}

package exactlyonce.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where frames are written: the sending half of a transport. A frame is written straight into the
 * sink's memory, so nothing is copied twice or allocated.
 *
 * <p>Must be thread-safe. Each thread commits what it claimed before it claims again, unless the
 * sink itself makes it claim from within {@link #commit}. Neither method may block, and neither
 * should throw; see {@link exactlyonce.protocol.Requests}.
 */
public interface FrameSink {
  /**
   * Returns memory for one frame.
   *
   * @param length the length of the frame in bytes, at most the writer's maximum
   * @return a writable buffer, to be filled from its position on, with at least this much space
   *     before its limit; or null if there is no space, and then the frame is lost
   */
  @Nullable ByteBuffer claim(int length);

  /**
   * Sends a frame that is completely written.
   *
   * @param frame what {@link #claim} returned, with its position, limit and byte order unchanged
   * @param length the length that was claimed
   */
  void commit(ByteBuffer frame, int length);
}

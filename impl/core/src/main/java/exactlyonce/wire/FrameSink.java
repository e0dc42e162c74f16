package exactlyonce.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where frames are written to: the sending half of a transport. A frame is written into memory of
 * the sink, so nothing is copied twice and nothing allocated.
 *
 * <p>Called by several threads at once, each of which commits what it claimed before it claims
 * again, unless the sink itself calls it from within {@link #commit}. Neither method may block, and
 * neither should throw; see {@link exactlyonce.protocol.Requests}.
 */
public interface FrameSink {
  /**
   * Gives the caller memory for one frame.
   *
   * @param length of the frame in bytes, at most the maximum that the writer was given
   * @return a writable buffer, to be filled from its position on, with at least this much space
   *     before its limit; null if there is none, and then the frame is lost
   */
  @Nullable ByteBuffer claim(int length);

  /**
   * The frame is written and is to be sent.
   *
   * @param frame what {@link #claim} returned, its position, limit and byte order as they were
   * @param length as it was claimed
   */
  void commit(ByteBuffer frame, int length);
}

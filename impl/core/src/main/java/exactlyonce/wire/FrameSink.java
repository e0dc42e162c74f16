package exactlyonce.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where frames are written: the sending half of a transport. A frame is written straight into the
 * sink's memory, so nothing is copied twice or allocated.
 *
 * <p>Must be thread-safe. Each thread commits what it claimed before it claims again, unless the
 * sink itself makes it claim from within {@link #commit}. Neither method may block. If one throws,
 * the frame is lost; see {@link exactlyonce.protocol.Requests}.
 *
 * <p>Both run on the thread that sends, which may be a thread of the application. If that thread is
 * interrupted, an interruptible channel such as {@code DatagramChannel} closes, for everybody. The
 * library's own {@code AsyncSender} hides a pending interrupt from the sink, but cannot prevent one
 * that comes during the call. So write to such a channel on a thread of the transport's own, which
 * nobody interrupts, or open it again when it throws {@code ClosedChannelException}. The module
 * {@code exactlyonce.udp} does both.
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

  /**
   * Is told that a frame is lost because it is longer than the writer's maximum, so that the
   * transport can say so. A message with such a payload is never decided; the sender is told of such a
   * reply.
   *
   * @param length in bytes
   */
  default void tooLong(int length) {}
}

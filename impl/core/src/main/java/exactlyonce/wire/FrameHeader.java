package exactlyonce.wire;

import java.nio.ByteBuffer;

/**
 * What a transport may have to know of a frame before it is read: where it ends, if frames are
 * joined, and to whom it goes, if several share a socket. Says nothing about whether the rest of the
 * frame is well-formed. Stateless and thread-safe. No method changes the buffer.
 */
public final class FrameHeader {
  private FrameHeader() {}

  /**
   * Returns the length of the frame that starts at the position, or -1 if no frame starts there: what
   * remains is shorter, or of another version.
   */
  public static int length(ByteBuffer joined) {
    int start = joined.position();
    int remaining = joined.remaining();
    if (remaining < FrameLayout.HEADER_LENGTH
        || joined.get(start + FrameLayout.VERSION_OFFSET) != FrameLayout.VERSION) {
      return -1;
    }
    int bodyLength = FrameLayout.getInt(joined, start + FrameLayout.LENGTH_OFFSET);
    boolean whole = bodyLength >= 0 && bodyLength <= remaining - FrameLayout.HEADER_LENGTH;
    return whole ? FrameLayout.HEADER_LENGTH + bodyLength : -1;
  }

  /** Returns whether the frame goes from a receiver to a sender: to a {@link ReplyReader}. */
  public static boolean isReply(ByteBuffer frame) {
    return (type(frame) & FrameLayout.REPLY_BIT) != 0;
  }

  /** Returns whether {@link #id} is that of a sender: in OPEN, OPENED and FULL. */
  public static boolean isAboutSender(ByteBuffer frame) {
    int type = type(frame);
    return type == FrameLayout.OPEN || type == FrameLayout.OPENED || type == FrameLayout.FULL;
  }

  /** Returns the id of the session, or of the sender. */
  public static long id(ByteBuffer frame) {
    return FrameLayout.getLong(frame, frame.position() + FrameLayout.ID_OFFSET);
  }

  private static int type(ByteBuffer frame) {
    return frame.get(frame.position() + FrameLayout.TYPE_OFFSET) & 0xff;
  }
}

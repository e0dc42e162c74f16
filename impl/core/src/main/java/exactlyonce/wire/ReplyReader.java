package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames from a receiver to its senders. See {@link FrameReader}.
 *
 * @param <R> reply
 */
public final class ReplyReader<R> extends FrameReader<R> {
  private final SessionReplies<R> replies;

  /**
   * The session of the last frame. Plain, because a race is harmless: each thread continues with
   * its own local copy, and a record is safely published by its final fields.
   */
  private @Nullable Session<R> last;

  /**
   * Creates a reader.
   *
   * @param maxFrameLength in bytes; longer frames are refused
   * @param codec decodes replies
   * @param replies is called for each frame
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public ReplyReader(int maxFrameLength, Codec<R> codec, SessionReplies<R> replies) {
    this(maxFrameLength, decoded(codec), replies);
  }

  private ReplyReader(int maxFrameLength, Content<R> content, SessionReplies<R> replies) {
    super(maxFrameLength, content);
    this.replies = replies;
  }

  /**
   * Creates a reader that hands over replies without a copy, and allocates nothing: the frame itself, its
   * position and limit around the reply, its order big-endian. Valid only during the call, after which
   * {@link #read} sets all three back: whoever keeps it, as a future does, must copy it. A frame that nobody
   * may write to is to be passed as a read-only buffer; and each thread needs a buffer of its own.
   *
   * @param maxFrameLength in bytes; longer frames are refused
   * @param replies is called for each frame
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public static ReplyReader<ByteBuffer> zeroCopy(
      int maxFrameLength, SessionReplies<ByteBuffer> replies) {
    return new ReplyReader<>(maxFrameLength, FrameReader::inPlace, replies);
  }

  @Override
  @Nullable Malformation readBody(
      int type, long id, long number, ByteBuffer frame, int body, int bodyLength) {
    return switch (type) {
      case FrameLayout.OPENED -> readOpened(id, number, frame, body, bodyLength);
      case FrameLayout.FULL -> readFull(id, number, bodyLength);
      case FrameLayout.GONE -> readGone(id, number, bodyLength);
      case FrameLayout.ACK -> readAck(id, number, frame, body, bodyLength);
      case FrameLayout.REJECTED -> readRejected(id, number, frame, body, bodyLength);
      case FrameLayout.REPLY -> readReply(id, number, frame, body, bodyLength);
      case FrameLayout.STATUS, FrameLayout.NO_ANSWER ->
        readStatus(type, id, number, frame, body, bodyLength);
      default -> ofAnotherType(type);
    };
  }

  private @Nullable Malformation readOpened(
      long sender, long nonce, ByteBuffer frame, int body, int bodyLength) {
    if (bodyLength != FrameLayout.OPENED_LENGTH) {
      return Malformation.WRONG_BODY;
    }
    long opened = FrameLayout.getLong(frame, body);
    int windowSize = FrameLayout.getInt(frame, body + Long.BYTES);
    int flags = FrameLayout.getInt(frame, body + Long.BYTES + Integer.BYTES);
    if ((flags & ~FrameLayout.HAS_REPLIES) != 0) {
      return Malformation.RESERVED_BITS;
    }
    if (!Bounds.isWindowSize(windowSize)) {
      return Malformation.WRONG_WINDOW_SIZE;
    }
    replies.opened(sender, nonce, opened, windowSize, replyMode(flags));
    return null;
  }

  private @Nullable Malformation readFull(long sender, long nonce, int bodyLength) {
    if (bodyLength != FrameLayout.NO_BODY) {
      return Malformation.WRONG_BODY;
    }
    replies.full(sender, nonce);
    return null;
  }

  private @Nullable Malformation readGone(long id, long number, int bodyLength) {
    Malformation malformation = checkSession(number, bodyLength);
    if (malformation == null) {
      replies.gone(id);
    }
    return malformation;
  }

  private @Nullable Malformation readAck(
      long id, long base, ByteBuffer frame, int body, int bodyLength) {
    if (bodyLength != FrameLayout.BITS_LENGTH) {
      return Malformation.WRONG_BODY;
    }
    long bits = FrameLayout.getLong(frame, body);
    Malformation malformation = checkMessages(base, bits);
    if (malformation != null) {
      return malformation;
    }
    Replies<R> sender = in(id);
    for (; bits != 0; bits = withoutFirst(bits)) {
      sender.ack(base + first(bits), null);
    }
    return null;
  }

  private @Nullable Malformation readReply(
      long id, long seq, ByteBuffer frame, int body, int bodyLength) {
    if (!Bounds.isSeq(seq)) {
      return Malformation.SEQ_OUT_OF_RANGE;
    }
    R reply = content(id, seq, frame, body, bodyLength);
    in(id).ack(seq, reply);
    return null;
  }

  private @Nullable Malformation readRejected(
      long id, long seq, ByteBuffer frame, int body, int bodyLength) {
    if (!Bounds.isSeq(seq)) {
      return Malformation.SEQ_OUT_OF_RANGE;
    }
    byte[] reason = new byte[bodyLength];
    frame.get(body, reason);
    in(id).rejected(seq, new String(reason, StandardCharsets.UTF_8));
    return null;
  }

  private @Nullable Malformation readStatus(
      int type, long id, long base, ByteBuffer frame, int body, int bodyLength) {
    if (bodyLength != FrameLayout.STATUS_LENGTH) {
      return Malformation.WRONG_BODY;
    }
    long low = FrameLayout.getLong(frame, body);
    long high = FrameLayout.getLong(frame, body + Long.BYTES);
    long bits = low | high;
    Malformation malformation = checkMessages(base, bits);
    if (malformation != null) {
      return malformation;
    }
    Replies<R> sender = in(id);
    for (; bits != 0; bits = withoutFirst(bits)) {
      int i = first(bits);
      int code = (int) ((low >>> i & 1) + 2 * (high >>> i & 1));
      sender.status(base + i, status(type, code));
    }
    return null;
  }

  private static ReplyMode replyMode(int flags) {
    return (flags & FrameLayout.HAS_REPLIES) == 0
        ? ReplyMode.WITHOUT_REPLIES
        : ReplyMode.WITH_REPLIES;
  }

  /** The inverse of {@link ReplyWriter#code}, for a code that is not 0. */
  private static Status status(int type, int code) {
    if (type == FrameLayout.NO_ANSWER) {
      return switch (code) {
        case FrameLayout.REFUSED -> Status.REFUSED;
        case FrameLayout.FORGOTTEN -> Status.FORGOTTEN;
        default -> Status.REPLY_TOO_LONG;
      };
    }
    return switch (code) {
      case FrameLayout.IN_PROGRESS -> Status.IN_PROGRESS;
      case FrameLayout.UNKNOWN -> Status.UNKNOWN;
      default -> Status.SEALED;
    };
  }

  private Replies<R> in(long id) {
    Session<R> session = last;
    if (session == null || session.id() != id) {
      session = new Session<>(id, replies.in(id));
      last = session;
    }
    return session.sender();
  }

  private record Session<R>(long id, Replies<R> sender) {}
}

package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames from a receiver to its senders. See {@link FrameWriter}.
 *
 * @param <R> reply
 */
public final class ReplyWriter<R> extends FrameWriter<R> implements SessionReplies<R> {

  /**
   * Creates a writer.
   *
   * @param sink where frames are written
   * @param maxFrameLength in bytes, at most the reader's maximum
   * @param codec encodes replies
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public ReplyWriter(FrameSink sink, int maxFrameLength, Codec<R> codec) {
    this(sink, maxFrameLength, encoded(codec));
  }

  private ReplyWriter(FrameSink sink, int maxFrameLength, Function<? super R, ByteBuffer> bytes) {
    super(sink, maxFrameLength, bytes);
  }

  /**
   * Creates a writer of replies that are bytes already: those from position to limit, neither of
   * which is changed. So several threads may write the same reply; it must not be modified
   * as long as it may be asked for again.
   *
   * @param sink where frames are written
   * @param maxFrameLength in bytes, at most the reader's maximum
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public static ReplyWriter<ByteBuffer> zeroCopy(FrameSink sink, int maxFrameLength) {
    return new ReplyWriter<>(sink, maxFrameLength, Function.identity());
  }

  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
    ByteBuffer frame = begin(FrameLayout.OPENED, sender, nonce, FrameLayout.OPENED_LENGTH);
    if (frame != null) {
      FrameLayout.putLong(frame, body(frame), session);
      FrameLayout.putInt(frame, body(frame) + Long.BYTES, windowSize);
      FrameLayout.putInt(frame, body(frame) + Long.BYTES + Integer.BYTES, flags(replyMode));
      end(frame, FrameLayout.OPENED_LENGTH);
    }
  }

  @Override
  public void full(long sender, long nonce) {
    write(FrameLayout.FULL, sender, nonce);
  }

  /** {@inheritDoc} Allocates. */
  @Override
  public Replies<R> in(long session) {
    return new OfSession(session);
  }

  @Override
  public void gone(long session) {
    write(FrameLayout.GONE, session, 0);
  }

  /** Writes ACKs without a reply, for the messages {@code base + i} whose bit i is set. */
  void ack(long session, long base, long bits) {
    write(FrameLayout.ACK, session, base, bits);
  }

  /**
   * Writes STATUS frames: bit i of {@code low} and of {@code high} are the code of {@code base +
   * i}.
   */
  void status(long session, long base, long low, long high) {
    status(FrameLayout.STATUS, session, base, low, high);
  }

  /** The same for NO_ANSWER. */
  void noAnswer(long session, long base, long low, long high) {
    status(FrameLayout.NO_ANSWER, session, base, low, high);
  }

  private void status(int type, long session, long base, long low, long high) {
    ByteBuffer frame = begin(type, session, base, FrameLayout.STATUS_LENGTH);
    if (frame != null) {
      FrameLayout.putLong(frame, body(frame), low);
      FrameLayout.putLong(frame, body(frame) + Long.BYTES, high);
      end(frame, FrameLayout.STATUS_LENGTH);
    }
  }

  private static int flags(ReplyMode replyMode) {
    return switch (replyMode) {
      case WITHOUT_REPLIES -> 0;
      case WITH_REPLIES -> FrameLayout.HAS_REPLIES;
    };
  }

  /** Returns the type of the frames that tell of a status. */
  static int type(Status status) {
    return switch (status) {
      case IN_PROGRESS, UNKNOWN, SEALED -> FrameLayout.STATUS;
      case REFUSED, FORGOTTEN, REPLY_TOO_LONG -> FrameLayout.NO_ANSWER;
    };
  }

  static int code(Status status) {
    return switch (status) {
      case IN_PROGRESS -> FrameLayout.IN_PROGRESS;
      case UNKNOWN -> FrameLayout.UNKNOWN;
      case SEALED -> FrameLayout.SEALED;
      case REFUSED -> FrameLayout.REFUSED;
      case FORGOTTEN -> FrameLayout.FORGOTTEN;
      case REPLY_TOO_LONG -> FrameLayout.REPLY_TOO_LONG;
    };
  }

  /** Returns the last place, at most this one, where no character of UTF-8 is cut in two. */
  private static int endOfCharacter(ByteBuffer utf8, int at) {
    int end = at;
    while (end > 0 && (utf8.get(end) & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  private final class OfSession implements Replies<R> {
    private final long session;

    OfSession(long session) {
      this.session = session;
    }

    @Override
    public void ack(long seq, @Nullable R reply) {
      if (reply == null) {
        write(FrameLayout.ACK, session, seq, 1);
      } else if (!writeContent(FrameLayout.REPLY, session, seq, reply)) {
        status(seq, Status.REPLY_TOO_LONG);
      }
    }

    /** {@inheritDoc} As much of the reason as a frame can take. */
    @Override
    public void rejected(long seq, String reason) {
      ByteBuffer body = StandardCharsets.UTF_8.encode(reason);
      if (body.remaining() > maxPayloadLength()) {
        body.limit(endOfCharacter(body, maxPayloadLength()));
      }
      writeBytes(FrameLayout.REJECTED, session, seq, body);
    }

    @Override
    public void status(long seq, Status status) {
      int code = code(status);
      ReplyWriter.this.status(type(status), session, seq, code & 1, code >> 1);
    }
  }
}

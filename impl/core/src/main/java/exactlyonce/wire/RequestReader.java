package exactlyonce.wire;

import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionRequests;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames from senders to a receiver. See {@link FrameReader}.
 *
 * @param <P> payload
 */
public final class RequestReader<P> extends FrameReader<P> {
  private final SessionRequests<P> requests;

  /**
   * The session of the last frame. Plain, because a race is harmless: each thread continues with
   * its own local copy, and a record is safely published by its final fields.
   */
  private @Nullable Session<P> last;

  /**
   * Creates a reader.
   *
   * @param maxFrameLength in bytes; longer frames are refused
   * @param codec decodes payloads
   * @param requests is called for each frame
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public RequestReader(int maxFrameLength, Codec<P> codec, SessionRequests<P> requests) {
    this(maxFrameLength, decoded(codec), requests);
  }

  private RequestReader(int maxFrameLength, Content<P> content, SessionRequests<P> requests) {
    super(maxFrameLength, content);
    this.requests = requests;
  }

  /**
   * Creates a reader that hands over payloads without a copy, and allocates nothing: the frame itself, its
   * position and limit around the payload, its order big-endian. Valid only during the call, after which
   * {@link #read} sets all three back: whoever keeps it, as ordered sessions and most handlers do,
   * must copy it. A frame that nobody may write to is to be passed as a read-only buffer; and each thread
   * needs a buffer of its own.
   *
   * @param maxFrameLength in bytes; longer frames are refused
   * @param requests is called for each frame
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public static RequestReader<ByteBuffer> zeroCopy(
      int maxFrameLength, SessionRequests<ByteBuffer> requests) {
    return new RequestReader<>(maxFrameLength, FrameReader::inPlace, requests);
  }

  @Override
  @Nullable Malformation readBody(
      int type, long id, long number, ByteBuffer frame, int body, int bodyLength) {
    return switch (type) {
      case FrameLayout.OPEN -> readOpen(id, number, frame, body, bodyLength);
      case FrameLayout.CLOSE -> readClose(id, number, bodyLength);
      case FrameLayout.DATA -> readData(id, number, frame, body, bodyLength);
      case FrameLayout.CHECK, FrameLayout.SEAL ->
        readQuestion(type, id, number, frame, body, bodyLength);
      default -> ofAnotherType(type);
    };
  }

  private @Nullable Malformation readOpen(
      long sender, long nonce, ByteBuffer frame, int body, int bodyLength) {
    int maxWindowSize = Bounds.MAX_WINDOW_SIZE;
    if (bodyLength == FrameLayout.MAX_WINDOW_LENGTH) {
      maxWindowSize = FrameLayout.getInt(frame, body);
    } else if (bodyLength != FrameLayout.NO_BODY) {
      return Malformation.WRONG_BODY;
    }
    if (!Bounds.isWindowSize(maxWindowSize)) {
      return Malformation.WRONG_WINDOW_SIZE;
    }
    requests.open(sender, nonce, maxWindowSize);
    return null;
  }

  private @Nullable Malformation readClose(long id, long number, int bodyLength) {
    Malformation malformation = checkSession(number, bodyLength);
    if (malformation == null) {
      requests.close(id);
    }
    return malformation;
  }

  private @Nullable Malformation readData(
      long id, long seq, ByteBuffer frame, int body, int bodyLength) {
    if (!Bounds.isSeq(seq)) {
      return Malformation.SEQ_OUT_OF_RANGE;
    }
    P payload = content(id, seq, frame, body, bodyLength);
    Session<P> session = in(id);
    session.receiver().data(seq, payload);
    session.frameEnded();
    return null;
  }

  private @Nullable Malformation readQuestion(
      int type, long id, long base, ByteBuffer frame, int body, int bodyLength) {
    if (bodyLength != FrameLayout.BITS_LENGTH) {
      return Malformation.WRONG_BODY;
    }
    long bits = FrameLayout.getLong(frame, body);
    Malformation malformation = checkMessages(base, bits);
    if (malformation != null) {
      return malformation;
    }
    Session<P> session = in(id);
    Requests<P> receiver = session.receiver();
    for (; bits != 0; bits = withoutFirst(bits)) {
      long seq = base + first(bits);
      if (type == FrameLayout.CHECK) {
        receiver.check(seq);
      } else {
        receiver.seal(seq);
      }
    }
    session.frameEnded();
    return null;
  }

  private Session<P> in(long id) {
    Session<P> session = last;
    if (session == null || session.id() != id) {
      session = Session.of(id, requests.in(id));
      last = session;
    }
    return session;
  }

  private record Session<P>(
      long id, Requests<P> receiver, @Nullable FrameEndListener end) {
    static <P> Session<P> of(long id, Requests<P> receiver) {
      return new Session<>(id, receiver, receiver instanceof FrameEndListener end ? end : null);
    }

    void frameEnded() {
      if (end != null) {
        end.frameEnded();
      }
    }
  }
}

package exactlyonce.wire;

import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionRequests;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the frames from senders to a receiver. See {@link FrameReader}. */
public final class RequestReader extends FrameReader {
  private final SessionRequests<ByteBuffer> requests;

  /** Of the last frame. A race for it is harmless: each thread goes on with its own. */
  private @Nullable Session session;

  /**
   * Creates a reader.
   *
   * @param maxFrameLength in bytes; longer frames are refused
   * @param requests is told what the frames say
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public RequestReader(int maxFrameLength, SessionRequests<ByteBuffer> requests) {
    super(maxFrameLength);
    this.requests = requests;
  }

  @Override
  @Nullable Malformation readBody(
      int type, long id, long number, ByteBuffer frame, int body, int bodyLength) {
    return switch (type) {
      case Frame.OPEN -> readOpen(id, number, bodyLength);
      case Frame.CLOSE -> readClose(id, number, bodyLength);
      case Frame.DATA -> readData(id, number, frame, body, bodyLength);
      case Frame.CHECK, Frame.SEAL -> readQuestion(type, id, number, frame, body, bodyLength);
      default -> ofAnotherType(type);
    };
  }

  private @Nullable Malformation readOpen(long sender, long nonce, int bodyLength) {
    if (bodyLength != Frame.NO_BODY) {
      return Malformation.WRONG_BODY;
    }
    requests.open(sender, nonce);
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
    if (!Frame.isSeq(seq)) {
      return Malformation.SEQ_OUT_OF_RANGE;
    }
    in(id).data(seq, payload(frame, body, bodyLength));
    return null;
  }

  private @Nullable Malformation readQuestion(
      int type, long id, long base, ByteBuffer frame, int body, int bodyLength) {
    if (bodyLength != Frame.BITS_LENGTH) {
      return Malformation.WRONG_BODY;
    }
    long bits = Frame.getLong(frame, body);
    Malformation malformation = checkMessages(base, bits);
    if (malformation != null) {
      return malformation;
    }
    Requests<ByteBuffer> receiver = in(id);
    for (; bits != 0; bits = withoutFirst(bits)) {
      long seq = base + first(bits);
      if (type == Frame.CHECK) {
        receiver.check(seq);
      } else {
        receiver.seal(seq);
      }
    }
    return null;
  }

  private Requests<ByteBuffer> in(long id) {
    Session last = session;
    if (last == null || last.id() != id) {
      last = new Session(id, requests.in(id));
      session = last;
    }
    return last.receiver();
  }

  private record Session(long id, Requests<ByteBuffer> receiver) {}
}

package exactlyonce.wire;

import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionRequests;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Writes the frames from senders to a receiver. See {@link FrameWriter}.
 *
 * @param <P> payload
 */
public final class RequestWriter<P> extends FrameWriter<P> implements SessionRequests<P> {

  /**
   * Creates a writer.
   *
   * @param sink where frames are written
   * @param maxFrameLength in bytes, at most the reader's maximum
   * @param codec encodes payloads
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public RequestWriter(FrameSink sink, int maxFrameLength, Codec<P> codec) {
    this(sink, maxFrameLength, encoded(codec));
  }

  private RequestWriter(FrameSink sink, int maxFrameLength, Function<? super P, ByteBuffer> bytes) {
    super(sink, maxFrameLength, bytes);
  }

  /**
   * Creates a writer of payloads that are bytes already: those from position to limit, neither of
   * which is changed. So several threads may write the same payload; it must not be modified
   * until the message is decided.
   *
   * @param sink where frames are written
   * @param maxFrameLength in bytes, at most the reader's maximum
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public static RequestWriter<ByteBuffer> zeroCopy(FrameSink sink, int maxFrameLength) {
    return new RequestWriter<>(sink, maxFrameLength, Function.identity());
  }

  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    if (maxWindowSize == Bounds.MAX_WINDOW_SIZE) {
      write(FrameLayout.OPEN, sender, nonce);
      return;
    }
    ByteBuffer frame = begin(FrameLayout.OPEN, sender, nonce, FrameLayout.MAX_WINDOW_LENGTH);
    if (frame != null) {
      FrameLayout.putInt(frame, body(frame), maxWindowSize);
      end(frame, FrameLayout.MAX_WINDOW_LENGTH);
    }
  }

  /** {@inheritDoc} Allocates. */
  @Override
  public Requests<P> in(long session) {
    return new OfSession(session);
  }

  @Override
  public void close(long session) {
    write(FrameLayout.CLOSE, session, 0);
  }

  @Override
  public void requireSendable(P payload) {
    int length = length(payload);
    if (length > maxPayloadLength()) {
      throw new IllegalArgumentException("the payload takes " + length
          + " bytes, but a frame of this network has room for " + maxPayloadLength());
    }
  }

  /** Writes CHECKs for the messages {@code base + i} whose bit i is set. */
  void check(long session, long base, long bits) {
    write(FrameLayout.CHECK, session, base, bits);
  }

  private final class OfSession implements Requests<P> {
    private final long session;

    OfSession(long session) {
      this.session = session;
    }

    @Override
    public void data(long seq, P payload) {
      writeContent(FrameLayout.DATA, session, seq, payload);
    }

    @Override
    public void check(long seq) {
      write(FrameLayout.CHECK, session, seq, 1);
    }

    @Override
    public void seal(long seq) {
      write(FrameLayout.SEAL, session, seq, 1);
    }
  }
}

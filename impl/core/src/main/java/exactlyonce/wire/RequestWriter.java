package exactlyonce.wire;

import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionRequests;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;

/** Writes the frames from senders to a receiver. See {@link FrameWriter}. */
public final class RequestWriter extends FrameWriter implements SessionRequests<ByteBuffer> {

  /**
   * Creates a writer.
   *
   * @param sink where frames are written
   * @param maxFrameLength in bytes, at most the reader's maximum
   * @throws IllegalArgumentException if the maximum is less than 40
   */
  public RequestWriter(FrameSink sink, int maxFrameLength) {
    super(sink, maxFrameLength);
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
  public Requests<ByteBuffer> in(long session) {
    return new OfSession(session);
  }

  @Override
  public void close(long session) {
    write(FrameLayout.CLOSE, session, 0);
  }

  /** Writes CHECKs for the messages {@code base + i} whose bit i is set. */
  void check(long session, long base, long bits) {
    write(FrameLayout.CHECK, session, base, bits);
  }

  private final class OfSession implements Requests<ByteBuffer> {
    private final long session;

    OfSession(long session) {
      this.session = session;
    }

    @Override
    public void data(long seq, ByteBuffer payload) {
      write(FrameLayout.DATA, session, seq, payload);
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

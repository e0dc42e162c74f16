package exactlyonce.wire;

import exactlyonce.protocol.Requests;
import java.nio.ByteBuffer;

/**
 * The requests of one session, with the CHECKs of one poll in few frames. A sender sends to this
 * instead of to {@link RequestWriter#in}; whoever has called {@link
 * exactlyonce.protocol.Sender#poll} calls {@link #flush} next.
 *
 * <p>Thread-safe and wait-free, if the sink is; nothing is allocated for a message. Some 300 bytes.
 */
public final class CheckBatch implements Requests<ByteBuffer> {
  private static final int BLOCKS = 4;
  private static final int ASKED = 1;

  private final Requests<ByteBuffer> alone;
  private final FrameCoalescer checks;

  /**
   * Creates the batch of a session.
   *
   * @param writer where frames are written
   * @param session whose requests these are
   */
  public CheckBatch(RequestWriter writer, long session) {
    this.alone = writer.in(session);
    this.checks = new FrameCoalescer(
        Long.SIZE, BLOCKS, (base, low, high) -> writer.check(session, base, low));
  }

  @Override
  public void data(long seq, ByteBuffer payload) {
    alone.data(seq, payload);
  }

  /** {@inheritDoc} Waits for the next flush, or for the block of 64 messages to be complete. */
  @Override
  public void check(long seq) {
    checks.add(seq, ASKED);
  }

  @Override
  public void seal(long seq) {
    alone.seal(seq);
  }

  /** Sends all that waits, at once. */
  public void flush() {
    checks.flush();
  }
}

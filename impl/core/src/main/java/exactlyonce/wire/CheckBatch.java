package exactlyonce.wire;

import exactlyonce.protocol.Requests;

/**
 * The requests of one session, with the CHECKs of one poll coalesced into few frames. A sender
 * sends to this instead of {@link RequestWriter#in}. After each {@link
 * exactlyonce.protocol.Sender#poll}, the polling thread calls {@link #flush}.
 *
 * <p>Thread-safe and wait-free, if the sink is. Nothing is allocated per message. A batch uses some
 * 300 bytes.
 *
 * @param <P> payload
 */
public final class CheckBatch<P> implements Requests<P> {
  private static final int BLOCKS = 4;
  private static final int ASKED = 1;

  private final Requests<P> unbatched;
  private final FrameCoalescer checks;

  /**
   * Creates the batch of a session.
   *
   * @param writer where frames are written
   * @param session the id of the session
   */
  public CheckBatch(RequestWriter<P> writer, long session) {
    this.unbatched = writer.in(session);
    this.checks = new FrameCoalescer(
        Long.SIZE, BLOCKS, (base, low, high) -> writer.check(session, base, low));
  }

  @Override
  public void data(long seq, P payload) {
    unbatched.data(seq, payload);
  }

  /** {@inheritDoc} Waits until the next flush, or until the block of 64 messages is complete. */
  @Override
  public void check(long seq) {
    checks.add(seq, ASKED);
  }

  @Override
  public void seal(long seq) {
    unbatched.seal(seq);
  }

  /** Sends everything that waits, at once. */
  public void flush() {
    checks.flush();
  }
}

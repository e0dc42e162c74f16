package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one session, several in a frame. A receiver sends to this instead of to {@link
 * ReplyWriter#in}.
 *
 * <p>Acknowledgements without a reply wait until those of a block of k consecutive messages are
 * complete, or the sender asks for one that waits, or {@link #flush} finds that they have waited
 * long enough. Statuses wait for the end of the frame that they answer, if it is read {@linkplain
 * #answeringFrames so}, or else for the next flush. Acknowledgements with a reply do not wait.
 *
 * <p>Thread-safe and wait-free, if the sink is; nothing is allocated for a message. Nothing is lost
 * here, whichever way threads meet; what two of them reply at the same moment may share a frame or
 * not. 64 W / k bytes, and some 400 more.
 *
 * <p>To the protocol a reply that waits is a reply that is late.
 */
public final class ReplyBatch implements Replies<ByteBuffer> {
  /** How many blocks of statuses wait at once: about as many as threads answer CHECKs. */
  private static final int STATUS_BLOCKS = 4;

  private static final int DELIVERED = 1;

  private final Replies<ByteBuffer> alone;
  private final FrameCoalescer acks;
  private final FrameCoalescer statuses;
  private final long maxDelayNanos;

  /**
   * Creates the batch of a session.
   *
   * @param writer where frames are written
   * @param session whose replies these are
   * @param windowSize W, the same as the receiver's
   * @param blockSize k, a power of two from 1 to 64, at most W: with more a block would be complete
   *     only when the sender has long been waiting for it
   * @param maxDelayNanos how long an acknowledgement may wait for others, 0 or more; to be less than
   *     the sender's first timeout
   * @throws IllegalArgumentException if an argument is not as said
   */
  public ReplyBatch(
      ReplyWriter writer, long session, int windowSize, int blockSize, long maxDelayNanos) {
    Bounds.requireWindowSize(windowSize);
    if (blockSize < 1
        || blockSize > Math.min(Long.SIZE, windowSize)
        || Integer.bitCount(blockSize) != 1) {
      throw new IllegalArgumentException(
          "the block size must be a power of two from 1 to 64, and not more than the window of "
              + windowSize
              + ", not "
              + blockSize);
    }
    if (maxDelayNanos < 0) {
      throw new IllegalArgumentException("the delay must not be negative: " + maxDelayNanos);
    }
    this.alone = writer.in(session);
    // A window that begins within a block touches W / k + 1 of them.
    this.acks = new FrameCoalescer(
        blockSize,
        2 * (windowSize / blockSize),
        (base, low, high) -> writer.ack(session, base, low));
    this.statuses = new FrameCoalescer(
        Long.SIZE, STATUS_BLOCKS, (base, low, high) -> writer.status(session, base, low, high));
    this.maxDelayNanos = maxDelayNanos;
  }

  @Override
  public void ack(long seq, @Nullable ByteBuffer reply) {
    if (reply == null) {
      acks.add(seq, DELIVERED);
    } else {
      alone.ack(seq, reply);
    }
  }

  @Override
  public void status(long seq, Status status) {
    statuses.add(seq, ReplyWriter.code(status));
  }

  /**
   * Sends the acknowledgements of every block that was there when this method was called so long
   * ago, and all statuses. To be called again and again; the longest that anything waits is the
   * delay and twice the time between two calls.
   *
   * @param nowNanos as from {@link System#nanoTime}
   */
  public void flush(long nowNanos) {
    acks.flush(nowNanos, maxDelayNanos);
    statuses.flush();
  }

  /** Sends all that waits, at once. */
  public void flush() {
    acks.flush();
    statuses.flush();
  }

  /**
   * What a {@link RequestReader} must be given, so that all statuses that answer one frame are sent
   * when the frame ends.
   *
   * @param receiver which replies to this
   */
  public Requests<ByteBuffer> answeringFrames(Requests<ByteBuffer> receiver) {
    return new AnsweringFrames(receiver);
  }

  private final class AnsweringFrames implements Requests<ByteBuffer>, FrameEndListener {
    private final Requests<ByteBuffer> receiver;

    AnsweringFrames(Requests<ByteBuffer> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void data(long seq, ByteBuffer payload) {
      receiver.data(seq, payload);
    }

    @Override
    public void check(long seq) {
      receiver.check(seq);
    }

    @Override
    public void seal(long seq) {
      receiver.seal(seq);
    }

    @Override
    public void frameEnded() {
      statuses.flush();
    }
  }
}

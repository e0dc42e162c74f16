package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.window.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one session, coalesced into few frames. A receiver sends to this instead of {@link
 * ReplyWriter#in}.
 *
 * <p>Acknowledgements without a reply wait until a block of k consecutive messages is complete, the
 * sender asks for one of them, or {@link #flush} finds that they have waited long enough. Statuses
 * wait for the end of the frame that they answer, if the reader goes through {@link
 * #answeringFrames}, and otherwise for the next flush. Acknowledgements with a reply do not wait.
 *
 * <p>Thread-safe and wait-free, if the sink is. Nothing is allocated per message. Races between
 * threads lose nothing; they only decide which replies share a frame. A batch uses 64 W / k bytes
 * plus some 800.
 *
 * <p>To the protocol, a waiting reply is simply a late reply.
 *
 * @param <R> reply
 */
public final class ReplyBatch<R> implements Replies<R> {
  /**
   * How many blocks of statuses can wait at once: about the number of threads that answer CHECKs.
   */
  private static final int STATUS_BLOCKS = 4;

  /** Of acknowledgements, where everything is flushed often. */
  private static final int BLOCKS_UNTIL_FLUSH = 8;

  private static final int DELIVERED = 1;

  private final Replies<R> unbatched;
  private final FrameCoalescer acks;
  private final FrameCoalescer statuses;
  private final FrameCoalescer noAnswers;
  private final long maxDelayNanos;

  /**
   * Creates the batch of a session.
   *
   * @param writer where frames are written
   * @param session the id of the session
   * @param windowSize W, the same as the receiver's
   * @param blockSize k, a power of two from 1 to 64, at most W: a larger block would be complete
   *     only after the sender has been waiting for it
   * @param maxDelayNanos how long an acknowledgement may wait for others, 0 or more nanoseconds;
   *     should be less than the sender's first timeout
   * @throws IllegalArgumentException if an argument is out of range
   */
  public ReplyBatch(
      ReplyWriter<R> writer, long session, int windowSize, int blockSize, long maxDelayNanos) {
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
    this.unbatched = writer.in(session);
    // A window that starts within a block touches W / k + 1 blocks.
    this.acks = acks(writer, session, blockSize, 2 * (windowSize / blockSize));
    this.statuses = statuses(writer, session);
    this.noAnswers = noAnswers(writer, session);
    this.maxDelayNanos = maxDelayNanos;
  }

  /**
   * Creates the batch of a session, for a transport that flushes after each drain, as it would send
   * what it has joined. Then acknowledgements wait for that, or for a block of 64 to be complete, and
   * the window does not matter.
   *
   * @param writer where frames are written
   * @param session the id of the session
   */
  public ReplyBatch(ReplyWriter<R> writer, long session) {
    this.unbatched = writer.in(session);
    this.acks = acks(writer, session, Long.SIZE, BLOCKS_UNTIL_FLUSH);
    this.statuses = statuses(writer, session);
    this.noAnswers = noAnswers(writer, session);
    this.maxDelayNanos = 0;
  }

  private static FrameCoalescer acks(
      ReplyWriter<?> writer, long session, int blockSize, int blocks) {
    return new FrameCoalescer(
        blockSize, blocks, (base, low, high) -> writer.ack(session, base, low));
  }

  private static FrameCoalescer statuses(ReplyWriter<?> writer, long session) {
    return new FrameCoalescer(
        Long.SIZE, STATUS_BLOCKS, (base, low, high) -> writer.status(session, base, low, high));
  }

  private static FrameCoalescer noAnswers(ReplyWriter<?> writer, long session) {
    return new FrameCoalescer(
        Long.SIZE, STATUS_BLOCKS, (base, low, high) -> writer.noAnswer(session, base, low, high));
  }

  @Override
  public void ack(long seq, @Nullable R reply) {
    if (reply == null) {
      acks.add(seq, DELIVERED);
    } else {
      unbatched.ack(seq, reply);
    }
  }

  @Override
  public void rejected(long seq, String reason) {
    unbatched.rejected(seq, reason);
  }

  @Override
  public void status(long seq, Status status) {
    if (ReplyWriter.type(status) == FrameLayout.STATUS) {
      statuses.add(seq, ReplyWriter.code(status));
    } else {
      noAnswers.add(seq, ReplyWriter.code(status));
    }
  }

  /**
   * Sends all statuses, and the acknowledgements of every block that a call of this method saw at
   * least the maximum delay ago. Call this repeatedly: nothing waits longer than the delay plus
   * twice the interval between calls.
   *
   * @param nowNanos as from {@link System#nanoTime}
   */
  public void flush(long nowNanos) {
    acks.flush(nowNanos, maxDelayNanos);
    flushStatuses();
  }

  /** Sends everything that waits, at once. */
  public void flush() {
    acks.flush();
    flushStatuses();
  }

  private void flushStatuses() {
    statuses.flush();
    noAnswers.flush();
  }

  /**
   * Returns what a {@link RequestReader} must call so that all statuses that answer one frame are
   * sent when the frame ends.
   *
   * @param receiver the receiver, which replies to this batch
   */
  public <P> Requests<P> answeringFrames(Requests<P> receiver) {
    return new AnsweringFrames<>(receiver);
  }

  private final class AnsweringFrames<P> implements Requests<P>, FrameEndListener {
    private final Requests<P> receiver;

    AnsweringFrames(Requests<P> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void data(long seq, P payload) {
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
      flushStatuses();
    }
  }
}

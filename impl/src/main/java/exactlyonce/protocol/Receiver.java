package exactlyonce.protocol;

import exactlyonce.window.Answer;
import java.util.concurrent.atomic.LongAdder;

/**
 * The receiving side of one session: runs the handler once for each message, and answers every
 * frame that is owed an answer.
 *
 * <p>Any number of threads may bring frames; each call does its work on the calling thread, and
 * takes no lock. Nothing is allocated for a message.
 *
 * @param <P> payload
 */
public abstract sealed class Receiver<P> implements Requests<P>
    permits UnorderedReceiver, OrderedReceiver {
  private final Handler<? super P> handler;
  private final Replies network;

  // None of them is touched for a message that arrives once and succeeds.
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();

  Receiver(Handler<? super P> handler, Replies network) {
    this.handler = handler;
    this.network = network;
  }

  /**
   * Creates the receiver of a new session that handles messages as they come: in any order, several
   * at once if several threads bring them.
   *
   * <p>Specification: the receiver's actions of {@code CheckBeforeSend}.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the sender's
   * @param handler causes the effects
   * @param network where replies are sent
   * @throws IllegalArgumentException if the window size is none
   */
  public static <P> Receiver<P> unordered(
      int windowSize, Handler<? super P> handler, Replies network) {
    return new UnorderedReceiver<>(windowSize, handler, network);
  }

  /**
   * Creates the receiver of a new session that handles messages in the order of their numbers, one
   * after the other: each when every one before it was delivered or sealed. What comes early is
   * kept until its turn, W messages at most, and handled by whichever thread completes the one
   * before. A handler that fails holds up all that follows until it succeeds or the sender cancels
   * the message.
   *
   * <p>Specification: the receiver's actions of {@code OrderedWindow}.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the sender's
   * @param handler causes the effects; what one call did is visible to the next
   * @param network where replies are sent
   * @throws IllegalArgumentException if the window size is none
   */
  public static <P> Receiver<P> ordered(
      int windowSize, Handler<? super P> handler, Replies network) {
    return new OrderedReceiver<>(windowSize, handler, network);
  }

  /**
   * Returns how many DATA frames ran no handler because their message was claimed, delivered or
   * sealed before. Not a snapshot while frames are being processed; so for all counters.
   */
  public long suppressed() {
    return suppressed.sum();
  }

  /** Returns how many frames lay outside the window: no correct sender sends one. */
  public long refused() {
    return refused.sum();
  }

  /** Returns how many times the handler threw. */
  public long handlerFailures() {
    return handlerFailures.sum();
  }

  /**
   * Runs the handler of a claimed message; gives the claim back if it throws. An {@link Error}
   * counts as a failure like any other and is then thrown on; an exception is swallowed.
   *
   * @return whether the message took effect
   */
  final boolean handled(long seq, P payload) {
    boolean succeeded = false;
    try {
      handler.handle(seq, payload);
      succeeded = true;
    } catch (Exception e) {
      // Counted below; the next copy of the message is the next attempt.
    } finally {
      if (!succeeded) { // whatever was thrown
        giveBack(seq);
        handlerFailures.increment();
      }
    }
    return succeeded;
  }

  /** The handler of a claimed message failed and had no effect. */
  abstract void giveBack(long seq);

  final void acknowledge(long seq) {
    network.ack(seq);
  }

  /** Answers a DATA frame that was not taken. */
  final void replyToDuplicate(long seq, Answer answer) {
    if (answer != Answer.REFUSED && answer != Answer.NOT_YET) {
      suppressed.increment();
    }
    reply(seq, answer);
  }

  final void reply(long seq, Answer answer) {
    switch (answer) {
      case DELIVERED -> network.ack(seq);
      case SEALED -> network.status(seq, Status.SEALED);
      case IN_PROGRESS -> network.status(seq, Status.IN_PROGRESS);
      case UNKNOWN -> network.status(seq, Status.UNKNOWN);
      case NOTHING_OWED, NOT_YET -> {}
      case REFUSED -> refused.increment();
      case CLAIMED, BUFFERED -> throw new AssertionError("is answered by its handler");
    }
  }
}

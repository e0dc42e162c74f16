package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.ReplyCells;
import exactlyonce.window.Resolution;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of one session: runs the handler once for each message, and answers every
 * frame that is owed an answer.
 *
 * <p>Any number of threads may bring frames; each call does its work on the calling thread, and
 * takes no lock. Nothing is allocated for a message.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} where there is none
 */
public abstract sealed class Receiver<P, R> implements Requests<P>
    permits UnorderedReceiver, OrderedReceiver {
  private final Handler<? super P, ? extends R> handler;
  private final Replies<? super R> network;
  private final ReplyCells<R> replies;

  // None of them is touched for a message that arrives once and succeeds.
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();

  Receiver(
      int windowSize,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    this.handler = handler;
    this.network = network;
    this.replies = new ReplyCells<>(windowSize);
    resolved.forEach(message -> replies.store(message.seq(), message.reply()));
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
  public static <P, R> Receiver<P, R> unordered(
      int windowSize, Handler<? super P, ? extends R> handler, Replies<? super R> network) {
    return unordered(windowSize, handler, network, List.of());
  }

  /**
   * Creates the receiver of a session that may have begun before a crash. What was being handled is
   * unknown again.
   *
   * @param windowSize as above, and as when the session began
   * @param handler as above
   * @param network as above
   * @param resolved what is stored: for each of the W slots the latest message that was delivered or
   *     sealed
   * @throws IllegalArgumentException if the window size is none, or the messages have no slot each
   */
  public static <P, R> Receiver<P, R> unordered(
      int windowSize,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    return new UnorderedReceiver<>(windowSize, handler, network, resolved);
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
  public static <P, R> Receiver<P, R> ordered(
      int windowSize, Handler<? super P, ? extends R> handler, Replies<? super R> network) {
    return ordered(windowSize, handler, network, List.of());
  }

  /**
   * Creates the receiver of a session that may have begun before a crash. What waited for its turn,
   * or was being handled, is unknown again.
   *
   * @param windowSize as above, and as when the session began
   * @param handler as above
   * @param network as above
   * @param resolved what is stored: for each of the W slots the latest message that was delivered or
   *     sealed. A message that is missing below a delivered one counts as sealed
   * @throws IllegalArgumentException if the window size is none, or the messages have no slot each
   */
  public static <P, R> Receiver<P, R> ordered(
      int windowSize,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    return new OrderedReceiver<>(windowSize, handler, network, resolved);
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
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveCheck.
   */
  @Override
  public final void check(long seq) {
    reply(seq, checkWindow(seq));
  }

  /** What is resolved, for the window. */
  static <R> Map<Long, Resolution> resolutions(Collection<Resolved<R>> resolved) {
    Map<Long, Resolution> resolutions = new HashMap<>();
    resolved.forEach(message -> resolutions.put(message.seq(), message.resolution()));
    return resolutions;
  }

  /** What the window holds about a message. */
  abstract Answer checkWindow(long seq);

  /** The handler of a claimed message succeeded, and its reply is stored. */
  abstract void deliver(long seq);

  /** The handler of a claimed message failed and had no effect. */
  abstract void fail(long seq);

  /**
   * Runs the handler of a claimed message and acknowledges it; gives the claim back if it throws. An
   * {@link Error} counts as a failure like any other and is then thrown on; an exception is
   * swallowed.
   *
   * @return whether the message took effect
   */
  final boolean handle(long seq, P payload) {
    boolean succeeded = false;
    @Nullable R reply = null;
    try {
      reply = handler.handle(seq, payload);
      succeeded = true;
    } catch (Exception e) {
      // Counted below; the next copy of the message is the next attempt.
    } finally {
      if (!succeeded) { // whatever was thrown
        fail(seq);
        handlerFailures.increment();
      }
    }
    if (succeeded) {
      replies.store(seq, reply); // before DELIVERED is published: model PublishedBeforeReply
      deliver(seq);
      network.ack(seq, reply);
    }
    return succeeded;
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
      case DELIVERED -> acknowledgeAgain(seq);
      case SEALED -> network.status(seq, Status.SEALED);
      case IN_PROGRESS -> network.status(seq, Status.IN_PROGRESS);
      case UNKNOWN -> network.status(seq, Status.UNKNOWN);
      case NOTHING_OWED, NOT_YET -> {}
      case REFUSED -> refused.increment();
      case CLAIMED, BUFFERED -> throw new AssertionError("is answered by its handler");
    }
  }

  /** Specification: actions ReadReply and ReadStampAgain of {@code RequestReplyWindow}. */
  private void acknowledgeAgain(long seq) {
    @Nullable R reply = replies.load(seq);
    if (checkWindow(seq)
        == Answer.DELIVERED) { // if not, the next lap has begun, and nothing is owed
      network.ack(seq, reply);
    }
  }
}

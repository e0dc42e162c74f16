package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.util.concurrent.atomic.LongAdder;

/**
 * The receiving side of one session: runs the handler once for each message, and answers every
 * frame that is owed an answer.
 *
 * <p>Any number of threads may bring frames; each call does its work on the calling thread, and
 * takes no lock. Nothing is allocated for a message.
 *
 * <p>Specification: the receiver's actions of {@code CheckBeforeSend}.
 *
 * @param <P> payload
 */
public final class Receiver<P> implements Requests<P> {
  private final ReceiveWindow window;
  private final Handler<? super P> handler;
  private final Replies network;

  // None of them is touched for a message that arrives once and succeeds.
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();

  /**
   * Creates the receiver of a new session.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the sender's
   * @param handler causes the effects
   * @param network where replies are sent
   * @throws IllegalArgumentException if the window size is none
   */
  public Receiver(int windowSize, Handler<? super P> handler, Replies network) {
    this.window = new ReceiveWindow(windowSize);
    this.handler = handler;
    this.network = network;
  }

  /**
   * {@inheritDoc}
   *
   * <p>An {@link Error} from the handler counts as a failure like any other and is then thrown to
   * the caller; an exception is swallowed.
   *
   * <p>Specification: action ReceiveData, followed by Deliver or Fail if it claimed the message.
   */
  @Override
  public void data(long seq, P payload) {
    Answer answer = window.claim(seq);
    if (answer == Answer.CLAIMED) {
      if (handled(seq, payload)) {
        window.deliver(seq);
        network.ack(seq);
      }
    } else {
      if (answer != Answer.REFUSED) {
        suppressed.increment();
      }
      reply(seq, answer);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveCheck.
   */
  @Override
  public void check(long seq) {
    reply(seq, window.check(seq));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveSeal.
   */
  @Override
  public void seal(long seq) {
    reply(seq, window.seal(seq));
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

  /** For tests. */
  ReceiveWindow window() {
    return window;
  }

  /** Runs the handler of a claimed message; gives the claim back if it throws. */
  private boolean handled(long seq, P payload) {
    boolean succeeded = false;
    try {
      handler.handle(seq, payload);
      succeeded = true;
    } catch (Exception e) {
      // Counted below; the next copy of the message is the next attempt.
    } finally {
      if (!succeeded) { // whatever was thrown
        window.fail(seq);
        handlerFailures.increment();
      }
    }
    return succeeded;
  }

  private void reply(long seq, Answer answer) {
    switch (answer) {
      case DELIVERED -> network.ack(seq);
      case SEALED -> network.status(seq, Status.SEALED);
      case IN_PROGRESS -> network.status(seq, Status.IN_PROGRESS);
      case UNKNOWN -> network.status(seq, Status.UNKNOWN);
      case NOTHING_OWED -> {}
      case REFUSED -> refused.increment();
      case CLAIMED -> throw new AssertionError("a claim is answered by its handler");
    }
  }
}

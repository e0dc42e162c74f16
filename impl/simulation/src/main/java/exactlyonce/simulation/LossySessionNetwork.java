package exactlyonce.simulation;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LossyLink} between a sender and a receiver that have one session after another.
 *
 * <p>Specification: the network of {@code CrashRecovery}.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class LossySessionNetwork<P, R>
    extends LossyLink<SessionRequests<P>, SessionReplies<R>> {
  /**
   * Creates a network with no frame in flight.
   *
   * @param faults what happens to frames, in both directions
   * @param capacity how many frames may queue in one direction; further ones are lost, and counted
   *     as lost
   * @param seed the seed of the faults
   * @throws IllegalArgumentException if the capacity is not positive
   */
  public LossySessionNetwork(Faults faults, int capacity, long seed) {
    super(faults, capacity, seed);
  }

  /** Returns the sender's end, to which it sends requests. */
  public SessionRequests<P> toReceiver() {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        sendRequest(receiver -> receiver.open(sender, nonce, maxWindowSize));
      }

      @Override
      public Requests<P> in(long session) {
        return requestsIn(session);
      }

      @Override
      public void close(long session) {
        sendRequest(receiver -> receiver.close(session));
      }
    };
  }

  /** Returns the receiver's end, to which it sends replies. */
  public SessionReplies<R> toSender() {
    return new SessionReplies<>() {
      @Override
      public void opened(
          long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
        sendReply(peer -> peer.opened(sender, nonce, session, windowSize, replyMode));
      }

      @Override
      public void full(long sender, long nonce) {
        sendReply(peer -> peer.full(sender, nonce));
      }

      @Override
      public Replies<R> in(long session) {
        return repliesIn(session);
      }

      @Override
      public void gone(long session) {
        sendReply(peer -> peer.gone(session));
      }
    };
  }

  private Requests<P> requestsIn(long session) {
    return new Requests<>() {
      @Override
      public void data(long seq, P payload) {
        sendRequest(receiver -> receiver.in(session).data(seq, payload));
      }

      @Override
      public void check(long seq) {
        sendRequest(receiver -> receiver.in(session).check(seq));
      }

      @Override
      public void seal(long seq) {
        sendRequest(receiver -> receiver.in(session).seal(seq));
      }
    };
  }

  private Replies<R> repliesIn(long session) {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable R reply) {
        sendReply(sender -> sender.in(session).ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        sendReply(sender -> sender.in(session).rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        sendReply(sender -> sender.in(session).status(seq, status));
      }
    };
  }
}

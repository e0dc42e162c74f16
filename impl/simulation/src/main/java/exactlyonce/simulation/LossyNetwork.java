package exactlyonce.simulation;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LossyLink} between the sender and the receiver of one session.
 *
 * <p>Specification: the network of {@code CheckBeforeSend}; losing a frame is action Lose.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class LossyNetwork<P, R> extends LossyLink<Requests<P>, Replies<R>> {
  /**
   * Creates a network with no frame in flight.
   *
   * @param faults what happens to frames, in both directions
   * @param capacity how many frames may queue in one direction; further ones are lost, and counted
   *     as lost
   * @param seed the seed of the faults
   * @throws IllegalArgumentException if the capacity is not positive
   */
  public LossyNetwork(Faults faults, int capacity, long seed) {
    super(faults, capacity, seed);
  }

  /** Returns the sender's end, to which it sends requests. */
  public Requests<P> toReceiver() {
    return new Requests<>() {
      @Override
      public void data(long seq, P payload) {
        sendRequest(receiver -> receiver.data(seq, payload));
      }

      @Override
      public void check(long seq) {
        sendRequest(receiver -> receiver.check(seq));
      }

      @Override
      public void seal(long seq) {
        sendRequest(receiver -> receiver.seal(seq));
      }
    };
  }

  /** Returns the receiver's end, to which it sends replies. */
  public Replies<R> toSender() {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable R reply) {
        sendReply(sender -> sender.ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        sendReply(sender -> sender.rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        sendReply(sender -> sender.status(seq, status));
      }
    };
  }
}

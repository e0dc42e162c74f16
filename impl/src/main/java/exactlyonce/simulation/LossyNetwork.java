package exactlyonce.simulation;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory network between one sender and one receiver that loses, duplicates, delays and
 * reorders frames in both directions, but does not alter them.
 *
 * <p>It has no threads: whoever calls {@link #deliverRequest} or {@link #deliverReply} carries one
 * frame to its peer. Any number of threads may send and deliver in both directions at once. Faults
 * are drawn from one generator per thread, all derived from the seed: a single thread meets the
 * same faults in every run.
 *
 * <p>Specification: the network of {@code CheckBeforeSend}; losing a frame is action Lose.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class LossyNetwork<P, R> {
  private final LossyChannel<Requests<P>> requests;
  private final LossyChannel<Replies<R>> replies;

  /**
   * Creates a network with no frame in flight.
   *
   * @param faults what happens to frames, in both directions
   * @param capacity how many frames may queue in one direction; what comes on top is lost, and
   *     counted so
   * @param seed of the faults
   * @throws IllegalArgumentException if the capacity is not positive
   */
  public LossyNetwork(Faults faults, int capacity, long seed) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity must be positive, not " + capacity);
    }
    Randoms randoms = new Randoms(seed);
    requests = new LossyChannel<>(faults, capacity, randoms);
    replies = new LossyChannel<>(faults, capacity, randoms);
  }

  /** Returns the sender's end: what it sends requests to. */
  public Requests<P> toReceiver() {
    return new Requests<>() {
      @Override
      public void data(long seq, P payload) {
        requests.send(receiver -> receiver.data(seq, payload));
      }

      @Override
      public void check(long seq) {
        requests.send(receiver -> receiver.check(seq));
      }

      @Override
      public void seal(long seq) {
        requests.send(receiver -> receiver.seal(seq));
      }
    };
  }

  /** Returns the receiver's end: what it sends replies to. */
  public Replies<R> toSender() {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable R reply) {
        replies.send(sender -> sender.ack(seq, reply));
      }

      @Override
      public void status(long seq, Status status) {
        replies.send(sender -> sender.status(seq, status));
      }
    };
  }

  /**
   * Carries one request to the receiver, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public boolean deliverRequest(Requests<P> receiver) {
    return requests.deliver(receiver);
  }

  /**
   * Carries one reply to the sender, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public boolean deliverReply(Replies<R> sender) {
    return replies.deliver(sender);
  }

  /** Whether no frame is in flight in either direction; exact only while nobody sends. */
  public boolean isEmpty() {
    return requests.isEmpty() && replies.isEmpty();
  }

  /** Returns how many frames vanished, in both directions. Not a snapshot; so for all counters. */
  public long lost() {
    return requests.lost.sum() + replies.lost.sum();
  }

  /** Returns how many frames were given a second copy. */
  public long duplicated() {
    return requests.duplicated.sum() + replies.duplicated.sum();
  }

  /** Returns how many frames were put aside, to be overtaken. */
  public long delayed() {
    return requests.delayed.sum() + replies.delayed.sum();
  }
}

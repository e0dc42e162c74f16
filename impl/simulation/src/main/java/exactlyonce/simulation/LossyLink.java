package exactlyonce.simulation;

import java.util.function.Consumer;

/**
 * An in-memory network between two peers that loses, duplicates, delays and reorders frames in both
 * directions, but does not alter them.
 *
 * <p>It has no threads: whoever calls {@link #deliverRequest} or {@link #deliverReply} carries one
 * frame to its peer. Any number of threads may send and deliver in both directions at once. Faults
 * are drawn from one generator per thread, all derived from the seed: a single thread meets the
 * same faults in every run.
 *
 * @param <Q> what the receiver understands
 * @param <A> what the sender understands
 */
public class LossyLink<Q, A> {
  private final LossyChannel<Q> requests;
  private final LossyChannel<A> replies;

  LossyLink(Faults faults, int capacity, long seed) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity must be positive, not " + capacity);
    }
    Randoms randoms = new Randoms(seed);
    requests = new LossyChannel<>(faults, capacity, randoms);
    replies = new LossyChannel<>(faults, capacity, randoms);
  }

  final void sendRequest(Consumer<? super Q> frame) {
    requests.send(frame);
  }

  final void sendReply(Consumer<? super A> frame) {
    replies.send(frame);
  }

  /**
   * Carries one request to the receiver, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public final boolean deliverRequest(Q receiver) {
    return requests.deliver(receiver);
  }

  /**
   * Carries one reply to the sender, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public final boolean deliverReply(A sender) {
    return replies.deliver(sender);
  }

  /** Whether no frame is in flight in either direction; exact only while nobody sends. */
  public final boolean isEmpty() {
    return requests.isEmpty() && replies.isEmpty();
  }

  /** Returns how many frames vanished, in both directions. Not a snapshot; so for all counters. */
  public final long lost() {
    return requests.lost.sum() + replies.lost.sum();
  }

  /** Returns how many frames were given a second copy. */
  public final long duplicated() {
    return requests.duplicated.sum() + replies.duplicated.sum();
  }

  /** Returns how many frames were put aside, to be overtaken. */
  public final long delayed() {
    return requests.delayed.sum() + replies.delayed.sum();
  }

  final RunResult.NetworkFaults faults() {
    return new RunResult.NetworkFaults(lost(), duplicated(), delayed());
  }
}

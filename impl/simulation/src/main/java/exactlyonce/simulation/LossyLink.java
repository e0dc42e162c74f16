package exactlyonce.simulation;

import java.util.function.Consumer;

/**
 * An in-memory network between two peers that loses, duplicates, delays and reorders frames in both
 * directions, but does not alter them.
 *
 * <p>It has no threads: a call of {@link #deliverRequest} or {@link #deliverReply} delivers one
 * frame on the calling thread. Thread-safe: any number of threads may send and deliver in both
 * directions at once. Each thread draws faults from its own generator, derived from the seed, so
 * with a single thread the faults are the same in every run.
 *
 * @param <Q> the interface of the receiver
 * @param <A> the interface of the sender
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
   * Delivers one request to the receiver, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public final boolean deliverRequest(Q receiver) {
    return requests.deliver(receiver);
  }

  /**
   * Delivers one reply to the sender, on the calling thread.
   *
   * @return false if it found none; a delayed one may still be in flight
   */
  public final boolean deliverReply(A sender) {
    return replies.deliver(sender);
  }

  /**
   * Returns whether no frame is in flight in either direction; exact only while no thread sends.
   */
  public final boolean isEmpty() {
    return requests.isEmpty() && replies.isEmpty();
  }

  /** Returns how many frames were lost, in both directions. Like all counters, not a snapshot. */
  public final long lost() {
    return requests.lost.sum() + replies.lost.sum();
  }

  /** Returns how many frames were duplicated. */
  public final long duplicated() {
    return requests.duplicated.sum() + replies.duplicated.sum();
  }

  /** Returns how many frames were delayed, to be overtaken by others. */
  public final long delayed() {
    return requests.delayed.sum() + replies.delayed.sum();
  }

  final RunResult.NetworkFaults faults() {
    return new RunResult.NetworkFaults(lost(), duplicated(), delayed());
  }
}

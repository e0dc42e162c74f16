package exactlyonce.simulation;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link LossyNetwork}. Thread-safe and lock-free.
 *
 * <p>A frame in flight is a call to the peer that is still to be made. Frames wait in a queue. A
 * delayed frame is put on a shelf instead, in a slot chosen at random, and stays there until
 * another delayed frame takes its slot and pushes it into the queue. So delays are unbounded, but
 * the shelf is not. A peer that finds the queue empty takes frames from the shelf, so they arrive
 * even if no more frames are sent.
 *
 * @param <T> the peer's interface
 */
final class LossyChannel<T> {
  private static final int SHELF = 64;

  private final Faults faults;
  private final int capacity;
  private final Randoms randoms;

  private final ConcurrentLinkedQueue<Consumer<? super T>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger(); // at least the queue's length
  private final AtomicReferenceArray<@Nullable Consumer<? super T>> shelf =
      new AtomicReferenceArray<>(SHELF);

  final LongAdder lost = new LongAdder();
  final LongAdder duplicated = new LongAdder();
  final LongAdder delayed = new LongAdder();

  /**
   * Creates a channel with no frame in flight.
   *
   * @param capacity how many frames may queue; further ones are lost
   * @param randoms from which the faults are drawn
   */
  LossyChannel(Faults faults, int capacity, Randoms randoms) {
    this.faults = faults;
    this.capacity = capacity;
    this.randoms = randoms;
  }

  void send(Consumer<? super T> frame) {
    SplittableRandom random = randoms.current();
    sendCopy(frame, random);
    if (happens(faults.duplicate(), random)) {
      duplicated.increment();
      sendCopy(frame, random);
    }
  }

  /** Delivers one frame on the calling thread; returns false if it found none. */
  boolean deliver(T peer) {
    Consumer<? super T> frame = queue.poll();
    if (frame != null) {
      queued.decrementAndGet();
    } else {
      // One slot at a time: an idle peer looks often, and a frame may stay delayed for a while.
      frame = shelf.getAndSet(randoms.current().nextInt(SHELF), null);
    }
    if (frame == null) {
      return false;
    }
    frame.accept(peer);
    return true;
  }

  /** Returns whether no frame is in flight; exact only while no thread sends. */
  boolean isEmpty() {
    for (int slot = 0; slot < SHELF; slot++) {
      if (shelf.get(slot) != null) {
        return false;
      }
    }
    return queue.isEmpty();
  }

  private void sendCopy(Consumer<? super T> frame, SplittableRandom random) {
    if (happens(faults.loss(), random)) {
      lost.increment();
    } else if (happens(faults.delay(), random)) {
      delayed.increment();
      Consumer<? super T> other = shelf.getAndSet(random.nextInt(SHELF), frame);
      if (other != null) {
        enqueue(other);
      }
    } else {
      enqueue(frame);
    }
  }

  private void enqueue(Consumer<? super T> frame) {
    if (queued.incrementAndGet() > capacity) {
      queued.decrementAndGet();
      lost.increment();
    } else {
      queue.add(frame);
    }
  }

  private static boolean happens(double probability, SplittableRandom random) {
    return random.nextDouble() < probability;
  }
}

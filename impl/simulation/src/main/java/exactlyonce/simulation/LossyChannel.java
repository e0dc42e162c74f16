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
 * <p>A frame in flight is a call that is still to be made to the peer. Frames wait in a queue; a
 * delayed one lies on a shelf instead until another delayed frame takes its place, chosen at
 * random, and pushes it into the queue. So delays have no bound, but the shelf has. What would lie
 * there for ever, because no more frames come, is taken off by a peer that finds the queue empty.
 *
 * @param <T> the peer's interface
 */
final class LossyChannel<T> {
  private static final int SHELF = 64;

  private final Faults faults;
  private final int capacity;
  private final Randoms randoms;

  private final ConcurrentLinkedQueue<Consumer<? super T>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger(); // at least the length of the queue
  private final AtomicReferenceArray<@Nullable Consumer<? super T>> shelf =
      new AtomicReferenceArray<>(SHELF);

  final LongAdder lost = new LongAdder();
  final LongAdder duplicated = new LongAdder();
  final LongAdder delayed = new LongAdder();

  /**
   * Creates a channel without frames.
   *
   * @param capacity how many frames may queue; what comes on top is lost
   * @param randoms where the faults are drawn from
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

  /** Delivers one frame, on the calling thread; returns false if it found none. */
  boolean deliver(T peer) {
    Consumer<? super T> frame = queue.poll();
    if (frame != null) {
      queued.decrementAndGet();
    } else {
      // One place at a time: an idle peer looks often, and a frame may stay late for a while.
      frame = shelf.getAndSet(randoms.current().nextInt(SHELF), null);
    }
    if (frame == null) {
      return false;
    }
    frame.accept(peer);
    return true;
  }

  /** Whether no frame is in flight; exact only while nobody sends. */
  boolean isEmpty() {
    for (int place = 0; place < SHELF; place++) {
      if (shelf.get(place) != null) {
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

package exactlyonce.stress;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Broken on purpose: the hand-over of {@link exactlyonce.window.OrderedReceiveWindow} between two
 * messages, with release and acquire where that class has volatile accesses. Each thread's read may
 * overtake its own write, so that neither sees what the other wrote, and message 1 waits forever.
 * x86 processors do so: they have a store buffer. The model {@code
 * OrderedWindow-EverythingByRelease} shows the same.
 */
final class BrokenHandOver {
  private static final int BUFFERED = 1;
  private static final int CLAIMED = 2;
  private static final int DELIVERED = 3;

  private final AtomicIntegerArray slots = new AtomicIntegerArray(2);

  /** Called when message 0 is handled; returns whether the caller must handle message 1. */
  boolean deliverFirst() {
    slots.setRelease(0, DELIVERED); // the bug: the read that follows may overtake it
    return claimSecond();
  }

  /** Called when message 1 has arrived; returns whether the caller must handle it. */
  boolean bufferSecond() {
    slots.setRelease(1, BUFFERED); // the bug: the read that follows may overtake it
    return slots.getAcquire(0) == DELIVERED && claimSecond();
  }

  private boolean claimSecond() {
    return slots.getAcquire(1) == BUFFERED && slots.compareAndSet(1, BUFFERED, CLAIMED);
  }
}

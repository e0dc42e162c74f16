package exactlyonce.bench.pair;

import org.jspecify.annotations.Nullable;

/**
 * One direction between two threads: a bounded ring of frames, each a word and a reference. One
 * thread offers frames and flushes them, one drains. It may lose frames, and it drops one if it is full.
 */
public final class FrameRing {
  /** Takes frames. */
  @FunctionalInterface
  public interface FrameReader {
    /** Takes a frame. */
    void frame(long word, @Nullable Object reference);
  }

  private final long[] words;
  private final @Nullable Object[] references;
  private final int mask;
  private final Loss loss;

  // Of the thread that offers. The tail is behind the end until the next flush.
  private final PaddedLong end = new PaddedLong();
  private final PaddedLong tail = new PaddedLong();
  private final PaddedLong knownHead = new PaddedLong();

  private final PaddedLong head = new PaddedLong(); // of the thread that drains

  /**
   * Creates an empty ring.
   *
   * @param capacity a power of two
   * @param loss the share of frames that are lost, from 0 to 1
   * @param seed of the losses
   */
  public FrameRing(int capacity, double loss, long seed) {
    words = new long[capacity];
    references = new @Nullable Object[capacity];
    mask = capacity - 1;
    this.loss = new Loss(loss, seed);
  }

  /** Sends a frame with the next {@link #flush}; returns false if there is no space for it. */
  public boolean offer(long word, @Nullable Object reference) {
    long frame = end.get();
    if (frame - knownHead.get() > mask) {
      flush();
      knownHead.set(head.read());
      if (frame - knownHead.get() > mask) {
        return false;
      }
    }
    if (!loss.loses()) {
      int slot = (int) frame & mask;
      words[slot] = word;
      references[slot] = reference;
      end.set(frame + 1);
    }
    return true;
  }

  /** Lets the other thread see what was offered. */
  public void flush() {
    if (tail.get() != end.get()) {
      tail.publish(end.get());
    }
  }

  /** Takes what has arrived; returns how many frames. */
  public int drain(FrameReader reader) {
    long first = head.get();
    long last = tail.read();
    for (long frame = first; frame < last; frame++) {
      int slot = (int) frame & mask;
      reader.frame(words[slot], references[slot]);
    }
    if (first < last) {
      head.publish(last);
    }
    return (int) (last - first);
  }
}

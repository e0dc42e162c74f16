package exactlyonce.bench.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two threads: a bounded ring of frames, each a word and a reference. One
 * thread offers, one drains. It may lose frames, and it drops one if it is full.
 */
public final class FrameRing {
  private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

  /** 128 bytes: two cache lines, because processors fetch them in pairs. */
  private static final int PADDING = 16;

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
  private final long[] tail = new long[2 * PADDING]; // written by the thread that offers
  private final long[] head = new long[2 * PADDING]; // written by the thread that drains

  // Of the thread that offers, and then of the one that drains: what they know of the other's.
  private final long[] knownHead = new long[2 * PADDING];
  private final long[] knownTail = new long[2 * PADDING];

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

  /** Sends a frame; returns false if there is no space for it. */
  public boolean offer(long word, @Nullable Object reference) {
    long end = tail[PADDING];
    if (end - knownHead[PADDING] > mask) {
      knownHead[PADDING] = (long) ELEMENTS.getAcquire(head, PADDING);
      if (end - knownHead[PADDING] > mask) {
        return false;
      }
    }
    if (!loss.loses()) {
      int slot = (int) end & mask;
      words[slot] = word;
      references[slot] = reference;
      ELEMENTS.setRelease(tail, PADDING, end + 1);
    }
    return true;
  }

  /** Takes what has arrived; returns how many frames. */
  public int drain(FrameReader reader) {
    long first = head[PADDING];
    long end = knownTail[PADDING];
    if (first == end) {
      end = (long) ELEMENTS.getAcquire(tail, PADDING);
      knownTail[PADDING] = end;
    }
    for (long frame = first; frame < end; frame++) {
      int slot = (int) frame & mask;
      reader.frame(words[slot], references[slot]);
    }
    if (first < end) {
      ELEMENTS.setRelease(head, PADDING, end);
    }
    return (int) (end - first);
  }
}

package exactlyonce.bench.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread writes, alone on its cache lines: what the writing thread does costs no other
 * thread anything until it reads this.
 */
public final class PaddedLong {
  private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

  /** 128 bytes: two cache lines, because processors fetch them in pairs. */
  private static final int PADDING = 16;

  private final long[] padded = new long[2 * PADDING + 1];

  /** Creates a zero. */
  public PaddedLong() {}

  /** Returns the number. For the thread that writes it. */
  public long get() {
    return padded[PADDING];
  }

  /** Writes it. No other thread need see this. */
  public void set(long value) {
    padded[PADDING] = value;
  }

  /** Returns the number, and with it whatever was written before {@link #publish}. */
  public long read() {
    return (long) ELEMENTS.getAcquire(padded, PADDING);
  }

  /** Writes it, for others to {@link #read}. */
  public void publish(long value) {
    ELEMENTS.setRelease(padded, PADDING, value);
  }
}

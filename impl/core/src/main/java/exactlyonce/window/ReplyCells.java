package exactlyonce.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The replies to the last W messages, beside the stamps of a receiver's window: what the handler
 * returned lies there until the message W later is handled, by which time the sender has it.
 *
 * <p>Who handles a message stores its reply before DELIVERED is published. Who finds a message
 * DELIVERED loads the reply and then looks at the stamp again: only if it still says DELIVERED is it
 * the reply of that message; if not, the sender waits for none.
 *
 * <p>Both methods are wait-free, and may be called by any number of threads; of those that store, one
 * at a time has the claim of a slot.
 *
 * <p>Specification: the variable {@code replies} of {@code RequestReplyWindow}.
 *
 * @param <R> reply
 */
public final class ReplyCells<R> {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(Object[].class);

  private final @Nullable Object[] cells;

  /**
   * Creates the cells of a new session.
   *
   * @param windowSize W, the same as that of the stamps
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
   */
  public ReplyCells(int windowSize) {
    cells = new @Nullable Object[Bounds.requireWindowSize(windowSize)];
  }

  /**
   * Keeps the reply of a message that the caller has claimed and handled.
   *
   * <p>Specification: action StoreReply.
   */
  public void store(long seq, @Nullable R reply) {
    int cell = cell(seq);
    // Plain: the cell was written by earlier holders of the claim, whose stamps the claim acquired.
    if (reply != cells[cell]) {
      // Release: after the claim of this lap, so that who loads this reply too late also sees that
      // the stamp has moved on. The store of DELIVERED, which comes next, publishes it.
      CELLS.setRelease(cells, cell, reply);
    }
  }

  /**
   * What the message's cell holds. To be trusted only if the stamp says DELIVERED before and after.
   *
   * <p>Specification: action ReadReply.
   */
  // store puts nothing but R in here.
  @SuppressWarnings("unchecked")
  public @Nullable R load(long seq) {
    // Acquire: should it be a later reply, then the read of the stamp that follows sees its claim.
    return (R) CELLS.getAcquire(cells, cell(seq));
  }

  private int cell(long seq) {
    return (int) seq & (cells.length - 1);
  }
}

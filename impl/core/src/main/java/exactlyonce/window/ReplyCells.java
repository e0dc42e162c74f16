package exactlyonce.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The replies to the last W messages, kept beside the stamps of a receiver's window. A reply stays
 * until the message W later is handled; by then the sender has it.
 *
 * <p>The thread that handles a message stores its reply before it publishes DELIVERED. A thread
 * that finds a message DELIVERED loads the reply and then reads the stamp again. If the stamp still
 * says DELIVERED, the reply belongs to that message. If not, the sender is no longer waiting for a
 * reply.
 *
 * <p>Thread-safe: any number of threads may call both methods, which are wait-free. Only the holder
 * of a slot's claim stores to its cell.
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
   * @throws IllegalArgumentException if it is not a power of two from 1 to 2^30
   */
  public ReplyCells(int windowSize) {
    cells = new @Nullable Object[Bounds.requireWindowSize(windowSize)];
  }

  /**
   * Stores the reply of a message that the caller has claimed and handled.
   *
   * <p>Specification: action StoreReply.
   */
  public void store(long seq, @Nullable R reply) {
    int cell = cell(seq);
    // Plain: earlier holders of the claim wrote the cell, and the claim acquired their stamps.
    if (reply != cells[cell]) {
      // Release: ordered after the claim of this lap, so that a thread which loads this reply too
      // late also sees that the stamp has moved on. The store of DELIVERED, which comes next,
      // publishes the reply.
      CELLS.setRelease(cells, cell, reply);
    }
  }

  /**
   * Returns the content of the message's cell. Valid only if the stamp says DELIVERED both before
   * and after.
   *
   * <p>Specification: action ReadReply.
   */
  // store puts only R in here.
  @SuppressWarnings("unchecked")
  public @Nullable R load(long seq) {
    // Acquire: if this is a later reply, the read of the stamp that follows sees its claim.
    return (R) CELLS.getAcquire(cells, cell(seq));
  }

  private int cell(long seq) {
    return (int) seq & (cells.length - 1);
  }
}

package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The frames from the receiver to the sender: what a sender understands. Calling a method sends the
 * frame, or hands it over when it has arrived.
 *
 * <p>An implementation that sends is called by several threads at once, must not block, and loses a
 * frame rather than throw: the sender asks again when it hears nothing.
 *
 * @param <R> reply; {@link Void} where there is none
 */
public interface Replies<R> {
  /**
   * ACK: this message took effect, and the effect is complete. Its reply comes with it, always.
   *
   * @param reply what the handler returned, null included
   */
  void ack(long seq, @Nullable R reply);

  /** STATUS: this message has not taken effect. */
  void status(long seq, Status status);
}

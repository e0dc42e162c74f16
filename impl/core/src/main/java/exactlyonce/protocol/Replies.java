package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The frames from the receiver to the sender. Calling a method sends the frame, or hands over a
 * frame that has arrived.
 *
 * <p>An implementation that sends is called by several threads at once and must not block. It
 * should drop a frame rather than throw: a sender that hears nothing asks again.
 *
 * @param <R> reply; {@link Void} in a session without replies
 */
public interface Replies<R> {
  /**
   * ACK: this message took effect, and the effect is complete.
   *
   * @param reply what the handler returned in a session with replies, null in one without. Anything
   *     else is malformed
   */
  void ack(long seq, @Nullable R reply);

  /**
   * REJECTED: this message was rejected for good. It has had no effect and never will.
   *
   * @param reason why, for humans; the same however often the sender asks
   */
  void rejected(long seq, String reason);

  /** STATUS: what there is to say about this message other than ACK and REJECTED. */
  void status(long seq, Status status);
}

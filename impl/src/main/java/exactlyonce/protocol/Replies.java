package exactlyonce.protocol;

/**
 * The frames from the receiver to the sender: what a sender understands. Calling a method sends the
 * frame, or hands it over when it has arrived.
 *
 * <p>An implementation that sends is called by several threads at once, must not block, and loses a
 * frame rather than throw: the sender asks again when it hears nothing.
 */
public interface Replies {
  /** ACK: this message took effect, and the effect is complete. */
  void ack(long seq);

  /** STATUS: this message has not taken effect. */
  void status(long seq, Status status);
}

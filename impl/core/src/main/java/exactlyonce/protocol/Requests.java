package exactlyonce.protocol;

/**
 * The frames from the sender to the receiver: what a receiver understands. Calling a method sends
 * the frame, or hands it over when it has arrived.
 *
 * <p>An implementation that sends is called by several threads at once, must not block, and loses a
 * frame rather than throw: every frame is sent again when its answer does not come.
 *
 * @param <P> payload
 */
public interface Requests<P> {
  /** DATA: deliver this message, unless it is known. */
  void data(long seq, P payload);

  /** CHECK: do you have this message? */
  void check(long seq);

  /** SEAL: never deliver this message, unless you already have. */
  void seal(long seq);
}

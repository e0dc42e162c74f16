package exactlyonce.protocol;

/**
 * The frames from the sender to the receiver. Calling a method sends the frame, or hands over a
 * frame that has arrived.
 *
 * <p>An implementation that sends is called by several threads at once and must not block. If it
 * throws, the frame counts as lost, like one that it drops: every frame is sent again, or asked
 * about, if no answer arrives.
 *
 * @param <P> payload
 */
public interface Requests<P> {
  /** DATA: deliver this message, unless it is already known. */
  void data(long seq, P payload);

  /** CHECK: do you have this message? */
  void check(long seq);

  /** SEAL: never deliver this message, unless you already have. */
  void seal(long seq);
}

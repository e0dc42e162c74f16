package exactlyonce.protocol;

/**
 * The points at which a test run can be broken on purpose. Each method gets one part of the run and
 * returns its replacement: the argument, unless overridden. {@link #replies} is called before
 * {@link #receiver}, so a broken receiver can send replies of its own.
 *
 * @param <P> payload
 * @param <R> reply
 */
public interface FaultInjection<P, R> {
  /** Returns an injection that breaks nothing. */
  static <P, R> FaultInjection<P, R> none() {
    return new FaultInjection<>() {};
  }

  /** What the receiver sends replies to. */
  default Replies<R> replies(Replies<R> network) {
    return network;
  }

  /** What causes effects. */
  default Handler<P, R> handler(Handler<P, R> handler) {
    return handler;
  }

  /** What requests are handed to. */
  default Requests<P> receiver(Requests<P> receiver) {
    return receiver;
  }

  /** What the sender sends requests to. */
  default Requests<P> requests(Requests<P> network) {
    return network;
  }

  /** What replies are handed to. */
  default Replies<R> sender(Replies<R> sender) {
    return sender;
  }
}

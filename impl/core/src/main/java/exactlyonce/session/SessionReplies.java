package exactlyonce.session;

import exactlyonce.protocol.Replies;

/**
 * The frames from a receiver to its senders: what a sender host understands. Calling a method
 * sends the frame, or hands it over when it has arrived.
 *
 * <p>An implementation that sends is called by several threads at once, must not block, and loses a
 * frame rather than throw: the sender asks again when it hears nothing.
 *
 * @param <R> reply; {@link Void} where there is none
 */
public interface SessionReplies<R> {
  /**
   * OPENED: here is the session that this OPEN opened.
   *
   * @param sender as in OPEN
   * @param nonce as in OPEN
   * @param session never used before, and never again
   * @param windowSize W, a power of two from 1 to 2^30
   */
  void opened(long sender, long nonce, long session, int windowSize);

  /** FULL: there are as many sessions as the receiver allows; ask again later. */
  void full(long sender, long nonce);

  /** ACK and STATUS of a session. To be kept: a call may look the session up, or allocate. */
  Replies<R> in(long session);

  /** GONE: there is no such session, and never will be again. */
  void gone(long session);
}

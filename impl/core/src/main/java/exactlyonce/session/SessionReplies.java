package exactlyonce.session;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;

/**
 * The frames from a receiver to its senders. Calling a method sends the frame, or hands over a
 * frame that has arrived.
 *
 * <p>An implementation that sends is called by several threads at once and must not block. It
 * should drop a frame rather than throw: a sender that hears nothing asks again.
 *
 * @param <R> reply; {@link Void} in sessions without replies
 */
public interface SessionReplies<R> {
  /**
   * OPENED: this is the session that the OPEN has opened.
   *
   * @param sender as in OPEN
   * @param nonce as in OPEN
   * @param session an id that was never used before and never will be again
   * @param windowSize W, a power of two from 1 to 2^30
   * @param replyMode whether the session has replies
   */
  void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode);

  /** FULL: the receiver has as many sessions as it allows; ask again later. */
  void full(long sender, long nonce);

  /**
   * Returns the ACK, REJECTED and STATUS frames of a session. Keep the result: a call may look up the session
   * or allocate. It remains right when the session ends, or begins.
   */
  Replies<R> in(long session);

  /** GONE: the session does not exist, and never will again. */
  void gone(long session);
}

package exactlyonce.window;

import org.jspecify.annotations.Nullable;

/**
 * Is told the outcome of each message: once per message, in no particular order, by the thread that
 * decided it. Several threads may call at once, each for a different message.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in a session without replies
 */
@FunctionalInterface
public interface OutcomeListener<P, R> {
  /**
   * Called when a message is decided.
   *
   * <p>An exception changes nothing: it propagates to the caller of {@link SendWindow#resolve}, and
   * the outcome is not reported again. The call runs on a thread that processes replies, and the
   * message keeps its slot in the window until it returns. So a listener may submit, but should not
   * wait for space in the window.
   *
   * @param seq the message's number
   * @param payload the payload submitted under that number
   * @param outcome how it ended
   * @param reply what the handler returned the one time it succeeded; null if the session has no
   *     replies, if the outcome is not DELIVERED, or if the reply does not fit into a frame
   */
  void onOutcome(long seq, P payload, Outcome outcome, @Nullable R reply);

  /**
   * Called instead of {@link #onOutcome} when a message is rejected, and under the same conditions. By
   * default calls that method, which loses the reason.
   *
   * @param seq as above
   * @param payload as above
   * @param reason why the receiver has rejected it
   */
  default void onRejected(long seq, P payload, String reason) {
    onOutcome(seq, payload, Outcome.REJECTED, null);
  }
}

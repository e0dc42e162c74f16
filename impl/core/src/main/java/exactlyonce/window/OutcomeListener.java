package exactlyonce.window;

import org.jspecify.annotations.Nullable;

/**
 * Is told how each message ended: once for each, in no particular order, by whichever thread
 * decided it. Several threads may call at once, each for another message.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} where there is none
 */
@FunctionalInterface
public interface OutcomeListener<P, R> {
  /**
   * A message is decided.
   *
   * <p>An exception changes nothing: it goes to the caller of {@link SendWindow#resolve}, and the
   * outcome is not reported again. The call takes the time of a thread that processes replies, and
   * the message keeps its place in the window until it returns: a listener may submit, but should
   * not wait for room.
   *
   * @param seq the message's number
   * @param payload what was submitted under that number
   * @param outcome how it ended
   * @param reply what the handler returned, the one time that it succeeded; null if it returned
   *     that, and with any outcome but DELIVERED
   */
  void onOutcome(long seq, P payload, Outcome outcome, @Nullable R reply);
}

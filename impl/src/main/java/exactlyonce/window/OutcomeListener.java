package exactlyonce.window;

/**
 * Is told how each message ended: once for each, in no particular order, by whichever thread
 * decided it. Several threads may call at once, each for another message.
 *
 * @param <P> payload
 */
@FunctionalInterface
public interface OutcomeListener<P> {
  /**
   * A message is decided.
   *
   * <p>The window has forgotten it by now, so an exception changes nothing: it goes to the caller
   * of {@link SendWindow#resolve}, and the outcome is not reported again. The call takes the time
   * of a thread that processes replies.
   *
   * @param seq the message's number
   * @param payload what was submitted under that number
   * @param outcome how it ended
   */
  void onOutcome(long seq, P payload, Outcome outcome);
}

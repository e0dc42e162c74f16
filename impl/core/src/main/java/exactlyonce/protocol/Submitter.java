package exactlyonce.protocol;

/**
 * What the application does with a sender. {@link Sender} implements it; a decorator may stand in
 * front.
 *
 * @param <P> payload
 */
public interface Submitter<P> {
  /**
   * Submits a message: gives it its number and sends it.
   *
   * @param payload sent as it is, perhaps several times, and reported with the outcome: it must not
   *     change
   * @return the message's number, from 0 on without gaps; or {@link
   *     exactlyonce.window.SendWindow#WINDOW_FULL}, and the caller tries again after replies have
   *     been processed; or {@link exactlyonce.window.SendWindow#SEQ_EXHAUSTED},
   *     {@link exactlyonce.window.SendWindow#CLOSED} or {@link exactlyonce.window.SendWindow#GONE}, and
   *     it needs another session
   */
  long trySubmit(P payload);

  /**
   * Asks that a message not be delivered, if that is still possible; its outcome tells whether it
   * was. From now on the message is not sent again.
   *
   * @return false if it was decided or cancelled before
   */
  boolean cancel(long seq);

  /**
   * Asks for the fate of every message whose answer is overdue. To be called again and again for as
   * long as messages are open; a message's timeout starts when a call first sees it, so timeouts
   * are as fine as the calls are frequent.
   *
   * @param nowNanos a time that does not go back, such as {@link System#nanoTime}
   * @return the number of frames sent, or of messages reported
   */
  int poll(long nowNanos);
}

package exactlyonce.protocol;

/**
 * The application's view of a sender. Implemented by {@link Sender}, and by decorators around it.
 * Thread-safe.
 *
 * @param <P> payload
 */
public interface Submitter<P> {
  /**
   * Submits a message: assigns its number and sends it.
   *
   * @param payload sent as it is, perhaps several times, and reported with the outcome, so it must
   *     not change
   * @return the message's number, from 0 on without gaps. Or {@link
   *     exactlyonce.window.SendWindow#WINDOW_FULL}: try again after replies have been processed. Or
   *     {@link exactlyonce.window.SendWindow#SEQ_EXHAUSTED}, {@link
   *     exactlyonce.window.SendWindow#CLOSED} or {@link exactlyonce.window.SendWindow#GONE}: a new
   *     session is needed
   * @throws SenderFailedException if the sender must be restarted
   */
  long trySubmit(P payload);

  /**
   * Asks that a message not be delivered, if that is still possible. Its outcome tells whether it
   * was. From now on the message is not resent.
   *
   * @return false if it was already decided or cancelled
   */
  boolean cancel(long seq);

  /**
   * Asks for the state of every message whose answer is overdue. Call this repeatedly while
   * messages are open. A message's timeout starts when a call first sees it, so the interval
   * between calls is the resolution of the timeouts.
   *
   * @param nowNanos a monotonic time, such as {@link System#nanoTime}
   * @return the number of frames sent, or of messages reported
   */
  int poll(long nowNanos);
}

package exactlyonce.async;

/**
 * What {@link AsyncSender#trySend} has done.
 *
 * @param <P> payload
 * @param <R> reply
 */
public sealed interface SendAttempt<P, R> {
  /**
   * The message is on its way.
   *
   * @param delivery how it ends
   */
  record Sent<P, R>(Delivery<P, R> delivery) implements SendAttempt<P, R> {}

  /**
   * The message was not sent.
   *
   * @param reason why not
   */
  record NotSent<P, R>(Reason reason) implements SendAttempt<P, R> {}

  /** Why a message was not sent. Each may change: try again. */
  enum Reason {
    /** As many messages are open as the window allows. */
    WINDOW_FULL("the window is full"),
    /** The receiver has not opened a session yet, or has forgotten the last one. */
    NO_SESSION("no session is open");

    private final String inWords;

    Reason(String inWords) {
      this.inWords = inWords;
    }

    /** Returns it as a part of a sentence. */
    public String inWords() {
      return inWords;
    }
  }
}

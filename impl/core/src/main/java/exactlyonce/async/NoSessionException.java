package exactlyonce.async;

/**
 * An {@link AsyncSender} has waited for a session for a second, and for as long as it ever waits
 * between two requests.
 * It goes on asking for one. The message says what the receiver has answered, if it has.
 */
public final class NoSessionException extends Exception {
  private static final long serialVersionUID = 1;

  NoSessionException(String why) {
    super("no session: " + why);
  }
}

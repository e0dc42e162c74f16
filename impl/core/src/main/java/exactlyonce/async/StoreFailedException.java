package exactlyonce.async;

/**
 * The {@link exactlyonce.session.SenderStore} has thrown the exception that is the cause. Where
 * {@link AsyncSender#send} throws this, the message was not sent, and one may try again: that cannot
 * duplicate it. The sender continues.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFailedException(RuntimeException cause) {
    super("the store has failed: " + cause, cause);
  }
}

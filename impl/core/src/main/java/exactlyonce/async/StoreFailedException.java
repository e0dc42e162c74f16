package exactlyonce.async;

/**
 * The {@link exactlyonce.session.SenderStore} has thrown the exception that is the cause, in a write
 * that can be repeated: any but append. The {@link AsyncSender} repeats it, except that of {@link
 * Delivery#withdraw}.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFailedException(RuntimeException cause) {
    super("the store has failed: " + cause, cause);
  }
}

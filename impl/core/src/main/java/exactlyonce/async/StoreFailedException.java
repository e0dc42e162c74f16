package exactlyonce.async;

/**
 * The {@link exactlyonce.session.SenderStore} has thrown the exception that is the cause, in a write
 * that the {@link AsyncSender} repeats: any but append.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFailedException(RuntimeException cause) {
    super("the store has failed: " + cause, cause);
  }
}

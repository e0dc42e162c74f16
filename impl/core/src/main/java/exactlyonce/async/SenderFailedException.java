package exactlyonce.async;

/**
 * The sender has ended because of the failure that is the cause. To try again does not help: start a
 * new sender, with the same store if it has one.
 */
public final class SenderFailedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  SenderFailedException(Throwable cause) {
    super("the sender has failed: " + cause, cause);
  }
}

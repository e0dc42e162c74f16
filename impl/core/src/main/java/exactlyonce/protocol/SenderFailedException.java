package exactlyonce.protocol;

/**
 * The sender has failed, because of the exception that is the cause. It submits nothing more, and to
 * try again does not help: start a new sender with the same store, as after a crash. If the store
 * has failed, it may have written the message nevertheless. Then the new sender sends that message.
 */
public final class SenderFailedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Creates one. */
  public SenderFailedException(Throwable cause) {
    super("the sender has failed; restart it from its store: " + cause, cause);
  }
}

package exactlyonce.jdbc;

/**
 * Another sender has taken over the storage: the write was refused, and so will be all others. The
 * sender that gets this must end. Its reports must be ignored; see {@link
 * exactlyonce.session.SenderStore}.
 */
public class SenderReplacedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param sender the sender's id
   */
  public SenderReplacedException(long sender) {
    super("another process has taken over the storage of sender " + sender + ": end this one");
  }
}

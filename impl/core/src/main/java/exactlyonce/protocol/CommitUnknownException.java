package exactlyonce.protocol;

/**
 * The outcome of a commit is unknown: the effect of a message, and the record of it, are both stable
 * or neither is. For instance, the connection to the database was lost during the commit.
 *
 * <p>The message stays claimed until its record was read; see {@link Receiver#conclude}.
 *
 * <p>Specification: action DeliverUnknown of {@code CrashRecoveryStore}.
 */
public class CommitUnknownException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param message which commit it was
   * @param cause why its outcome is unknown
   */
  public CommitUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}

package exactlyonce.jdbc;

/**
 * The database failed while a store read or wrote. The write was not made; or, if the connection
 * was lost during the commit, it is not known whether it was. To make the same write again is
 * harmless in both cases. The cause is what the driver threw.
 */
public class JdbcStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param message what the store was doing
   * @param cause why it failed
   */
  public JdbcStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

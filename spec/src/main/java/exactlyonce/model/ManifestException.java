package exactlyonce.model;

/** The manifest cannot be used; the message says what is wrong, and where, in one line. */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ManifestException(String message) {
    super(message);
  }
}

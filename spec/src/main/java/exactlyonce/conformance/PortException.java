package exactlyonce.conformance;

/** A port has given no answer. The message says what it did instead. */
public final class PortException extends Exception {
  private static final long serialVersionUID = 1;

  PortException(String message) {
    super(message);
  }
}

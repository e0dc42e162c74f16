package exactlyonce.conformance;

/** A port cannot be judged any further. The message says what it did. */
public final class PortException extends Exception {
  private static final long serialVersionUID = 1;

  PortException(String message) {
    super(message);
  }
}

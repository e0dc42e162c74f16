package exactlyonce.async;

import org.jspecify.annotations.Nullable;

/**
 * The sender ended before the outcome of a {@link Delivery} was known. The message may have taken
 * effect, and may still do so. A sender that is started with the same store asks for it again.
 */
public final class UndecidedException extends Exception {
  private static final long serialVersionUID = 1;

  UndecidedException(String why, @Nullable Throwable cause) {
    super("undecided: " + why, cause);
  }
}

package exactlyonce.async;

/**
 * The receiver and an {@link AsyncSender} do not remember the same messages: one of them has lost its
 * memory, for instance because a backup was restored. Messages may be lost, and open ones may stay
 * open until the receiver drops the session. See "A restored backup" in the documentation.
 */
public final class MemoryLostException extends Exception {
  private static final long serialVersionUID = 1;

  MemoryLostException(String state) {
    super(state);
  }
}

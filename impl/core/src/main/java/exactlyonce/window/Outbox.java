package exactlyonce.window;

/**
 * Where a {@link SendWindow} writes each message before anybody can see it: stable storage, if the
 * sender is to survive a crash.
 *
 * <p>Called by the thread that submits, for different messages by several threads at once and not in
 * the order of their numbers. The message W before is decided and reported by then, so its entry may be
 * replaced: W entries are enough.
 *
 * <p>Specification: the write "append" of {@code CrashRecovery}.
 *
 * @param <P> payload
 */
@FunctionalInterface
public interface Outbox<P> {
  /** Writes nothing: what is open is forgotten in a crash. */
  Outbox<Object> NONE = (seq, payload) -> {};

  /**
   * Writes a message; when this returns, it is stable.
   *
   * <p>An exception goes to the caller of {@link SendWindow#append}. The message then has a number
   * and no entry, and the window comes to a halt W messages later: a sender whose storage fails must
   * be started anew from what is stored.
   */
  void append(long seq, P payload);
}

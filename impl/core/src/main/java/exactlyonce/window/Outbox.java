package exactlyonce.window;

/**
 * Where a {@link SendWindow} writes each message before any other thread can see it: stable
 * storage, if the sender is to survive a crash.
 *
 * <p>Called by the submitting thread, so several threads may append different messages at once, and
 * not in sequence. By then the message W before is decided and reported, so its entry may be
 * replaced: W entries are enough.
 *
 * <p>Specification: the write "append" of {@code CrashRecovery}.
 *
 * @param <P> payload
 */
@FunctionalInterface
public interface Outbox<P> {
  /** Writes nothing: a crash loses the open messages. */
  Outbox<Object> NONE = (seq, payload) -> {};

  /**
   * Writes a message. When this returns, the message is stable.
   *
   * <p>An exception propagates to the caller of {@link SendWindow#append}, and the number remains
   * without a message in memory. To the protocol this is a crash: the sender submits nothing more,
   * and must be restarted from what is stored. If the failed call has written the message, a
   * restarted sender sends it. If not, the number is assigned again. The failed call must not write
   * anything after it has thrown. A payload that cannot be written should therefore be refused
   * before it is submitted.
   */
  void append(long seq, P payload);

  /**
   * Writes that a message is cancelled: when this returns, a restarted sender never sends it again.
   * Called after {@link #append} has returned for this message; what that did is visible here.
   * Does nothing if the message is not, or no longer, in the outbox. By default it writes nothing, so a
   * crash undoes what was cancelled.
   *
   * <p>An exception propagates to the caller of {@link SendWindow#cancel}: the message is not cancelled,
   * unless the failed call has written it and the sender is restarted.
   */
  default void cancelled(long seq) {}
}

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
   * <p>An exception propagates to the caller of {@link SendWindow#append}, and the message is not
   * submitted. Another message may then be appended under the same number. It replaces whatever the
   * failed call has written, so the failed call must not write anything later. (If the sender
   * crashes before that, and the failed call has written the message, a restarted sender sends it.)
   * An outbox that cannot promise this must refuse all further messages until the sender is
   * restarted.
   */
  void append(long seq, P payload);
}

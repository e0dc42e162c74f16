package exactlyonce.jdbc;

/**
 * Creates a {@link TransactionalHandler} for each session, as {@link
 * exactlyonce.session.HandlerFactory} does.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
@FunctionalInterface
public interface TransactionalHandlerFactory<P, R> {
  /**
   * Returns the handler of a session. Called once when the session is opened or found in the store.
   * It must not call the host.
   *
   * @param sender the id of the sender that opened the session
   * @param session the session's id
   */
  TransactionalHandler<P, R> create(long sender, long session);
}

package exactlyonce.session;

import exactlyonce.protocol.Handler;

/**
 * The application at a receiver with many sessions: creates a handler for each session. Called by
 * several threads at once, for different sessions.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
@FunctionalInterface
public interface HandlerFactory<P, R> {
  /**
   * Returns the handler of a session. Called once when the session is opened, and once after each
   * crash. It must not call the host.
   *
   * @param sender the id of the sender that opened the session
   * @param session the session's id
   */
  Handler<P, R> create(long sender, long session);
}

package exactlyonce.session;

import exactlyonce.protocol.Handler;

/**
 * The application at a receiver with many sessions: creates a handler for each.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} where there is none
 */
@FunctionalInterface
public interface HandlerFactory<P, R> {
  /**
   * Returns the handler of a session; called once when it is opened, and once after each crash. It
   * must not call the host.
   *
   * @param sender who opened it
   * @param session its id
   */
  Handler<P, R> create(long sender, long session);
}

package exactlyonce.jdbc;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose effect is in the database of a {@link JdbcReceiverStore}. It is given the
 * connection of the transaction in which the store writes that the message is delivered.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in a session without replies
 */
@FunctionalInterface
public interface TransactionalHandler<P, R> {
  /**
   * Causes the effect of a message, by statements on the given connection. It is committed together
   * with the record of the message, or not at all. What the handler does elsewhere (a mail, another
   * database, another connection) is not part of that: it may happen twice.
   *
   * <p>The connection belongs to the transaction, and the transaction to the store. So {@code
   * commit}, {@code rollback}, {@code close} and other methods that would end the transaction are
   * refused by an {@link IllegalStateException}, and so is any use after this method has returned.
   * Savepoints are allowed.
   *
   * @param transaction for statements; must not be kept
   * @param seq the message's number
   * @param payload the payload submitted under that number
   * @return the reply; see {@link exactlyonce.protocol.Handler#handle}
   * @throws exactlyonce.protocol.RejectedException if there must never be an effect: the transaction is
   *     rolled back, and that the message is rejected is committed in another
   * @throws Exception any other exception: the transaction is rolled back, and the next copy of the
   *     message is the next attempt
   */
  @Nullable R handle(Connection transaction, long seq, P payload) throws Exception;
}

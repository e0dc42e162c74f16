/**
 * Stores in a relational database, for both sides.
 *
 * <p>Reading order: {@link exactlyonce.jdbc.JdbcReceiverStore} and {@link
 * exactlyonce.jdbc.TransactionalHandler}; {@link exactlyonce.jdbc.JdbcSenderStore}; {@link
 * exactlyonce.jdbc.JdbcSchema}, the tables; {@link exactlyonce.wire.Codec}.
 *
 * <p>Every rule about concurrency is the condition of an UPDATE. Rows exist before they are written,
 * one a slot of a window, so no race is about an INSERT, and tables do not grow with the number of
 * messages.
 */
@NullMarked
package exactlyonce.jdbc;

import org.jspecify.annotations.NullMarked;

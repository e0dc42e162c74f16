/**
 * Exactly-once message delivery, without dependencies.
 *
 * <p>Reading order: {@code exactlyonce.window} holds the lock-free rings, which decide every race
 * between threads. {@code exactlyonce.protocol} holds the sender and the receiver of one session,
 * which own no thread, read no clock and do no I/O. {@code exactlyonce.session} opens and closes
 * sessions, and lets them survive crashes. {@code exactlyonce.wire} encodes the frames as bytes for
 * a transport. {@code exactlyonce.async} adds a thread and gives each message a future.
 */
@NullMarked
package exactlyonce;

import org.jspecify.annotations.NullMarked;

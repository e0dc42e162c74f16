/**
 * Exactly-once message delivery, without dependencies.
 *
 * <p>Reading order: {@code exactlyonce.window} holds the lock-free rings, in which every question
 * between threads is decided; {@code exactlyonce.protocol} the sender and the receiver around them,
 * which neither own a thread nor read a clock nor do I/O; {@code exactlyonce.wire} the frames as
 * bytes, for a transport to carry; {@code exactlyonce.simulation} a network that loses, duplicates
 * and reorders, and a live run that counts every effect.
 */
@NullMarked
package exactlyonce;

import org.jspecify.annotations.NullMarked;

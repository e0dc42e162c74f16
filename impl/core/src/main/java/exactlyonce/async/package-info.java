/**
 * The protocol with a thread around it, for those who want futures.
 *
 * <p>{@link exactlyonce.async.AsyncSender} and {@link exactlyonce.async.Delivery}, the future that it
 * returns. The receiving side needs no such thing: {@link exactlyonce.session.ReceiverHost} works on
 * the threads that bring the frames.
 */
@NullMarked
package exactlyonce.async;

import org.jspecify.annotations.NullMarked;

/**
 * The sending side with a thread of its own, for callers who want futures.
 *
 * <p>Reading order: {@link exactlyonce.async.AsyncSender}; {@link exactlyonce.async.Delivery}, the
 * future that it returns; {@link exactlyonce.async.UndeliveredException}. The receiving side needs
 * no counterpart: {@link exactlyonce.session.ReceiverHost} works on the threads that bring the
 * frames.
 */
@NullMarked
package exactlyonce.async;

import org.jspecify.annotations.NullMarked;

/**
 * The sending side with a thread of its own, for callers who want futures.
 *
 * <p>Reading order: {@link exactlyonce.async.AsyncSender} and {@link
 * exactlyonce.async.AsyncSenderBuilder}; {@link exactlyonce.async.Delivery}, how a message ends, and
 * {@link exactlyonce.async.SendAttempt}, why one is not sent. Exceptions: of a message, {@link
 * exactlyonce.async.UndeliveredException} and {@link exactlyonce.async.UndecidedException}; of a
 * call, {@link exactlyonce.protocol.SenderFailedException}, after which one needs a new sender; of the
 * store, {@link exactlyonce.async.StoreFailedException}, and of the receiver, {@link
 * exactlyonce.async.NoSessionException} and {@link exactlyonce.async.MemoryLostException}, for those who listen. The receiving side
 * needs no counterpart: {@link exactlyonce.session.ReceiverHost} works on the threads that bring the
 * frames.
 */
@NullMarked
package exactlyonce.async;

import org.jspecify.annotations.NullMarked;

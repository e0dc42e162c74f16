/**
 * Sessions that survive crashes: a sender has one after another, and a receiver has many at a time.
 *
 * <pre>
 *   AsyncSender or your own loop                           HandlerFactory
 *      |  open, close, poll                                    ^
 *      v            SessionRequests: OPEN, DATA, ..., CLOSE    |
 *   SessionSender ---------------&gt; network --------------&gt; ReceiverHost
 *      |     ^                                              |      |
 *      v     +-------------------- network &lt;----------------+      v
 *   SenderStore     SessionReplies: OPENED, ACK, ..., GONE     ReceiverStore
 * </pre>
 *
 * <p>Several hosts may share a {@link exactlyonce.session.ReceiverStore}: its write rule makes one of
 * them handle a message, and the others look the message up.
 *
 * <p>Reading order: {@link exactlyonce.session.SessionRequests} and
 * {@link exactlyonce.session.SessionReplies}, the frames; {@link exactlyonce.session.SenderStore}
 * and {@link exactlyonce.session.ReceiverStore}, what must be written before which frame;
 * {@link exactlyonce.session.SessionSender} and its {@link exactlyonce.session.SessionState};
 * {@link exactlyonce.session.DeliveryOrder}, {@link exactlyonce.session.HostSettings},
 * {@link exactlyonce.session.HandlerFactory}, {@link exactlyonce.session.HostedSession} and
 * {@link exactlyonce.session.ReceiverHost} with its
 * {@link exactlyonce.session.ReceiverHostBuilder}, which tells what happens in a
 * {@link exactlyonce.session.HostEvent}, and what it has in a
 * {@link exactlyonce.session.SessionInfo}.
 */
@NullMarked
package exactlyonce.session;

import org.jspecify.annotations.NullMarked;

/**
 * The protocol core for one session: check before sending again.
 *
 * <p>Frames in, frames out, and nothing else: no thread, no clock, no lock, no I/O, and no
 * allocation per message. To send a frame is to call the peer's interface; a network implements
 * both interfaces and sits in between. The caller supplies transports, threads and timers.
 *
 * <pre>
 *            trySubmit, cancel, poll                        Handler
 *                      |                                       ^
 *                      v     Requests: DATA, CHECK, SEAL       |
 *   OutcomeListener &lt;- Sender -----------&gt; network ---------&gt; Receiver
 *                      ^                                       |
 *                      +---------------- network &lt;-------------+
 *                              Replies: ACK, STATUS
 * </pre>
 *
 * <p>Exactly-once delivery assumes that sender and receiver agree on W and on the {@link
 * exactlyonce.protocol.ReplyMode}, that each serves this session alone, and that neither loses its
 * memory. The network may lose, duplicate, delay and reorder frames, but not alter them. A handler
 * that throws must have had no effect, unless it throws {@link
 * exactlyonce.protocol.CommitUnknownException}: then someone must find out, and call {@link
 * exactlyonce.protocol.Receiver#conclude}. For every message to be decided, {@link
 * exactlyonce.protocol.Sender#poll} must be called repeatedly, a frame that is sent again and again
 * must eventually arrive, and a handler that is retried again and again must eventually succeed (or
 * the message be cancelled).
 *
 * <p>Reading order: {@link exactlyonce.protocol.Requests}, {@link exactlyonce.protocol.Replies} and
 * {@link exactlyonce.protocol.Status}, the frames; {@link exactlyonce.protocol.ReplyMode}; {@link
 * exactlyonce.protocol.Handler} and {@link exactlyonce.protocol.Receiver}, with {@link
 * exactlyonce.protocol.UnorderedReceiver} and {@link exactlyonce.protocol.OrderedReceiver}; {@link
 * exactlyonce.protocol.Submitter}, {@link exactlyonce.protocol.Sender}, {@link
 * exactlyonce.protocol.SenderFailedException}, {@link exactlyonce.protocol.RetryPolicy} and {@link exactlyonce.protocol.RetryTimers},
 * with {@code Questions}, {@code RoundTrips} and {@code Overtaking}. {@link
 * exactlyonce.protocol.Resolved} is what a restarting receiver finds in stable storage.
 */
@NullMarked
package exactlyonce.protocol;

import org.jspecify.annotations.NullMarked;

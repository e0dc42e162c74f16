/**
 * The protocol core for one session: check before sending again.
 *
 * <p>Frames in, frames out, nothing else: no thread, no clock, no lock, no input or output, and no
 * allocation for a message. Sending a frame is calling the peer's interface; a network implements
 * both interfaces and stands in between. Transports, threads and timers are the caller's.
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
 * <p>What must hold for exactly-once: sender and receiver agree on W; each serves this session
 * alone; the network may lose, duplicate, delay and reorder frames, but not alter them; a handler
 * that throws has had no effect; neither side loses its memory. What must hold for every message to
 * be decided: {@link exactlyonce.protocol.Sender#poll} is called again and again, a frame sent again
 * and again arrives, and a handler tried again and again succeeds (or the message is cancelled).
 *
 * <p>Reading order: {@link exactlyonce.protocol.Requests}, {@link exactlyonce.protocol.Replies} and
 * {@link exactlyonce.protocol.Status}, the frames; {@link exactlyonce.protocol.Handler} and {@link
 * exactlyonce.protocol.Receiver}; {@link exactlyonce.protocol.Submitter}, {@link
 * exactlyonce.protocol.Sender}, {@link exactlyonce.protocol.RetryPolicy} and {@link
 * exactlyonce.protocol.RetryTimers}. {@link
 * exactlyonce.protocol.Resolved} is what a receiver finds stored when it starts again.
 */
@NullMarked
package exactlyonce.protocol;

import org.jspecify.annotations.NullMarked;

/**
 * The lock-free windows: the memory of one session at the receiver and at the sender.
 *
 * <p>Each is a ring of W slots, where W is a power of two. A slot holds one {@code long}, its
 * <em>stamp</em>: the number of a message and that message's state. Slot {@code s mod W} starts as
 * "message {@code s - W} is resolved". A stamp never moves back to an earlier message, except that
 * a failed handler gives its claim back. So one read of a slot tells everything about message
 * {@code s}, and one compare-and-exchange decides every race for it. Nothing here waits, sleeps or
 * allocates.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link exactlyonce.window.Bounds} and {@link exactlyonce.window.Stamp}: the encoding shared
 *       by all rings;
 *   <li>{@link exactlyonce.window.Answer} and {@link exactlyonce.window.ReceiveWindow}: which copy
 *       of a message may run the handler, and what every other copy is told;
 *   <li>{@link exactlyonce.window.OrderedReceiveWindow}: the same when messages must take effect in
 *       sequence, and how threads hand them over to one another;
 *   <li>{@link exactlyonce.window.SendState}, {@link exactlyonce.window.Outcome}, {@link
 *       exactlyonce.window.OutcomeListener} and {@link exactlyonce.window.SendWindow}: which
 *       messages are still open, and which thread reports their outcomes; {@link
 *       exactlyonce.window.Outbox}: where messages are written before they are sent;
 *   <li>{@link exactlyonce.window.ReplyCells}: the handlers' replies; {@link
 *       exactlyonce.window.Resolution}: how a message ended at the receiver, as it is found in
 *       stable storage.
 * </ol>
 */
@NullMarked
package exactlyonce.window;

import org.jspecify.annotations.NullMarked;

/**
 * The lock-free windows: the memory of one session at the receiver and at the sender.
 *
 * <p>All are rings of W slots, W a power of two. A slot holds one {@code long}, its <em>stamp</em>:
 * which message it speaks of, and that message's state. Slot {@code s mod W} starts as "message
 * {@code s - W} is resolved", and a stamp never moves backwards to an earlier message, except that a
 * failed handler gives its claim back. So one read of a slot tells everything about message {@code
 * s}, and one compare-and-exchange decides every race about it. Nothing here waits, sleeps or
 * allocates.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link exactlyonce.window.Bounds} and {@link exactlyonce.window.Stamp}: the encoding that all
 *       rings share;
 *   <li>{@link exactlyonce.window.Answer} and {@link exactlyonce.window.ReceiveWindow}: which copy
 *       of a message may run the handler, and what every other copy is told;
 *   <li>{@link exactlyonce.window.OrderedReceiveWindow}: the same when messages must take effect in
 *       the order of their numbers, and how threads hand them over to one another;
 *   <li>{@link exactlyonce.window.SendState}, {@link exactlyonce.window.Outcome}, {@link
 *       exactlyonce.window.OutcomeListener} and {@link exactlyonce.window.SendWindow}: which
 *       messages are still open, and who reports how they ended; {@link exactlyonce.window.Outbox},
 *       where they are written;
 *   <li>{@link exactlyonce.window.ReplyCells}: what handlers replied.
 * </ol>
 */
@NullMarked
package exactlyonce.window;

import org.jspecify.annotations.NullMarked;

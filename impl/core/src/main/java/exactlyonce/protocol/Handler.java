package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The application at the receiver: causes the effect of a message.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} where there is none
 */
@FunctionalInterface
public interface Handler<P, R> {
  /**
   * Causes the effect of a message. Called by the thread that brought the message, for different
   * messages by several threads at once and in any order; for one message never twice at once, and
   * never again once it has returned normally.
   *
   * <p>Returning says that the effect is complete, and the sender is told so. Throwing says that
   * there was <em>no</em> effect: the message is unknown again, the sender hears nothing, and its
   * next copy calls this method again. A handler that may fail half-way must undo its half first;
   * one that was interrupted and gives up interrupts its thread again.
   *
   * @param seq the message's number
   * @param payload what the sender submitted under that number
   * @return the reply, which the sender gets with DELIVERED, the same one however often it has to
   *     ask; null if there is nothing to say. It is kept and must not change
   * @throws Exception if there was no effect; it is counted and not passed on
   */
  @Nullable R handle(long seq, P payload) throws Exception;
}

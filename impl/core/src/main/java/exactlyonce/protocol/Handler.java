package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The application at the receiver: causes the effect of a message.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in a session without replies
 */
@FunctionalInterface
public interface Handler<P, R> {
  /**
   * Causes the effect of a message. Called by the thread that brought the message: for different
   * messages by several threads at once and in any order (unless the receiver is ordered), for one
   * message never concurrently, and never again once a call has returned normally.
   *
   * <p>A normal return means that the effect is complete, and the sender is told so. An exception
   * means that there was <em>no</em> effect: the message is unknown again, the sender hears
   * nothing, and the next copy calls this method again. A handler that may fail half-way must roll
   * back before it throws. One that gives up because it was interrupted must restore the interrupt
   * status. Two exceptions say more: {@link RejectedException}, that there never will be an effect,
   * and {@link CommitUnknownException}, that it is not known whether there was one.
   *
   * @param seq the message's number
   * @param payload the payload submitted under that number
   * @return the reply, which the sender gets with DELIVERED, and which stays the same however often
   *     it asks. It is kept, so it must not change. In a session with replies it must not be null:
   *     a handler that has nothing to say returns an empty value. If it is null all the same, the
   *     effect is complete, so the message is not handled again. Nor can it be acknowledged: the
   *     failure is counted, and the message stays open until the session ends. In a session without
   *     replies, what is returned is not sent
   * @throws RejectedException if there was no effect, and there must never be one: this method is not
   *     called again for the message, and the sender is told REJECTED and why
   * @throws Exception any other, if there was no effect; counted and then dropped
   */
  @Nullable R handle(long seq, P payload) throws Exception;
}

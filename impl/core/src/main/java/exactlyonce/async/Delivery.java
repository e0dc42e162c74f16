package exactlyonce.async;

import exactlyonce.protocol.Sender;
import exactlyonce.window.Outcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way. Completes with the handler's reply (null in a session without replies) when
 * the message is delivered, and exceptionally with an {@link UndeliveredException} if it was not,
 * or if that is unknown. Unless specified otherwise, dependent actions run on the thread that
 * brought the deciding frame. There they must not wait: not for other messages, whose frames the
 * same thread may have to bring, and not in {@link AsyncSender#send} or {@link AsyncSender#close},
 * because this message keeps its slot in the window until its dependent actions have run.
 *
 * <p>Cancelling the future only means that nobody waits for it any more. The message itself
 * continues; {@link #withdraw} stops it.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class Delivery<P, R> extends CompletableFuture<@Nullable R> {
  private record Place<P, R>(Sender<Delivery<P, R>, R> sender, long seq) {}

  private final P payload;
  private volatile @Nullable Place<P, R> place;

  Delivery(P payload) {
    this.payload = payload;
  }

  /** Returns the payload that is being sent. */
  public P payload() {
    return payload;
  }

  /**
   * Asks that the message not be delivered, if that is still possible. The future tells whether it
   * was.
   *
   * @return false if the message is already decided or withdrawn, or was submitted before a crash
   */
  public boolean withdraw() {
    Place<P, R> submitted = place;
    return submitted != null && submitted.sender.cancel(submitted.seq);
  }

  void submitted(Sender<Delivery<P, R>, R> sender, long seq) {
    place = new Place<>(sender, seq);
  }

  void decided(Outcome outcome, @Nullable R reply) {
    if (outcome == Outcome.DELIVERED) {
      complete(reply);
    } else {
      completeExceptionally(new UndeliveredException(outcome));
    }
  }
}

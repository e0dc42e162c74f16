package exactlyonce.async;

import exactlyonce.protocol.Sender;
import exactlyonce.window.Outcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way. Completes with the handler's reply (null if it has none) when the message was
 * delivered, and with an {@link UndeliveredException} if it was not, or nobody knows. What depends on
 * it runs on the thread that brought the deciding frame, unless it is told otherwise; there it must
 * not wait: not for other messages, whose frames the same thread may have to bring, nor for room or
 * for the end ({@link AsyncSender#send}, {@link AsyncSender#close}), for this message keeps its place
 * until all that depends on it has run.
 *
 * <p>Cancelling the future, as any future, only means that nobody waits for it any more. The message
 * goes on; {@link #withdraw} is what stops it.
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

  /** Returns what is being sent. */
  public P payload() {
    return payload;
  }

  /**
   * Asks that the message not be delivered, if that is still possible. The future tells whether it
   * was.
   *
   * @return false if it is decided or was withdrawn before, or comes from before a crash
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

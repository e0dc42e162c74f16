package exactlyonce.async;

import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Sender;
import exactlyonce.window.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way. It ends once, by the sender that returned it and by nobody else:
 *
 * <ul>
 *   <li>with the handler's reply (null in a session without replies), if the message is delivered;
 *   <li>with a {@link ReplyTooLongException} if it is delivered, but its reply fits into no frame;
 *   <li>with a {@link RejectedException}, which has the reason, if the receiver has rejected it;
 *   <li>with an {@link UndeliveredException} if it was withdrawn in time, or if its outcome is unknown
 *       and stays so;
 *   <li>with an {@link UndecidedException} if the sender ended before the outcome was known.
 * </ul>
 *
 * <p>Dependent actions belong to {@link #toFuture}. They run on the executor of the sender, so they
 * may send, and wait. A thread that brings replies must not wait in {@link #get}: it might wait for
 * itself.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class Delivery<P, R> {
  private record Place<P, R>(Sender<Delivery<P, R>, R> sender, long seq) {}

  static final long NEW = -1;

  private final P payload;
  private final Executor executor;
  private final CompletableFuture<@Nullable R> end = new CompletableFuture<>();
  private final long restored;
  private final long sentNanos;
  private volatile @Nullable Place<P, R> place;

  /**
   * Creates a delivery.
   *
   * @param restored its number if it was submitted before a crash, else {@link #NEW}
   * @param sentNanos about when it was sent or restored
   */
  Delivery(P payload, Executor executor, long restored, long sentNanos) {
    this.restored = restored;
    this.sentNanos = sentNanos;
    this.payload = payload;
    this.executor = executor;
  }

  /** Returns the payload that is being sent. */
  public P payload() {
    return payload;
  }

  /**
   * Asks that the message not be delivered, if that is still possible. How it ends tells whether it
   * was. If this returns true, the store knows of it: after a crash, too, the message is never sent
   * again.
   *
   * @return false if the message is already decided or withdrawn
   * @throws StoreFailedException if the store has failed: the message is not withdrawn, and this may be
   *     tried again; unless the store has written it nevertheless, and the sender is restarted
   * @throws exactlyonce.protocol.SenderFailedException if the sender has failed: start a new one, and
   *     withdraw the message there
   */
  public boolean withdraw() {
    Place<P, R> submitted = place;
    return submitted != null && submitted.sender.cancel(submitted.seq);
  }

  /** Returns whether it has ended. */
  public boolean isDone() {
    return end.isDone();
  }

  /**
   * Waits for the end.
   *
   * @return the reply
   * @throws ExecutionException with one of the exceptions above as cause
   * @throws InterruptedException if the calling thread is interrupted; the message continues
   */
  public @Nullable R get() throws InterruptedException, ExecutionException {
    return end.get();
  }

  /**
   * As {@link #get()}, with a limit.
   *
   * @throws TimeoutException if the limit has passed; the message continues
   */
  public @Nullable R get(Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return end.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
  }

  /**
   * Returns a new future that ends as this does. To complete or cancel it, or to let it time out,
   * changes neither this nor other such futures, and does not stop the message; {@link #withdraw}
   * does. If the executor refuses, dependent actions run on the thread that ends this.
   */
  public CompletableFuture<@Nullable R> toFuture() {
    return end.whenCompleteAsync((reply, failure) -> {}, this::execute);
  }

  private void execute(Runnable action) {
    try {
      executor.execute(action);
    } catch (RejectedExecutionException e) { // shut down; the outcome must not be hidden
      action.run();
    }
  }

  /** Returns its number if it was submitted before a crash, else {@link #NEW}. */
  long restored() {
    return restored;
  }

  long sentNanos() {
    return sentNanos;
  }

  void submitted(Sender<Delivery<P, R>, R> sender, long seq) {
    place = new Place<>(sender, seq);
  }

  void decided(Outcome outcome, @Nullable R reply, ReplyMode replyMode) {
    if (outcome != Outcome.DELIVERED) {
      end.completeExceptionally(new UndeliveredException(outcome));
    } else if (reply != null || replyMode == ReplyMode.WITHOUT_REPLIES) {
      end.complete(reply);
    } else {
      end.completeExceptionally(new ReplyTooLongException());
    }
  }

  void rejected(String reason) {
    end.completeExceptionally(new RejectedException(reason));
  }

  void undecided(UndecidedException why) {
    end.completeExceptionally(why);
  }
}

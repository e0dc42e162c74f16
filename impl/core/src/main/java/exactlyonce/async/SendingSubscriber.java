package exactlyonce.async;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher publishes, in its order. It requests one item at a time: the next one once the
 * last has its place in the window. So a publisher is slowed down to what the receiver handles.
 */
final class SendingSubscriber<P, R> implements Flow.Subscriber<P> {
  private final AsyncSender<P, R> sender;
  private final Executor executor;
  private final Consumer<? super Delivery<P, R>> sent;
  private final Consumer<? super Exception> failures;

  private volatile Flow.@Nullable Subscription subscription;

  SendingSubscriber(
      AsyncSender<P, R> sender,
      Executor executor,
      Consumer<? super Delivery<P, R>> sent,
      Consumer<? super Exception> failures) {
    this.sender = sender;
    this.executor = executor;
    this.sent = sent;
    this.failures = failures;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    Objects.requireNonNull(newSubscription, "subscription");
    if (subscription != null) {
      newSubscription.cancel(); // one subscription at a time, as Reactive Streams demand
      return;
    }
    subscription = newSubscription;
    newSubscription.request(1);
  }

  /** Does not wait: that is for the executor. */
  @Override
  public void onNext(P item) {
    Objects.requireNonNull(item, "item");
    try {
      executor.execute(() -> send(item));
    } catch (RuntimeException e) { // shut down
      fail(e);
    }
  }

  private void send(P item) {
    try {
      sent.accept(sender.send(item));
      Objects.requireNonNull(subscription).request(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(e);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    Objects.requireNonNull(subscription).cancel();
    failures.accept(e);
  }

  @Override
  public void onError(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    failures.accept(failure instanceof Exception e ? e : new IllegalStateException(failure));
  }

  /** Nothing ends: others may send, too. */
  @Override
  public void onComplete() {}
}

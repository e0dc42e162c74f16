package exactlyonce.async;

import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionRequests;
import java.util.function.Consumer;

/**
 * Sends the payloads of the deliveries. Reports what the network throws, and hides from it that the
 * calling thread is interrupted: an interruptible channel would close.
 */
final class DeliveryRequests<P, R> implements SessionRequests<Delivery<P, R>> {
  private final SessionRequests<P> network;
  private final Consumer<? super RuntimeException> failures;

  DeliveryRequests(SessionRequests<P> network, Consumer<? super RuntimeException> failures) {
    this.network = network;
    this.failures = failures;
  }

  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    send(() -> network.open(sender, nonce, maxWindowSize));
  }

  @Override
  public Requests<Delivery<P, R>> in(long session) {
    Requests<P> requests = network.in(session);
    return new Requests<>() {
      @Override
      public void data(long seq, Delivery<P, R> delivery) {
        send(() -> requests.data(seq, delivery.payload()));
      }

      @Override
      public void check(long seq) {
        send(() -> requests.check(seq));
      }

      @Override
      public void seal(long seq) {
        send(() -> requests.seal(seq));
      }
    };
  }

  @Override
  public void close(long session) {
    send(() -> network.close(session));
  }

  private void send(Runnable frame) {
    boolean interrupted = Thread.interrupted();
    try {
      frame.run();
    } catch (RuntimeException e) {
      failures.accept(e);
      throw e; // counted as a lost frame
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import org.jspecify.annotations.Nullable;

/** Fails at random, before any effect. Thread-safe. */
final class FlakyHandler implements Handler<Message, Reply> {
  private final double failure;
  private final Handler<Message, Reply> handler;
  private final Randoms randoms;

  FlakyHandler(double failure, Randoms randoms, Handler<Message, Reply> handler) {
    this.failure = failure;
    this.handler = handler;
    this.randoms = randoms;
  }

  @Override
  public @Nullable Reply handle(long seq, Message message) throws Exception {
    if (randoms.current().nextDouble() < failure) {
      throw new SimulatedFailure();
    }
    return handler.handle(seq, message);
  }

  private static final class SimulatedFailure extends Exception {
    private static final long serialVersionUID = 1;

    SimulatedFailure() {
      super("simulated", null, false, false); // no one reads the stack trace
    }
  }
}

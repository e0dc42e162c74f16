package exactlyonce.simulation;

import exactlyonce.protocol.Handler;

/** Fails now and then, before any effect. Thread-safe. */
final class FlakyHandler implements Handler<Message> {
  private final double failure;
  private final Handler<Message> handler;
  private final Randoms randoms;

  FlakyHandler(double failure, long seed, Handler<Message> handler) {
    this.failure = failure;
    this.handler = handler;
    this.randoms = new Randoms(seed);
  }

  @Override
  public void handle(long seq, Message message) throws Exception {
    if (randoms.current().nextDouble() < failure) {
      throw new SimulatedFailure();
    }
    handler.handle(seq, message);
  }

  private static final class SimulatedFailure extends Exception {
    private static final long serialVersionUID = 1;

    SimulatedFailure() {
      super("simulated", null, false, false); // nobody looks at the stack trace
    }
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import org.jspecify.annotations.Nullable;

/** Fails or rejects at random, before any effect. Thread-safe. */
final class FlakyHandler implements Handler<Message, Reply> {
  /** Is told of each rejection, before it happens. */
  interface RejectionListener {
    void rejecting(long seq, Message message);
  }

  private final RunSettings.Application settings;
  private final Handler<Message, Reply> handler;
  private final RejectionListener rejections;
  private final Randoms randoms;

  FlakyHandler(
      RunSettings.Application settings,
      Randoms randoms,
      Handler<Message, Reply> handler,
      RejectionListener rejections) {
    this.settings = settings;
    this.handler = handler;
    this.rejections = rejections;
    this.randoms = randoms;
  }

  @Override
  public @Nullable Reply handle(long seq, Message message) throws Exception {
    double draw = randoms.current().nextDouble();
    if (draw < settings.handlerFailure()) {
      throw new SimulatedFailure();
    } else if (draw < settings.handlerFailure() + settings.reject()) {
      rejections.rejecting(seq, message);
      // Each time another reason, so that a trace shows a wrong one.
      throw new RejectedException("message " + message.number() + ", by the draw of " + draw);
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

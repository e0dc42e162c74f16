package exactlyonce.trace;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ForwardingReceiverStore;
import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import java.io.IOException;
import java.io.OutputStream;

/** Records a receiver that writes everything but that a message is delivered or rejected. */
final class HandledNotWritten extends SessionTraceRecorder {
  HandledNotWritten(OutputStream out, TraceKind kind, int window) throws IOException {
    super(out, kind, window);
  }

  @Override
  public ReceiverStore<Message, Reply> receiverDisk(ReceiverStore<Message, Reply> disk) {
    return super.receiverDisk(new ForwardingReceiverStore<>(disk) {
      @Override
      public Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        return handler.handle(seq, payload);
      }

      @Override
      public Resolved<Reply> rejected(long session, long seq, String reason) {
        return Resolved.rejected(seq, reason);
      }
    });
  }
}

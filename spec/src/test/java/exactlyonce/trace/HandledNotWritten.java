package exactlyonce.trace;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/** Records a receiver that writes everything but that a message is delivered or rejected. */
final class HandledNotWritten extends SessionTraceRecorder {
  HandledNotWritten(OutputStream out, TraceKind kind, int window) throws IOException {
    super(out, kind, window);
  }

  @Override
  public ReceiverStore<Message, Reply> receiverDisk(ReceiverStore<Message, Reply> disk) {
    return super.receiverDisk(new ReceiverStore<>() {
      @Override
      public Collection<Stored<Reply>> load() {
        return disk.load();
      }

      @Override
      public Stored<Reply> load(long session) {
        return disk.load(session);
      }

      @Override
      public void opened(Session session) {
        disk.opened(session);
      }

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

      @Override
      public boolean sealed(long session, long seq) {
        return disk.sealed(session, seq);
      }

      @Override
      public void over(long session) {
        disk.over(session);
      }
    });
  }
}

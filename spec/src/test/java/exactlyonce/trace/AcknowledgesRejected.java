package exactlyonce.trace;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Status;
import exactlyonce.simulation.Reply;
import java.io.IOException;
import java.io.OutputStream;

/** Records a receiver that acknowledges what its handler has rejected. */
final class AcknowledgesRejected extends TraceRecorder {
  AcknowledgesRejected(OutputStream out, TraceKind kind, int window) throws IOException {
    super(out, kind, window);
  }

  @Override
  public Replies<Reply> replies(Replies<Reply> network) {
    Replies<Reply> recorded = super.replies(network);
    return new Replies<>() {
      @Override
      public void ack(long seq, Reply reply) {
        recorded.ack(seq, reply);
      }

      @Override
      public void rejected(long seq, String reason) {
        recorded.ack(seq, null);
      }

      @Override
      public void status(long seq, Status status) {
        recorded.status(seq, status);
      }
    };
  }
}

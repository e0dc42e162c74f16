package exactlyonce.trace;

import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.Replies;
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
    return new ForwardingReplies<>(super.replies(network)) {
      @Override
      public void rejected(long seq, String reason) {
        ack(seq, null);
      }
    };
  }
}

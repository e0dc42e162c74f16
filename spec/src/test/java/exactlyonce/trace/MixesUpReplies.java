package exactlyonce.trace;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Status;
import exactlyonce.simulation.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;

/** Records a receiver that acknowledges every tenth message with the reply to another. */
final class MixesUpReplies extends TraceRecorder {
  MixesUpReplies(OutputStream out, TraceKind kind, int window) throws IOException {
    super(out, kind, window);
  }

  @Override
  public Replies<Reply> replies(Replies<Reply> network) {
    Replies<Reply> recorded = super.replies(network);
    AtomicReference<Reply> last = new AtomicReference<>();
    return new Replies<>() {
      @Override
      public void ack(long seq, Reply reply) {
        Reply other = last.getAndSet(reply);
        recorded.ack(seq, seq % 10 == 9 && other != null ? other : reply);
      }

      @Override
      public void rejected(long seq, String reason) {
        recorded.rejected(seq, reason);
      }

      @Override
      public void status(long seq, Status status) {
        recorded.status(seq, status);
      }
    };
  }
}

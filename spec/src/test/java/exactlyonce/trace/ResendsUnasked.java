package exactlyonce.trace;

import exactlyonce.protocol.Requests;
import exactlyonce.simulation.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records a sender that sends a message again instead of asking for it. */
final class ResendsUnasked extends TraceRecorder {
  ResendsUnasked(OutputStream out, TraceKind kind, int window) throws IOException {
    super(out, kind, window);
  }

  @Override
  public Requests<Message> requests(Requests<Message> network) {
    Requests<Message> recorded = super.requests(network);
    Map<Long, Message> sent = new ConcurrentHashMap<>();
    return new Requests<>() {
      @Override
      public void data(long seq, Message message) {
        sent.put(seq, message);
        recorded.data(seq, message);
      }

      @Override
      public void check(long seq) {
        recorded.data(seq, sent.get(seq));
      }

      @Override
      public void seal(long seq) {
        recorded.seal(seq);
      }
    };
  }
}

package exactlyonce.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A receiver. Each frame has a thread, which waits in the handler until its end is a step. */
final class ReceiverSide extends Side {
  /** A handler that was started. */
  private record Running(Thread thread, SynchronousQueue<JsonNode> end) {}

  private interface Go {
    void on() throws InterruptedException;
  }

  private static final long LIMIT_SECONDS = 30;

  private final Map<Long, Running> running = new ConcurrentHashMap<>();
  private final RequestReader<String> reader;
  private volatile CountDownLatch atRest = new CountDownLatch(0);

  ReceiverSide(DeliveryOrder order, ReplyMode replyMode) {
    this(order, replyMode, UnaryOperator.identity());
  }

  /**
   * Creates a side that may be wrong.
   *
   * @param network what it does to replies
   */
  ReceiverSide(DeliveryOrder order, ReplyMode replyMode, UnaryOperator<Replies<String>> network) {
    Replies<String> writer = new ReplyWriter<>(sink(), Frames.LONGEST, Codec.strings()).in(SESSION);
    Replies<String> replies = network.apply(writer);
    Receiver<String, String> receiver = order == DeliveryOrder.ORDERED
        ? Receiver.ordered(WINDOW, replyMode, this::handle, replies)
        : Receiver.unordered(WINDOW, replyMode, this::handle, replies);
    reader = new RequestReader<>(Frames.LONGEST, Codec.strings(), session(receiver));
  }

  @Override
  void frame(ByteBuffer frame) throws Exception {
    Thread thread = new Thread(() -> {
      try {
        if (reader.read(frame) != null) {
          made("malformed");
        }
      } catch (RuntimeException | Error e) {
        made("thrown: " + e);
      }
      atRest.countDown();
    });
    thread.setDaemon(true);
    untilAtRest(thread::start);
  }

  /** Does what makes a thread go on, and waits until it has ended, or is in a handler. */
  private void untilAtRest(Go go) throws Exception {
    CountDownLatch rest = new CountDownLatch(1);
    atRest = rest;
    go.on();
    if (!rest.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the step does not end");
    }
  }

  private String handle(long seq, String payload) throws Exception {
    Running handler = new Running(Thread.currentThread(), new SynchronousQueue<>());
    if (running.put(seq, handler) != null || !payload.equals(Long.toString(seq))) {
      made("handler of " + seq + " with " + payload);
    }
    atRest.countDown();
    JsonNode end = handler.end().take();
    if (end.get("result").asText().equals("fails")) {
      throw new Exception("as the vector says");
    }
    made(effect(seq));
    return end.has("reply") ? end.get("reply").asText() : null;
  }

  @Override
  void handlerEnds(JsonNode step) throws Exception {
    Running handler = running.remove(step.get("seq").asLong());
    if (handler == null) {
      made("no handler is running");
      return;
    }
    untilAtRest(() -> handler.end().put(step));
  }

  @Override
  public void close() {
    running.values().forEach(handler -> handler.thread().interrupt());
  }

  private static SessionRequests<String> session(Receiver<String, String> receiver) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Requests<String> in(long session) {
        return receiver;
      }

      @Override
      public void close(long session) {
        throw new UnsupportedOperationException();
      }
    };
  }
}

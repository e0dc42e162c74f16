package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A receiver, with one session or with none yet. Each frame has a thread, which waits in the handler until
 * its end is commanded.
 */
final class ReceiverSide extends Side {
  /** A handler that was started. */
  private record Running(Thread thread, SynchronousQueue<JsonNode> end) {}

  /** Makes a thread go on. */
  private interface Go {
    void on() throws InterruptedException;
  }

  private static final Set<String> COMMANDS = Set.of("frame", "handler", "drop");
  private static final long LIMIT_SECONDS = 30;

  private final Map<Long, Running> running = new ConcurrentHashMap<>();
  private final ReceiverHost<String, String> host;
  private final RequestReader<String> reader;
  private volatile CountDownLatch atRest = new CountDownLatch(0);

  /**
   * @param network what it does to replies
   */
  ReceiverSide(JsonNode command, UnaryOperator<Replies<String>> network) {
    super(command);
    DeliveryOrder order =
        command.get("ordered").asBoolean() ? DeliveryOrder.ORDERED : DeliveryOrder.UNORDERED;
    WrittenReceiverStore store =
        new WrittenReceiverStore(command.has("stored") ? this::made : write -> {});
    if (command.path("stored").isArray()) {
      command.get("stored").forEach(store::restore);
    } else if (command.has("session")) {
      store.opened(new ReceiverStore.Session(session, 0, 0, window, order, replyMode));
    }
    HostSettings settings = HostSettings.ofWindowSize(window)
        .withOrder(order)
        .withMaxSessions(command.path("sessions").asInt(1));
    host = ReceiverHost.<String, String>builder((sender, id) -> this::handle, replies(network))
        .settings(replyMode == ReplyMode.WITH_REPLIES ? settings.withReplies() : settings)
        .store(store)
        .ids(numbers(command.path("ids")))
        .onEvent(event -> {})
        .build();
    reader = new RequestReader<>(longestFrame, Codec.strings(), host);
  }

  private SessionReplies<String> replies(UnaryOperator<Replies<String>> network) {
    SessionReplies<String> writer = new ReplyWriter<>(sink(), longestFrame, Codec.strings());
    return new SessionReplies<>() {
      @Override
      public void opened(long to, long nonce, long id, int windowSize, ReplyMode mode) {
        writer.opened(to, nonce, id, windowSize, mode);
      }

      @Override
      public void full(long to, long nonce) {
        writer.full(to, nonce);
      }

      @Override
      public Replies<String> in(long id) {
        return network.apply(writer.in(id));
      }

      @Override
      public void gone(long id) {
        writer.gone(id);
      }
    };
  }

  @Override
  boolean takes(String command) {
    return COMMANDS.contains(command);
  }

  @Override
  void execute(JsonNode command) throws InterruptedException {
    switch (command.get("do").asText()) {
      case "handler" -> endHandler(command);
      case "drop" -> refusedUnless(host.drop(command.get("session").asLong()));
      default -> receive(frame(command));
    }
  }

  private void receive(ByteBuffer frame) throws InterruptedException {
    Thread thread = new Thread(() -> {
      try {
        wasRead(reader.read(frame));
      } catch (RuntimeException | Error e) {
        made(output("thrown").put("what", e.toString()));
      }
      atRest.countDown();
    });
    thread.setDaemon(true);
    untilAtRest(thread::start);
  }

  /** Does what makes a thread go on, and waits until it has ended, or is in a handler. */
  private void untilAtRest(Go go) throws InterruptedException {
    CountDownLatch rest = new CountDownLatch(1);
    atRest = rest;
    go.on();
    if (!rest.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the step does not end");
    }
  }

  private @Nullable String handle(long seq, String payload) throws Exception {
    Running handler = new Running(Thread.currentThread(), new SynchronousQueue<>());
    if (running.put(seq, handler) != null) {
      made(output("second handler").put("seq", seq));
    }
    atRest.countDown();
    JsonNode end = handler.end().take();
    if (end.get("result").asText().equals("fails")) {
      throw new Exception("as the vector says");
    }
    made(output("effect").put("seq", seq).put("payload", payload));
    return end.has("reply") ? end.get("reply").asText() : null;
  }

  private void endHandler(JsonNode command) throws InterruptedException {
    Running handler = running.remove(command.get("seq").asLong());
    if (handler == null) {
      made(output("no handler is running"));
      return;
    }
    untilAtRest(() -> handler.end().put(command));
  }

  @Override
  public void close() {
    running.values().forEach(handler -> handler.thread().interrupt());
  }
}

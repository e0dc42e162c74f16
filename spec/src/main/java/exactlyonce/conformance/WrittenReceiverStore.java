package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ReceiverStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store of a receiver: each write is an output, and a restarted receiver begins with those that were
 * made before its crash. No two threads call it at once, but for handlers that are held.
 */
final class WrittenReceiverStore implements ReceiverStore<String, String> {
  /** A session, and the latest message of each slot that was handled or sealed. */
  private record Ring(Session session, Map<Long, Resolved<String>> slots) {
    @Nullable Resolved<String> latest(long seq) {
      return slots.get(seq % session.windowSize());
    }

    void put(Resolved<String> message) {
      slots.put(message.seq() % session.windowSize(), message);
    }

    Stored<String> stored() {
      return new Stored<>(session, List.copyOf(slots.values()));
    }
  }

  private final Map<Long, Ring> sessions = new TreeMap<>();
  private final Consumer<ObjectNode> output;

  WrittenReceiverStore(Consumer<ObjectNode> output) {
    this.output = output;
  }

  /** Makes a write again that was an output. */
  synchronized void restore(JsonNode write) {
    long session = write.get("session").asLong();
    long seq = write.path("seq").asLong();
    String content = write.path("content").isTextual() ? write.get("content").asText() : null;
    switch (write.get("write").asText()) {
      case "opened" -> {
        ReplyMode replies =
            write.get("replies").asBoolean() ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES;
        DeliveryOrder order = DeliveryOrder.valueOf(write.get("order").asText());
        put(new Session(session, 0, 0, write.get("window").asInt(), order, replies));
      }
      case "delivered" -> put(session, Resolved.delivered(seq, content));
      case "rejected" ->
        put(session, Resolved.rejected(seq, write.get("content").asText()));
      case "sealed" -> put(session, Resolved.sealed(seq));
      default -> sessions.remove(session);
    }
  }

  private void put(Session session) {
    sessions.put(session.id(), new Ring(session, new TreeMap<>()));
  }

  private void put(long session, Resolved<String> message) {
    ring(session).put(message);
  }

  private Ring ring(long session) {
    return Objects.requireNonNull(sessions.get(session));
  }

  private static ObjectNode write(String what, long session) {
    return Side.output("write").put("write", what).put("session", session);
  }

  @Override
  public synchronized Collection<Stored<String>> load() {
    return sessions.values().stream().map(Ring::stored).toList();
  }

  @Override
  public synchronized @Nullable Stored<String> load(long session) {
    Ring ring = sessions.get(session);
    return ring == null ? null : ring.stored();
  }

  @Override
  public synchronized void opened(Session session) {
    put(session);
    output.accept(write("opened", session.id())
        .put("window", session.windowSize())
        .put("order", session.order().name())
        .put("replies", session.replyMode() == ReplyMode.WITH_REPLIES));
  }

  /** Only one handler of a message runs at a time, so the record may be looked up before. */
  @Override
  public @Nullable String deliver(
      long session, long seq, String payload, Handler<? super String, ? extends String> handler)
      throws Exception {
    if (!mayStore(session, seq)) {
      return handled(session, seq).replyOrThrow();
    }
    String reply = handler.handle(seq, payload);
    store(session, Resolved.delivered(seq, reply), "delivered", reply);
    return reply;
  }

  @Override
  public Resolved<String> rejected(long session, long seq, String reason) {
    if (mayStore(session, seq)) {
      store(session, Resolved.rejected(seq, reason), "rejected", reason);
    }
    return handled(session, seq);
  }

  @Override
  public boolean sealed(long session, long seq) {
    if (mayStore(session, seq)) {
      store(session, Resolved.sealed(seq), "sealed", null);
    }
    Resolved<String> found = record(session, seq);
    return found != null && !found.isHandled();
  }

  @Override
  public synchronized void over(long session) {
    sessions.remove(session);
    output.accept(write("over", session));
  }

  private synchronized void store(
      long session, Resolved<String> message, String what, @Nullable String content) {
    put(session, message);
    output.accept(write(what, session).put("seq", message.seq()).put("content", content));
  }

  private synchronized boolean mayStore(long session, long seq) {
    Ring ring = sessions.get(session);
    if (ring == null) {
      return false;
    }
    Resolved<String> latest = ring.latest(seq);
    return latest == null || latest.seq() < seq;
  }

  private synchronized @Nullable Resolved<String> record(long session, long seq) {
    Stored<String> stored = load(session);
    return stored == null ? null : stored.about(seq);
  }

  private Resolved<String> handled(long session, long seq) {
    Resolved<String> found = record(session, seq);
    if (found == null || !found.isHandled()) {
      throw new IllegalStateException("message " + seq + " may not be stored");
    }
    return found;
  }
}

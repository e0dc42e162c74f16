package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store of a sender that has a session: each write is an output, and a restarted sender begins with
 * those that were made before its crash. Not thread-safe.
 */
final class WrittenSenderStore implements SenderStore<String> {
  private final Consumer<ObjectNode> output;
  private final Map<Long, String> entries = new TreeMap<>();
  private final Set<Long> cancelled = new HashSet<>();
  private @Nullable Phase phase;
  private long session;
  private int windowSize;
  private ReplyMode replyMode = ReplyMode.WITHOUT_REPLIES;

  WrittenSenderStore(Consumer<ObjectNode> output) {
    this.output = output;
  }

  /** Makes a write again that was an output. */
  void restore(JsonNode write) {
    switch (write.get("write").asText()) {
      case "session" ->
        put(
            write.get("session").asLong(),
            write.get("window").asInt(),
            write.get("replies").asBoolean() ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES);
      case "append" -> put(write.get("seq").asLong(), write.get("payload").asText());
      case "cancelled" -> cancelled.add(write.get("seq").asLong());
      case "clear" -> phase = null;
      default -> phase = Phase.valueOf(write.get("write").asText());
    }
  }

  private void put(long newSession, int newWindowSize, ReplyMode newReplyMode) {
    phase = Phase.OPEN;
    session = newSession;
    windowSize = newWindowSize;
    replyMode = newReplyMode;
    entries.clear();
    cancelled.clear();
  }

  private void put(long seq, String payload) {
    entries.put(seq, payload);
    entries.remove(seq - windowSize);
    cancelled.remove(seq - windowSize);
  }

  private void written(ObjectNode write) {
    restore(write);
    output.accept(write);
  }

  private static ObjectNode write(String what) {
    return Side.output("write").put("write", what);
  }

  @Override
  public @Nullable Stored<String> load() {
    return phase == null
        ? null
        : new Stored<>(
            phase, session, windowSize, replyMode, Map.copyOf(entries), Set.copyOf(cancelled));
  }

  @Override
  public void open(long newSession, int newWindowSize, ReplyMode newReplyMode) {
    written(write("session")
        .put("session", newSession)
        .put("window", newWindowSize)
        .put("replies", newReplyMode == ReplyMode.WITH_REPLIES));
  }

  @Override
  public void append(long seq, String payload) {
    written(write("append").put("seq", seq).put("payload", payload));
  }

  @Override
  public void cancelled(long ofSession, long seq) {
    if (phase != null && ofSession == session && entries.containsKey(seq)) {
      written(write("cancelled").put("seq", seq));
    }
  }

  @Override
  public void draining() {
    written(write(Phase.DRAINING.name()));
  }

  @Override
  public void closing() {
    written(write(Phase.CLOSING.name()));
  }

  @Override
  public void ended() {
    written(write(Phase.ENDED.name()));
  }

  @Override
  public void clear() {
    written(write("clear"));
  }
}

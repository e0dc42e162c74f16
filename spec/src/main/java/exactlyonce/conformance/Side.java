package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.window.Outcome;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.Malformation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One side of our library, which does what commands say, and keeps what it made. */
abstract class Side implements AutoCloseable {
  final long session;
  final int window;
  final int longestFrame;
  final ReplyMode replyMode;

  private final List<ObjectNode> outputs = new ArrayList<>();

  /**
   * @param command the one that starts it
   */
  Side(JsonNode command) {
    session = command.path("session").asLong();
    window = command.get("window").asInt();
    longestFrame = command.get("longest").asInt();
    replyMode =
        command.path("replies").asBoolean() ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES;
  }

  /** Whether this side knows a command of this name. */
  abstract boolean takes(String command);

  /** Does what a command says; returns what was made. */
  final ArrayNode take(JsonNode command) throws InterruptedException {
    synchronized (outputs) {
      outputs.clear();
    }
    execute(command);
    return outs();
  }

  /** What was made for the last command, the one that started it included. */
  final ArrayNode outs() {
    synchronized (outputs) {
      return JsonNodeFactory.instance.arrayNode().addAll(outputs);
    }
  }

  abstract void execute(JsonNode command) throws InterruptedException;

  /** Returns the numbers that a list in a command has, one after the other. */
  static LongSupplier numbers(JsonNode list) {
    Iterator<JsonNode> numbers = list.elements();
    return () -> numbers.next().asLong();
  }

  static ByteBuffer frame(JsonNode command) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(command.get("hex").asText()));
  }

  static ObjectNode output(String what) {
    return JsonNodeFactory.instance.objectNode().put("out", what);
  }

  final void made(ObjectNode output) {
    synchronized (outputs) {
      outputs.add(output);
    }
  }

  /** Takes note that a message was reported. */
  final void report(long seq, Outcome outcome, @Nullable String reply) {
    made(output("report").put("seq", seq).put("outcome", outcome.name()).put("reply", reply));
  }

  /** Takes note if a command cannot be done now. */
  final void refusedUnless(boolean done) {
    if (!done) {
      made(output("refused"));
    }
  }

  /** Takes note of what a reader says of a frame, if it is malformed. */
  final void wasRead(@Nullable Malformation malformed) {
    if (malformed != null) {
      made(output("malformed").put("reason", malformed.name()));
    }
  }

  final boolean hasMade(Predicate<ObjectNode> wanted) {
    synchronized (outputs) {
      return outputs.stream().anyMatch(wanted);
    }
  }

  /** Takes note of each frame. */
  final FrameSink sink() {
    return new FrameSink() {
      @Override
      public ByteBuffer claim(int length) {
        return ByteBuffer.allocate(length);
      }

      @Override
      public void commit(ByteBuffer frame, int length) {
        byte[] bytes = new byte[length];
        frame.get(frame.position(), bytes);
        made(output("frame").put("hex", HexFormat.of().formatHex(bytes)));
      }
    };
  }

  @Override
  public void close() {}
}

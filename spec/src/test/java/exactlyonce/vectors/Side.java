package exactlyonce.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.wire.FrameSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One side of the protocol in Java, as the vectors see it. */
abstract class Side implements AutoCloseable {
  static final int SESSION = 1;
  static final int WINDOW = 2;

  private final List<String> outputs = new ArrayList<>();

  /** Takes a step; returns what was made, a line each. */
  final List<String> take(JsonNode step) throws Exception {
    synchronized (outputs) {
      outputs.clear();
    }
    switch (step.get("do").asText()) {
      case "frame" ->
        frame(ByteBuffer.wrap(HexFormat.of().parseHex(step.get("hex").asText())));
      case "handler" -> handlerEnds(step);
      case "submit" -> submit(step.get("seq").asText());
      case "cancel" -> cancel(step.get("seq").asLong());
      case "timeout" -> timeOut(step.get("seq").asLong());
      default -> throw new IllegalArgumentException("no such input: " + step);
    }
    synchronized (outputs) {
      return List.copyOf(outputs);
    }
  }

  /** Returns what is wrong with what was made in a step; empty if nothing is. */
  static String difference(JsonNode step, List<String> made) {
    List<String> missing = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    step.get("outs")
        .forEach(output -> (output.has("requirement") ? optional : missing).add(line(output)));
    List<String> tooMuch = new ArrayList<>();
    for (String output : made) {
      if (!missing.remove(output) && !optional.remove(output)) {
        tooMuch.add(output);
      }
    }
    return missing.isEmpty() && tooMuch.isEmpty()
        ? ""
        : "expected " + step.get("outs") + ", made " + made;
  }

  private static String line(JsonNode output) {
    return switch (output.get("out").asText()) {
      case "frame" -> "frame " + output.get("hex").asText();
      case "effect" -> effect(output.get("seq").asLong());
      case "report" ->
        report(
            output.get("seq").asLong(),
            output.get("outcome").asText(),
            output.hasNonNull("reply") ? output.get("reply").asText() : null);
      case "refused" -> "refused";
      default -> throw new IllegalArgumentException("no such output: " + output);
    };
  }

  static String effect(long seq) {
    return "effect " + seq;
  }

  static String report(long seq, String outcome, @Nullable String reply) {
    return "report " + seq + " " + outcome + " " + reply;
  }

  final void made(String output) {
    synchronized (outputs) {
      outputs.add(output);
    }
  }

  final List<String> madeSoFar(Predicate<String> wanted) {
    synchronized (outputs) {
      outputs.removeIf(wanted.negate());
      return List.copyOf(outputs);
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
        made("frame " + HexFormat.of().formatHex(Arrays.copyOf(frame.array(), length)));
      }
    };
  }

  abstract void frame(ByteBuffer frame) throws Exception;

  void handlerEnds(JsonNode step) throws Exception {
    throw new UnsupportedOperationException();
  }

  void submit(String payload) {
    throw new UnsupportedOperationException();
  }

  void cancel(long seq) {
    throw new UnsupportedOperationException();
  }

  void timeOut(long seq) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}

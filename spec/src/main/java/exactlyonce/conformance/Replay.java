package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.vectors.VectorFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Has a port take the steps of vectors, and compares what it makes with what they say. */
final class Replay {

  /** The session of all vectors of one side. */
  static final int SESSION = 1;

  private static final int WINDOW = 2;

  private final Port port;
  private final boolean holdsHandlers;
  private final FrameCalls frames = new FrameCalls(VectorFiles.LONGEST_FRAME);

  /**
   * @param holdsHandlers whether other frames can come while one of its handlers runs; otherwise it is told
   *     how a handler will end before the frame comes that starts it
   */
  Replay(Port port, boolean holdsHandlers) {
    this.port = port;
    this.holdsHandlers = holdsHandlers;
  }

  /** Replays a vector; returns the first difference, or null if there is none. */
  @Nullable Difference of(TestVector vector) throws PortException, InterruptedException {
    return vector.json().has("steps") ? ofSide(vector) : ofReader(vector);
  }

  private @Nullable Difference ofReader(TestVector vector)
      throws PortException, InterruptedException {
    JsonNode step = vector.steps().get(0);
    return Difference.inOrder(Output.of(step.get("outs"), frames), take(step));
  }

  private @Nullable Difference ofSide(TestVector vector)
      throws PortException, InterruptedException {
    Difference atStart = Difference.between(0, 0, List.of(), List.of(), outs(start(vector)));
    if (atStart != null) {
      return atStart;
    }
    List<JsonNode> steps = vector.steps();
    int taken = 0;
    while (taken < steps.size()) {
      int end = taken + 1;
      List<Output> made = new ArrayList<>();
      while (!holdsHandlers && end < steps.size() && what(steps.get(end)).equals("handler")) {
        made.addAll(take(steps.get(end)));
        end++;
      }
      made.addAll(takeAsked(vector, steps.get(taken)));
      Difference difference = compare(steps, taken, end, made);
      if (difference != null) {
        return difference;
      }
      taken = end;
    }
    return null;
  }

  private static String what(JsonNode step) {
    return step.get("do").asText();
  }

  private @Nullable Difference compare(List<JsonNode> steps, int from, int end, List<Output> made) {
    List<Output> expected = new ArrayList<>();
    List<Output> optional = new ArrayList<>();
    for (JsonNode step : steps.subList(from, end)) {
      for (JsonNode out : step.get("outs")) {
        (out.has("requirement") ? optional : expected)
            .addAll(Output.of(JsonNodeFactory.instance.arrayNode().add(complete(out)), frames));
      }
    }
    return Difference.between(from + 1, end, expected, optional, made);
  }

  /** The payload of a message is its number. */
  private static JsonNode complete(JsonNode out) {
    return out.path("out").asText().equals("effect")
        ? ((ObjectNode) out.deepCopy()).put("payload", out.get("seq").asText())
        : out;
  }

  /**
   * Takes a step. A sender is let ask before it is told UNKNOWN: one that it has not asked for, it may take as
   * lost. It is let ask before a message is cancelled, too: the answer may come later. Timers are its own
   * affair, so time passes for other messages as well.
   */
  private List<Output> takeAsked(TestVector vector, JsonNode step)
      throws PortException, InterruptedException {
    List<Output> made = new ArrayList<>();
    boolean toldUnknown = vector.isSender() && step.path("frame").asText().endsWith("UNKNOWN");
    if (toldUnknown || what(step).equals("cancel")) {
      long seq = toldUnknown ? seqInFrame(step) : step.get("seq").asLong();
      made.addAll(outs(command("timeout").put("seq", seq)));
      made.removeIf(Output::isQuestion);
    }
    made.addAll(take(step));
    if (what(step).equals("timeout")) {
      long seq = step.get("seq").asLong();
      made.removeIf(output -> output.isQuestion() && !output.isAbout(seq));
    }
    return made;
  }

  private static long seqInFrame(JsonNode step) {
    return Long.parseLong(step.get("frame").asText().split(" ", -1)[1]);
  }

  private List<Output> take(JsonNode step) throws PortException, InterruptedException {
    ObjectNode command = step.deepCopy();
    command.remove(Set.of("outs", "frame"));
    switch (what(step)) {
      case "submit" -> command.put("payload", step.get("seq").asText());
      case "read" -> command.put("longest", VectorFiles.LONGEST_FRAME);
      default -> {
        // As it stands.
      }
    }
    return outs(command);
  }

  static ObjectNode command(String what) {
    return JsonNodeFactory.instance.objectNode().put("do", what);
  }

  private static ObjectNode start(TestVector vector) {
    boolean replies = vector.capabilities().contains("replies");
    ObjectNode start = command(vector.isSender() ? "sender" : "receiver");
    start.put("session", SESSION).put("window", WINDOW).put("longest", VectorFiles.LONGEST_FRAME);
    if (!vector.isSender()) {
      start.put("ordered", vector.capabilities().contains("ordered"));
    }
    return start.put("replies", replies);
  }

  private List<Output> outs(ObjectNode command) throws PortException, InterruptedException {
    JsonNode answer = port.answer(command);
    if (answer.path("outs").isArray()) {
      return Output.of(answer.get("outs"), frames);
    }
    return List.of(Output.wrong("no outs, but " + answer));
  }
}

package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

  /** What the sources of numbers return, one after the other: nonces; and ids of sessions. */
  private static final List<Integer> NONCES = List.of(0, 1, 2);

  private static final List<Integer> IDS = List.of(0, 2, 3, 4);
  private static final int MOST_SESSIONS = 2;

  /** For new sessions of a side that restarts: one that is stored keeps the window that it has. */
  private static final int WINDOW_AFTER_CRASH = 4;

  /** Nothing is cut. */
  private static final int WHOLE = Integer.MAX_VALUE;

  private final Port port;
  private final boolean holdsHandlers;
  private final FrameCalls frames = new FrameCalls(VectorFiles.LONGEST_FRAME);

  /** The writes of the side, as it made them, before those in {@code made}. */
  private final List<JsonNode> stored = new ArrayList<>();

  /** What was made last, in its order: writes, too. */
  private final List<JsonNode> made = new ArrayList<>();

  /** What was made before the last crash, without a cut. */
  private List<JsonNode> beforeCrash = List.of();

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

  /**
   * Replays a vector to its end. Then, if it has a crash: for each n, what the step before the last crash has
   * made is cut after the n-th output. The side restarts from the writes before the cut, and is asked.
   */
  private @Nullable Difference ofSide(TestVector vector)
      throws PortException, InterruptedException {
    Difference difference = take(vector, vector.steps(), WHOLE);
    if (difference != null || vector.lastCrash() < 1) {
      return difference;
    }
    List<JsonNode> made = List.copyOf(beforeCrash);
    for (int kept = made.size() - 1; kept >= 0; kept--) {
      Difference afterCut = Crash.splitsTransaction(made, kept) ? null : ofCut(vector, made, kept);
      if (afterCut != null) {
        return afterCut;
      }
    }
    return null;
  }

  /** What was told must be stored. If nothing was, the write of the step may be lost or not. */
  private @Nullable Difference ofCut(TestVector vector, List<JsonNode> made, int kept)
      throws PortException, InterruptedException {
    Difference written = take(vector, vector.steps(), kept);
    if (written == null || Crash.needsWrite(made, kept)) {
      return written == null ? null : written.afterCut(kept, vector.steps());
    }
    List<JsonNode> steps = vector.stepsIfUnwritten();
    Difference unwritten = take(vector, steps, kept);
    return unwritten == null ? null : unwritten.afterCut(kept, steps);
  }

  /**
   * @param kept how many outputs come before the last crash, of those of the step before
   */
  private @Nullable Difference take(TestVector vector, List<JsonNode> steps, int kept)
      throws PortException, InterruptedException {
    stored.clear();
    made.clear();
    Difference atStart = Difference.between(0, 0, List.of(), List.of(), outs(start(vector)));
    if (atStart != null) {
      return atStart;
    }
    int taken = 0;
    while (taken < steps.size()) {
      if (what(steps.get(taken)).equals("crash")) {
        List<Output> outputs = crash(vector, taken == vector.lastCrash() ? kept : WHOLE);
        taken++;
        Difference atRestart = Difference.between(taken, taken, List.of(), List.of(), outputs);
        if (atRestart != null) {
          return atRestart;
        }
        continue;
      }
      store();
      int end = taken + 1;
      List<Output> outputs = new ArrayList<>();
      while (!holdsHandlers && end < steps.size() && what(steps.get(end)).equals("handler")) {
        outputs.addAll(take(steps.get(end)));
        end++;
      }
      outputs.addAll(takeAsked(vector, steps.get(taken)));
      Difference difference = compare(steps, taken, end, outputs);
      if (difference != null) {
        return difference;
      }
      taken = end;
    }
    return null;
  }

  /** What was made since the last call is stored, as far as it was written. */
  private void store() {
    made.stream().filter(Crash::isWrite).forEach(stored::add);
    made.clear();
  }

  /** Has the side restart from what it has stored, with another configuration for new sessions. */
  private List<Output> crash(TestVector vector, int kept)
      throws PortException, InterruptedException {
    beforeCrash = List.copyOf(made);
    if (kept < made.size()) {
      made.subList(kept, made.size()).clear();
    }
    store();
    ObjectNode restart = start(vector).put("window", WINDOW_AFTER_CRASH);
    restart.putArray("stored").addAll(stored);
    return outs(restart);
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
    List<Output> outputs = new ArrayList<>();
    boolean toldUnknown = vector.isSender() && step.path("frame").asText().endsWith("UNKNOWN");
    if (toldUnknown || what(step).equals("cancel")) {
      long seq = toldUnknown ? seqInFrame(step) : step.get("seq").asLong();
      outputs.addAll(outs(command("timeout").put("seq", seq)));
      outputs.removeIf(Output::isQuestion);
      store();
    }
    outputs.addAll(take(step));
    if (what(step).equals("timeout") && step.has("seq")) {
      long seq = step.get("seq").asLong();
      outputs.removeIf(output -> output.isQuestion() && !output.isAbout(seq));
    }
    return outputs;
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
    ObjectNode start = command(vector.isSender() ? "sender" : "receiver");
    if (!vector.isOfSessions()) {
      start.put("session", SESSION);
    } else if (vector.isSender()) {
      start.put("sender", 0);
      NONCES.forEach(start.putArray("nonces")::add);
    } else {
      start.put("sessions", MOST_SESSIONS);
      IDS.forEach(start.putArray("ids")::add);
    }
    start.put("window", WINDOW).put("longest", VectorFiles.LONGEST_FRAME);
    if (!vector.isSender()) {
      start.put("ordered", vector.capabilities().contains("ordered"));
    }
    if (!vector.isSender() || !vector.isOfSessions()) {
      start.put("replies", vector.capabilities().contains("replies"));
    }
    if (vector.capabilities().contains("crash")) {
      start.putNull("stored");
    }
    return start;
  }

  private List<Output> outs(ObjectNode command) throws PortException, InterruptedException {
    JsonNode answer = port.answer(command);
    if (answer.path("outs").isArray()) {
      ArrayNode outs = JsonNodeFactory.instance.arrayNode();
      answer.get("outs").forEach(made::add);
      answer.get("outs").forEach(out -> {
        if (!Crash.isWrite(out)) {
          outs.add(out);
        }
      });
      return Output.of(outs, frames);
    }
    return List.of(Output.wrong("no outs, but " + answer));
  }
}

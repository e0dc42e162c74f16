package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A step of one side.
 *
 * @param from the state before, as the role's module defines it
 * @param action the action of the specification
 * @param input what it was taken for: a frame, the end of a handler, a call of the application
 * @param outputs what it made: frames, effects, reports
 * @param to the state after
 */
record Transition(
    TlaValue from, String action, TlaValue.Rec input, Set<TlaValue> outputs, TlaValue to) {

  private static final String MARK = "\"<<\\\"transition\\\", ";
  private static final int PARTS = 5;

  static boolean isPrinted(String line) {
    return line.startsWith(MARK);
  }

  /** Reads what the operator Export of the module Role has printed. */
  static Transition parse(String line) {
    TlaValue.Str text = (TlaValue.Str) TlaValue.parse(line);
    var parts = ((TlaValue.Tuple) TlaValue.parse(text.value())).elements();
    if (parts.size() != PARTS) {
      throw new IllegalArgumentException("not a transition: " + text.value());
    }
    Map<String, TlaValue> step = ((TlaValue.Rec) parts.get(2)).fields();
    return new Transition(
        parts.get(1),
        ((TlaValue.Str) Frames.field(step, "action")).value(),
        (TlaValue.Rec) Frames.field(step, "input"),
        ((TlaValue.SetOf) parts.get(3)).elements(),
        parts.get(4));
  }

  /** Whether the state remains the same. */
  boolean isLoop() {
    return from.equals(to);
  }

  /** Whether not all that it makes is optional. */
  boolean mustMakeSomething() {
    return outputs.stream()
        .anyMatch(output -> !((TlaValue.Rec) output).fields().containsKey("requirement"));
  }

  /** Whether this is the end of a handler. */
  boolean endsHandler() {
    return new TlaValue.Str("handler").equals(input.fields().get("input"));
  }

  /** Whether the side restarts from what it has stored. */
  boolean isCrash() {
    return new TlaValue.Str("crash").equals(input.fields().get("input"));
  }

  /** Whether the application of a receiver drops a session. */
  boolean drops() {
    return new TlaValue.Str("drop").equals(input.fields().get("input"));
  }

  /** Returns what it is about: a message, or else a session, or else nothing in particular. */
  String subject() {
    Map<String, TlaValue> fields =
        input.fields().get("frame") instanceof TlaValue.Rec frame ? frame.fields() : input.fields();
    TlaValue subject = fields.get(fields.containsKey("seq") ? "seq" : "session");
    return subject == null ? "" : Frames.text(subject);
  }

  /** Returns what was done, briefly: {@code DATA 0}, {@code handler 0 succeeds}, {@code submit 0}. */
  String cause() {
    if (input.fields().get("frame") instanceof TlaValue.Rec frame) {
      return Frames.inWords(frame);
    }
    List<String> words = new ArrayList<>();
    for (String name : List.of("input", "session", "seq", "result")) {
      TlaValue value = input.fields().get(name);
      if (value != null) {
        words.add(Frames.text(value));
      }
    }
    return String.join(" ", words);
  }
}

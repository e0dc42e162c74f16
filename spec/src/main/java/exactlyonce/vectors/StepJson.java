package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A step of a vector, as it is written to its file. */
final class StepJson {

  private StepJson() {}

  static Map<String, @Nullable Object> of(Transition transition) {
    Map<String, @Nullable Object> step = fields(transition.input(), "input", "do");
    step.put(
        "outs",
        transition.outputs().stream()
            .map(output -> fields((TlaValue.Rec) output, "output", "out"))
            .sorted((one, other) -> one.toString().compareTo(other.toString()))
            .toList());
    return step;
  }

  /** The fields of a record: what it is, then the others by name; a frame as text and as bytes. */
  private static Map<String, @Nullable Object> fields(
      TlaValue.Rec record, String what, String name) {
    Map<String, TlaValue> others = new TreeMap<>(record.fields());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(name, Frames.text(Objects.requireNonNull(others.remove(what))));
    others.forEach((field, value) -> {
      if (value instanceof TlaValue.Rec frame) {
        fields.put(field, Frames.inWords(frame));
        fields.put("hex", Frames.hex(frame));
      } else if (value instanceof TlaValue.Int number) {
        fields.put(field, number.value());
      } else {
        fields.put(field, Frames.isNone(value) ? null : Frames.text(value));
      }
    });
    return fields;
  }
}

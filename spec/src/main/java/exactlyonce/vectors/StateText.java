package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.List;

/** The state of a side in a few words: what its slots hold, which replies it keeps, or its sessions. */
final class StateText {

  private final List<String> slots = new ArrayList<>();

  private StateText() {}

  static String of(TlaValue state) {
    StateText text = new StateText();
    text.add(state);
    return String.join(", ", text.slots);
  }

  private void add(TlaValue value) {
    if (value instanceof TlaValue.Rec side && side.fields().containsKey("disk")) {
      add(Frames.field(side.fields(), "memory"));
      int stored = slots.size();
      add(Frames.field(side.fields(), "disk"));
      slots.set(stored, "on disk " + slots.get(stored));
    } else if (value instanceof TlaValue.Rec slot) {
      String seq = Frames.text(Frames.field(slot.fields(), "seq"));
      slots.add(
          seq.startsWith("-")
              ? "free"
              : seq + " " + Frames.text(Frames.field(slot.fields(), "state")));
    } else if (value instanceof TlaValue.Str inWords) {
      slots.add(inWords.value());
    } else if (value instanceof TlaValue.Function ring) {
      ring.pairs().values().forEach(this::add);
    } else if (value instanceof TlaValue.Tuple reply && isReply(reply)) {
      slots.add(reply.elements().isEmpty() ? "no reply" : "reply " + Frames.text(reply));
    } else if (value instanceof TlaValue.Tuple parts) {
      parts.elements().forEach(this::add);
    }
    // The next number is one more than the greatest in a slot.
  }

  private static boolean isReply(TlaValue.Tuple tuple) {
    boolean hasParts = tuple.elements().size() == Frames.PARTS_OF_REPLY;
    return tuple.elements().isEmpty()
        || (hasParts && tuple.elements().stream().allMatch(TlaValue.Int.class::isInstance));
  }
}

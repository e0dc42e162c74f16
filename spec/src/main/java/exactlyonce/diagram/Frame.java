package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A frame.
 *
 * @param fields its fields in words; {@code type} is always among them
 * @param label what is written at its arrow
 * @param route who sends it to whom; empty if the legend does not know this type
 */
record Frame(Map<String, String> fields, String label, Optional<Route> route) {

  /** From one lifeline to another, as the legend refers to them. */
  record Route(String from, String to) {}

  /**
   * The frames in flight, each with the number of its copies. The network is a set of frames, or says of
   * each type how many there are; of anything else nothing is known.
   */
  static Map<Frame, Integer> in(TlaValue network, Legend legend) {
    Map<Frame, Integer> frames = new LinkedHashMap<>();
    if (network instanceof TlaValue.SetOf set) {
      set.elements().forEach(element -> frames.put(of(element, legend), 1));
    } else {
      Values.entries(network).forEach((type, number) -> {
        if (number instanceof TlaValue.Int copies && copies.value() > 0) {
          frames.put(of(new TlaValue.Str(type), legend), copies.value());
        }
      });
    }
    return frames;
  }

  private static Frame of(TlaValue value, Legend legend) {
    Map<String, String> fields = Values.fields(value);
    String type = fields.computeIfAbsent("type", absent -> Values.plain(value));
    Legend.FrameType known = legend.frames().get(type);
    if (known == null) {
      return new Frame(fields, Values.plain(value), Optional.empty());
    }
    StringBuilder label = new StringBuilder(Values.fill(known.label(), fields));
    known.normally().forEach((field, other) -> {
      String unusual = fields.getOrDefault(field, "");
      if (!unusual.equals(fields.getOrDefault(other, ""))) {
        label.append(" with ").append(field).append(' ').append(unusual);
      }
    });
    return new Frame(fields, label.toString(), Optional.of(new Route(known.from(), known.to())));
  }

  /** Whether it has all of these fields, and can be received at the lifeline of this reference. */
  boolean matches(Map<String, String> wanted, String lifeline) {
    return fields.entrySet().containsAll(wanted.entrySet())
        && route.filter(known -> known.to().equals(lifeline)).isPresent();
  }
}

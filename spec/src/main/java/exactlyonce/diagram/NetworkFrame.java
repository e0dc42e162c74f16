package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A frame in the network.
 *
 * @param fields its fields in words; {@code type} is always among them
 * @param label what is written at its arrow
 * @param route who sends it to whom; empty if the legend does not know this type
 */
record NetworkFrame(Map<String, String> fields, String label, Optional<Route> route) {

  /** From one lifeline to another, as the legend refers to them. */
  record Route(String from, String to) {}

  /**
   * The frames in flight, each with the number of its copies. The network is a set of frames, or a record
   * of the number of frames of each type. In a value of any other shape no frames are found.
   */
  static Map<NetworkFrame, Integer> in(TlaValue network, Legend legend) {
    Map<NetworkFrame, Integer> frames = new LinkedHashMap<>();
    if (network instanceof TlaValue.SetOf set) {
      set.elements().forEach(element -> frames.put(of(element, legend), 1));
    } else {
      legend.text().entries(network).forEach((type, number) -> {
        if (number instanceof TlaValue.Int copies && copies.value() > 0) {
          frames.put(of(new TlaValue.Str(type), legend), copies.value());
        }
      });
    }
    return frames;
  }

  private static NetworkFrame of(TlaValue value, Legend legend) {
    Map<String, String> fields = legend.text().fields(value);
    String type = fields.computeIfAbsent("type", absent -> legend.text().of(value));
    Legend.FrameType known = legend.frames().get(type);
    if (known == null) {
      return new NetworkFrame(fields, legend.text().of(value), Optional.empty());
    }
    String label = ValueText.fill(known.label(), fields, known.normally());
    return new NetworkFrame(fields, label, Optional.of(new Route(known.from(), known.to())));
  }

  /** Whether it has all of these fields, and can be received at the lifeline of this reference. */
  boolean matches(Map<String, String> wanted, String lifeline) {
    return fields.entrySet().containsAll(wanted.entrySet())
        && route.filter(known -> known.to().equals(lifeline)).isPresent();
  }
}

package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a crash leaves of the outputs of a step: those before the cut were made, and no others. */
final class Crash {

  private Crash() {}

  static boolean isWrite(JsonNode out) {
    return is(out, "write");
  }

  /** Whether a cut would come between an effect and its record: they are one transaction. */
  static boolean splitsTransaction(List<JsonNode> made, int kept) {
    return kept > 0
        && kept < made.size()
        && is(made.get(kept - 1), "effect")
        && isWrite(made.get(kept));
  }

  /** Whether the outputs before the cut say what must be stored by then: all but writes do. */
  static boolean needsWrite(List<JsonNode> made, int kept) {
    return made.subList(0, kept).stream().anyMatch(out -> !isWrite(out));
  }

  private static boolean is(JsonNode out, String what) {
    return out.path("out").asText().equals(what);
  }
}

package exactlyonce.trace;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event of one action must say.
 *
 * @param fields what it is about: some of session, nonce and seq
 * @param results its possible results; none if the action leaves no choice
 * @param mayBeCut whether a crash may cut it short, so that nobody knows whether it took place. Then
 *     its result is {@value #CRASHED}
 */
record TraceAction(Set<String> fields, Set<String> results, boolean mayBeCut) {
  static final String SESSION = "session";
  static final String NONCE = "nonce";
  static final String SEQ = "seq";
  static final String CRASHED = "CRASHED";

  /** An action about a message of the only session. */
  static TraceAction of(String... results) {
    return about(Set.of(SEQ), results);
  }

  /** An action about a message of one of many sessions. */
  static TraceAction inSession(String... results) {
    return about(Set.of(SESSION, SEQ), results);
  }

  /** Another action, about these fields. */
  static TraceAction about(Set<String> fields, String... results) {
    return new TraceAction(fields, Set.of(results), false);
  }

  /** The same, but a crash may cut it short. */
  TraceAction orCut() {
    return new TraceAction(fields, results, true);
  }

  boolean allows(@Nullable String result) {
    return CRASHED.equals(result)
        ? mayBeCut
        : result == null ? results.isEmpty() : results.contains(result);
  }

  /** What a result must be, as a part of a sentence. */
  String expected() {
    if (results.isEmpty()) {
      return mayBeCut ? "absent, or " + CRASHED : "absent";
    }
    String others = String.join(", ", results.stream().sorted().toList());
    return "one of " + others + (mayBeCut ? ", " + CRASHED : "");
  }
}

package exactlyonce.trace;

import java.util.Set;

/**
 * What an event of one action must say.
 *
 * @param fields what it is about: some of session, nonce and seq
 * @param results its possible results; none if the action leaves no choice
 */
record TraceAction(Set<String> fields, Set<String> results) {
  static final String SESSION = "session";
  static final String NONCE = "nonce";
  static final String SEQ = "seq";

  /** An action about a message of the only session. */
  static TraceAction of(String... results) {
    return new TraceAction(Set.of(SEQ), Set.of(results));
  }

  /** An action about a message of one of many sessions. */
  static TraceAction inSession(String... results) {
    return new TraceAction(Set.of(SESSION, SEQ), Set.of(results));
  }

  /** Another action, about these fields. */
  static TraceAction about(Set<String> fields, String... results) {
    return new TraceAction(fields, Set.of(results));
  }
}

package exactlyonce.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was recorded, and so which module explains it. */
public enum TraceKind {
  /** Messages take effect in any order. */
  UNORDERED("unordered", "TraceCheckBeforeSend", "CheckBeforeSend"),

  /** Messages take effect in the order of their numbers. */
  ORDERED("ordered", "TraceOrdered", "CheckBeforeSend with ordered delivery");

  private final String delivery;
  private final String module;
  private final String specification;

  TraceKind(String delivery, String module, String specification) {
    this.delivery = delivery;
    this.module = module;
    this.specification = specification;
  }

  /** The kind of a run with this kind of delivery. */
  public static TraceKind of(boolean ordered) {
    return ordered ? ORDERED : UNORDERED;
  }

  /** The kind whose {@link #delivery} this is. */
  static Optional<TraceKind> of(String delivery) {
    return Arrays.stream(values())
        .filter(kind -> kind.delivery.equals(delivery))
        .findAny();
  }

  /** What the first line of a file says. */
  String delivery() {
    return delivery;
  }

  /** The module by which TLC explains it. */
  String module() {
    return module;
  }

  /** What it is then a behaviour of. */
  public String specification() {
    return specification;
  }

  /** For each action the results that it can have; none where it has no choice. */
  Map<String, Set<String>> results() {
    return switch (this) {
      case UNORDERED -> Actions.UNORDERED;
      case ORDERED -> Actions.ORDERED;
    };
  }

  /** The answer of a receiver that sends no frame. */
  String noAnswer() {
    return this == ORDERED ? "NO_ANSWER" : "NOTHING_OWED";
  }

  private static final class Actions {
    private static final Set<String> DECISION = Set.of("DECIDED", "IGNORED");

    private static final Map<String, Set<String>> SENDER = Map.of(
        "Submit", Set.of(),
        "TimeOut", Set.of("CHECK", "SEAL"),
        "Cancel", Set.of(),
        "ReceiveAck", DECISION,
        "ReceiveUnknown", Set.of("RESENT", "IGNORED"),
        "ReceiveSealed", DECISION,
        "ReceiveInProgress", Set.of());

    private static final Set<String> ANSWERS = Set.of("DELIVERED", "SEALED", "IN_PROGRESS");

    static final Map<String, Set<String>> UNORDERED = withSender(Map.of(
        "ReceiveData", with(ANSWERS, "CLAIMED", "NOTHING_OWED"),
        "Deliver", Set.of(),
        "Fail", Set.of(),
        "ReceiveCheck", with(ANSWERS, "UNKNOWN", "NOTHING_OWED"),
        "ReceiveSeal", with(ANSWERS, "NOTHING_OWED")));

    // A thread that loses to one whose handler then fails answers any frame by UNKNOWN.
    static final Map<String, Set<String>> ORDERED = withSender(Map.of(
        "ReceiveData", with(ANSWERS, "UNKNOWN", "NO_ANSWER"),
        "StartHandler", Set.of(),
        "Deliver", Set.of(),
        "Fail", Set.of(),
        "ReceiveCheck", with(ANSWERS, "UNKNOWN", "NO_ANSWER"),
        "ReceiveSeal", with(ANSWERS, "UNKNOWN", "NO_ANSWER")));

    private static Map<String, Set<String>> withSender(Map<String, Set<String>> receiver) {
      Map<String, Set<String>> all = new HashMap<>(SENDER);
      all.putAll(receiver);
      return Map.copyOf(all);
    }

    private static Set<String> with(Set<String> results, String... more) {
      Set<String> all = new HashSet<>(results);
      all.addAll(Arrays.asList(more));
      return Set.copyOf(all);
    }
  }
}

package exactlyonce.trace;

import static exactlyonce.trace.TraceAction.NONCE;
import static exactlyonce.trace.TraceAction.SESSION;
import static exactlyonce.trace.TraceAction.about;
import static exactlyonce.trace.TraceAction.inSession;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was recorded, which determines the module that explains it. */
public enum TraceKind {
  /** One session; messages take effect in any order. */
  UNORDERED("unordered", false, "TraceCheckBeforeSend", "CheckBeforeSend"),

  /** One session; messages take effect in the order of their numbers. */
  ORDERED("ordered", false, "TraceOrdered", "CheckBeforeSend with ordered delivery"),

  /** One session after another, and both sides crash; messages take effect in any order. */
  CRASHES("unordered", true, "TraceCrashRecovery", "CrashRecovery"),

  /** The same; messages take effect in the order of their numbers. */
  ORDERED_CRASHES("ordered", true, "TraceCrashOrdered", "CrashRecoveryOrdered");

  private final String delivery;
  private final boolean crashes;
  private final String module;
  private final String specification;

  TraceKind(String delivery, boolean crashes, String module, String specification) {
    this.delivery = delivery;
    this.crashes = crashes;
    this.module = module;
    this.specification = specification;
  }

  /** The kind of a run with these properties. */
  public static TraceKind of(boolean ordered, boolean crashes) {
    if (crashes) {
      return ordered ? ORDERED_CRASHES : CRASHES;
    }
    return ordered ? ORDERED : UNORDERED;
  }

  /** The kind that the first line of a file names. */
  static Optional<TraceKind> of(String delivery, boolean crashes) {
    return Arrays.stream(values())
        .filter(kind -> kind.delivery.equals(delivery) && kind.crashes == crashes)
        .findAny();
  }

  boolean ordered() {
    return delivery.equals("ordered");
  }

  String delivery() {
    return delivery;
  }

  boolean crashes() {
    return crashes;
  }

  /** The module with which TLC explains it. */
  public String module() {
    return module;
  }

  /** The specification that the trace is then a behaviour of. */
  public String specification() {
    return specification;
  }

  /** The actions, by name. */
  Map<String, TraceAction> actions() {
    return switch (this) {
      case UNORDERED -> Actions.UNORDERED;
      case ORDERED -> Actions.ORDERED;
      case CRASHES -> Actions.CRASHES;
      case ORDERED_CRASHES -> Actions.ORDERED_CRASHES;
    };
  }

  /** The answer of a receiver that sends no frame. */
  String noAnswer() {
    return ordered() ? "NO_ANSWER" : "NOTHING_OWED";
  }

  private static final class Actions {
    private static final TraceAction PLAIN = TraceAction.of();
    private static final TraceAction DECIDING = TraceAction.of("DECIDED", "IGNORED");

    private static final Map<String, TraceAction> SENDER = Map.of(
        "Submit", PLAIN,
        "TimeOut", TraceAction.of("CHECK", "SEAL"),
        "Cancel", PLAIN,
        "ReceiveAck", DECIDING,
        "ReceiveRejected", DECIDING,
        "ReceiveUnknown", TraceAction.of("RESENT", "IGNORED"),
        "ReceiveSealed", DECIDING,
        "ReceiveInProgress", PLAIN,
        "Resend", PLAIN,
        "End", TraceAction.about(Set.of()));

    static final Map<String, TraceAction> UNORDERED = and(
        SENDER,
        Map.of(
            "ReceiveData",
            TraceAction.of(
                "CLAIMED", "DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NOTHING_OWED"),
            "Deliver",
            PLAIN,
            "Reject",
            PLAIN,
            "Fail",
            PLAIN,
            "ReceiveCheck",
            TraceAction.of(
                "UNKNOWN", "DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NOTHING_OWED"),
            "ReceiveSeal",
            TraceAction.of("DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NOTHING_OWED")));

    // A thread that loses to one whose handler then fails may answer any frame with UNKNOWN.
    private static final TraceAction ANSWERING =
        TraceAction.of("UNKNOWN", "DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NO_ANSWER");

    static final Map<String, TraceAction> ORDERED = and(
        SENDER,
        Map.of(
            "ReceiveData", ANSWERING,
            "StartHandler", PLAIN,
            "Deliver", PLAIN,
            "Reject", PLAIN,
            "Fail", PLAIN,
            "ReceiveCheck", ANSWERING,
            "ReceiveSeal", ANSWERING));

    private static final Map<String, TraceAction> MESSAGES = Map.of(
        "Submit", inSession().orCut(),
        "TimeOut", inSession("CHECK", "SEAL"),
        "Cancel", inSession().orCut(),
        "ReceiveAck", inSession("DECIDED", "IGNORED").orCut(),
        "ReceiveUnknown", inSession("RESENT", "IGNORED"),
        "ReceiveSealed", inSession("DECIDED", "IGNORED").orCut(),
        "ReceiveInProgress", inSession(),
        "Doubt", inSession(),
        "Deliver", inSession().orCut(),
        "Fail", inSession().orCut());

    private static final Map<String, TraceAction> REJECTIONS = Map.of(
        "Reject", inSession().orCut(),
        "ReceiveRejected", inSession("DECIDED", "IGNORED").orCut());

    private static final Map<String, TraceAction> REQUESTS = Map.of(
        "CommitUnknown", inSession(),
        "ReceiveData",
            inSession(
                    "CLAIMED",
                    "DELIVERED",
                    "REJECTED",
                    "SEALED",
                    "IN_PROGRESS",
                    "NOTHING_OWED",
                    "GONE")
                .orCut(),
        "ReceiveCheck",
            inSession(
                "UNKNOWN",
                "DELIVERED",
                "REJECTED",
                "SEALED",
                "IN_PROGRESS",
                "NOTHING_OWED",
                "GONE"),
        "ReceiveSeal",
            inSession("DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NOTHING_OWED", "GONE")
                .orCut());

    private static final TraceAction ANSWERING_IN_SESSION =
        inSession("UNKNOWN", "DELIVERED", "REJECTED", "SEALED", "IN_PROGRESS", "NO_ANSWER", "GONE");

    private static final Map<String, TraceAction> REQUESTS_IN_TURN = Map.of(
        "CommitUnknown", inSession(),
        "ReceiveData", ANSWERING_IN_SESSION.orCut(),
        "StartHandler", inSession(),
        "ReceiveCheck", ANSWERING_IN_SESSION,
        "ReceiveSeal", ANSWERING_IN_SESSION.orCut());

    private static final Map<String, TraceAction> SESSIONS = Map.of(
        "OpenSession", about(Set.of(NONCE)),
        "RepeatOpen", about(Set.of(NONCE)),
        "ReceiveOpen", about(Set.of(NONCE, SESSION)).orCut(),
        "ReceiveOpened",
            about(Set.of(NONCE, SESSION), "ACCEPTED", "CLOSED", "IGNORED").orCut(),
        "Drain", about(Set.of(SESSION)).orCut(),
        "CloseSession", about(Set.of(SESSION)).orCut(),
        "RepeatClose", about(Set.of(SESSION)),
        "ReceiveClose", about(Set.of(SESSION)).orCut(),
        "ReceiveGone", about(Set.of(SESSION), "ENDED", "IGNORED").orCut(),
        "Drop", about(Set.of(SESSION)).orCut());

    private static final Map<String, TraceAction> SESSIONS_AND_CRASHES = and(
        and(and(MESSAGES, REJECTIONS), SESSIONS),
        Map.of(
            "Resend", inSession(),
            "End", about(Set.of()),
            "SenderCrash", about(Set.of()),
            "ReceiverCrash", about(Set.of(), "KEPT", "LOST")));

    static final Map<String, TraceAction> CRASHES = and(SESSIONS_AND_CRASHES, REQUESTS);

    static final Map<String, TraceAction> ORDERED_CRASHES =
        and(SESSIONS_AND_CRASHES, REQUESTS_IN_TURN);

    private static Map<String, TraceAction> and(
        Map<String, TraceAction> some, Map<String, TraceAction> others) {
      Map<String, TraceAction> all = new HashMap<>(some);
      all.putAll(others);
      return Map.copyOf(all);
    }
  }
}

package exactlyonce.vectors;

import exactlyonce.model.Specifications;
import java.util.List;
import java.util.Set;

/** One side of a protocol, alone: its module and its configuration are {@code roles/NAME.cfg}. */
public enum Role {
  RECEIVER("receiver", "L1", "CheckBeforeSend", "receiver"),
  SENDER("sender", "L2", "CheckBeforeSend", "sender"),
  RECEIVER_OF_SESSIONS("receiver-sessions", "L3", "CrashRecovery", "receiver sessions"),
  SENDER_OF_SESSIONS("sender-sessions", "L3", "CrashRecovery", "sender sessions"),
  RECEIVER_WITH_REPLIES("receiver-replies", "L4", "RequestReply", "receiver replies"),
  SENDER_WITH_REPLIES("sender-replies", "L4", "RequestReply", "sender replies"),
  ORDERED_RECEIVER("receiver-ordered", "L5", "InTurn", "receiver ordered"),
  ORDERED_RECEIVER_WITH_REPLIES(
      "receiver-ordered-replies", "L5", "RequestReply", "receiver replies ordered"),
  RECEIVER_THAT_CRASHES("receiver-crash", "L6", "CrashRecovery", "receiver crash"),
  SENDER_THAT_CRASHES("sender-crash", "L6", "CrashRecovery", "sender crash");

  private final String id;
  private final String level;
  private final String protocol;
  private final String capabilities;

  Role(String id, String level, String protocol, String capabilities) {
    this.id = id;
    this.level = level;
    this.protocol = protocol;
    this.capabilities = capabilities;
  }

  /** Its name in files. */
  public String id() {
    return id;
  }

  /** The level of conformance that its vectors belong to. */
  public String level() {
    return level;
  }

  /** The module that has the actions. */
  public String protocol() {
    return protocol;
  }

  /** What a port must be capable of. */
  public List<String> capabilities() {
    return List.of(capabilities.split(" ", -1));
  }

  /** The module that runs one side alone. */
  String rootModule() {
    if (this == ORDERED_RECEIVER_WITH_REPLIES) {
      return "RoleOfOrderedReplies";
    }
    return isOfSessions() ? "RoleOfSessions" : "RoleOf" + protocol;
  }

  /** The modules whose definitions it uses: where two define the same, the first counts. */
  List<String> modules() {
    return this == ORDERED_RECEIVER_WITH_REPLIES
        ? List.of(protocol, rootModule(), "RoleOf" + protocol)
        : List.of(protocol, rootModule());
  }

  /** Its next-state relation. */
  String next() {
    return isReceiver() ? "ReceiverNext" : "SenderNext";
  }

  /** The actions that show what state the side is in, and leave it there. */
  Set<String> probes() {
    return switch (this) {
      case ORDERED_RECEIVER -> Set.of("ReceiveCheckInTurn");
      case SENDER_OF_SESSIONS ->
        Set.of("Repeat", "RepeatCloseOfTooLarge", "TimeOut", "ReceiveUnexpected");
      case SENDER_THAT_CRASHES -> Set.of("TimeOut", "ReceiveUnknown", "WindowFull");
      default -> isReceiver() ? Set.of("ReceiveCheck") : Set.of("TimeOut", "TooLate", "WindowFull");
    };
  }

  /** Whether it opens sessions, and ends them; the others have one that is open. */
  boolean isOfSessions() {
    return capabilities().contains("sessions");
  }

  /** Whether it may crash at any time. */
  boolean crashes() {
    return capabilities().contains("crash");
  }

  private boolean isReceiver() {
    return capabilities().contains("receiver");
  }

  /** Its configuration, relative to the directory of the modules. */
  public String configFile() {
    return "roles/" + id + ".cfg";
  }

  String config(Specifications specifications) {
    return specifications.config(configFile());
  }
}

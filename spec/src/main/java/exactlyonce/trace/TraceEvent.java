package exactlyonce.trace;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recorded execution: an action of {@code CheckBeforeSend}, and what it saw.
 *
 * @param thread who did it; the events of one thread happened one after the other
 * @param action the name of the action
 * @param seq the message that it is about
 * @param result what the thread saw or did, for the actions that have a choice; see {@link
 *     #RESULTS}
 * @param before a stamp taken before the step
 * @param after a stamp taken after it: the step took effect at one moment in between. An event
 *     whose {@code after} is below another's {@code before} came first
 * @param line where it stands in the file, from 1
 */
public record TraceEvent(
    String thread,
    String action,
    long seq,
    @Nullable String result,
    long before,
    long after,
    int line) {

  private static final Set<String> DECISION = Set.of("DECIDED", "IGNORED");

  /** For each action the results that it can have; none where it has no choice. */
  public static final Map<String, Set<String>> RESULTS = Map.ofEntries(
      Map.entry("Submit", Set.of()),
      Map.entry("TimeOut", Set.of("CHECK", "SEAL")),
      Map.entry("Cancel", Set.of()),
      Map.entry("ReceiveAck", DECISION),
      Map.entry("ReceiveUnknown", Set.of("RESENT", "IGNORED")),
      Map.entry("ReceiveSealed", DECISION),
      Map.entry("ReceiveInProgress", Set.of()),
      Map.entry(
          "ReceiveData", Set.of("CLAIMED", "DELIVERED", "SEALED", "IN_PROGRESS", "NOTHING_OWED")),
      Map.entry("Deliver", Set.of()),
      Map.entry("Fail", Set.of()),
      Map.entry(
          "ReceiveCheck", Set.of("UNKNOWN", "DELIVERED", "SEALED", "IN_PROGRESS", "NOTHING_OWED")),
      Map.entry("ReceiveSeal", Set.of("DELIVERED", "SEALED", "IN_PROGRESS", "NOTHING_OWED")));

  @Override
  public String toString() {
    return action + "(" + seq + ")" + (result == null ? "" : " " + result) + " by " + thread;
  }
}

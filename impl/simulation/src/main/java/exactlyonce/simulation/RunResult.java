package exactlyonce.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The result of a {@link SimulationRun}.
 *
 * @param messages how the messages ended
 * @param violations how often each violation happened; one that cannot happen in this run is absent
 * @param frames what sender and receiver did with frames
 * @param faults the network's faults
 * @param sessions sessions and crashes
 * @param seconds the duration from the start until every message was decided and, in a run with
 *     several sessions, the last one was closed
 * @param stalled whether the run was given up, because nothing happened for the stall limit
 */
public record RunResult(
    Messages messages,
    Map<Violation, Long> violations,
    Frames frames,
    NetworkFaults faults,
    Sessions sessions,
    double seconds,
    boolean stalled) {

  /**
   * Messages by how they ended.
   *
   * @param submitted messages that were assigned a number
   * @param effects messages that took effect, each counted once
   * @param delivered messages reported as DELIVERED
   * @param notDelivered messages reported as NOT_DELIVERED, because they were cancelled in time
   * @param rejected messages reported as REJECTED, because a handler rejected them
   * @param inDoubt messages reported as IN_DOUBT, because the receiver had forgotten their session
   * @param undecided messages that were submitted and not reported before the run was given up
   * @param notSubmitted messages that had not been assigned a number by then
   */
  public record Messages(
      long submitted,
      long effects,
      long delivered,
      long notDelivered,
      long rejected,
      long inDoubt,
      long undecided,
      long notSubmitted) {
    long decided() {
      return delivered + notDelivered + rejected + inDoubt;
    }
  }

  /**
   * Frames, and what they caused besides effects.
   *
   * @param suppressed DATA frames that ran no handler, because their message was known
   * @param handlerFailures how many times a handler threw
   * @param checks CHECK frames sent
   * @param seals SEAL frames sent
   * @param resends DATA frames sent in addition to each message's first
   */
  public record Frames(
      long suppressed, long handlerFailures, long checks, long seals, long resends) {}

  /**
   * What the network did.
   *
   * @param framesLost frames that were lost
   * @param framesDuplicated frames that were duplicated
   * @param framesDelayed frames that were delayed
   */
  public record NetworkFaults(long framesLost, long framesDuplicated, long framesDelayed) {}

  /**
   * Sessions and crashes.
   *
   * @param sessions sessions that were opened
   * @param sessionsLeft sessions that the receiver still knows after the last was closed
   * @param forgotten how many times the receiver lost its disk or may have dropped a session
   * @param crashes crashes of both sides
   */
  public record Sessions(long sessions, long sessionsLeft, long forgotten, long crashes) {
    /** A run of one session without crashes. */
    static final Sessions ONE = new Sessions(1, 0, 0, 0);
  }

  /** Copies the violations. */
  public RunResult {
    EnumMap<Violation, Long> copy = new EnumMap<>(Violation.class);
    copy.putAll(violations);
    violations = Collections.unmodifiableMap(copy);
  }

  /** Returns how often a violation happened. */
  public long count(Violation violation) {
    return violations.getOrDefault(violation, 0L);
  }

  /** Returns whether something happened that must never happen, if only the run was given up. */
  public boolean violated() {
    return violations.values().stream().anyMatch(count -> count != 0);
  }

  /**
   * Returns whether every message was decided once and correctly, took effect accordingly, and no
   * session is left.
   */
  public boolean ok() {
    return !violated()
        && sessions.sessionsLeft == 0
        && (messages.inDoubt == 0 || sessions.forgotten > 0)
        && messages.submitted == messages.decided()
        && messages.undecided == 0
        && messages.notSubmitted == 0
        && !stalled
        && messages.effects >= messages.delivered
        && messages.effects <= messages.delivered + messages.inDoubt;
  }

  /** Returns the rate of decided messages. */
  public double messagesPerSecond() {
    return messages.decided() / seconds;
  }
}

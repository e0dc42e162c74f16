package exactlyonce.simulation;

/**
 * What came of an {@link Exchange}.
 *
 * @param submitted messages that were given a number
 * @param effects messages that took effect, each counted once
 * @param delivered messages reported as DELIVERED
 * @param notDelivered messages reported as NOT_DELIVERED, because they were cancelled in time
 * @param inDoubt messages reported as IN_DOUBT, because the receiver had forgotten their session
 * @param lost messages that were never decided, or reported as DELIVERED and had no effect by the
 *     end
 * @param duplicated effects beyond a message's first
 * @param misordered effects that came after that of a later message; 0 if delivery is unordered
 * @param wrongReplies messages reported as DELIVERED without the reply that their handler gave
 * @param swapped times a payload turned up under another message's number
 * @param falselyConfirmed messages without an effect when they were reported as DELIVERED
 * @param falselyDenied messages reported as NOT_DELIVERED that had an effect by the end
 * @param reportedTwice outcomes beyond a message's first
 * @param refused frames outside the receiver's window
 * @param suppressed DATA frames that ran no handler, because their message was known
 * @param handlerFailures times a handler threw
 * @param checks CHECK frames sent
 * @param seals SEAL frames sent
 * @param resends DATA frames sent beyond each message's first
 * @param framesLost frames that vanished in the network
 * @param framesDuplicated frames that the network copied
 * @param framesDelayed frames that the network put aside
 * @param sessions that were opened
 * @param sessionsLeft sessions that the receiver still knows after the last was closed
 * @param forgotten times that the receiver lost its disk, or may have dropped a session
 * @param crashes of both sides
 * @param seconds from the start to the last decision
 */
public record Report(
    long submitted,
    long effects,
    long delivered,
    long notDelivered,
    long inDoubt,
    long lost,
    long duplicated,
    long misordered,
    long wrongReplies,
    long swapped,
    long falselyConfirmed,
    long falselyDenied,
    long reportedTwice,
    long refused,
    long suppressed,
    long handlerFailures,
    long checks,
    long seals,
    long resends,
    long framesLost,
    long framesDuplicated,
    long framesDelayed,
    long sessions,
    long sessionsLeft,
    long forgotten,
    long crashes,
    double seconds) {

  /** Whether every message was decided once, truly, and took effect accordingly. */
  public boolean ok() {
    return lost == 0
        && duplicated == 0
        && misordered == 0
        && wrongReplies == 0
        && swapped == 0
        && falselyConfirmed == 0
        && falselyDenied == 0
        && reportedTwice == 0
        && refused == 0
        && sessionsLeft == 0
        && (inDoubt == 0 || forgotten > 0)
        && submitted == delivered + notDelivered + inDoubt
        && effects >= delivered
        && effects <= delivered + inDoubt;
  }

  /** Returns the rate of decided messages. */
  public double messagesPerSecond() {
    return (delivered + notDelivered + inDoubt) / seconds;
  }
}

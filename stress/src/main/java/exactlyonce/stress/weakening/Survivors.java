package exactlyonce.stress.weakening;

import static java.util.Map.entry;

import java.util.Map;

/** Why no client notices some weakenings. */
final class Survivors {
  private static final String NUMBER_ONLY =
      "stronger than needed: the word says all, and nothing is read or published through it";

  private static final String FINAL_FIELDS =
      "the fields of the cells are final, a new array holds nulls, and the stamp publishes what is stored";

  private static final String FAILING_OUTBOX = "no client has an outbox that throws";

  private static final String HELPS =
      "stronger than needed: it helps another producer on, and the loop reads everything again";

  private static final String GAP =
      "what it looks for was there before the restart, and the exchange of the number decides";

  private static final String FLAG =
      "stronger than needed: the flag is taken, and nothing is published until it is given back";

  private static final String NOTHING_BEFORE =
      "stronger than needed: nothing that this thread has done in the session comes before it";

  private static final String ALREADY_ENDED =
      "stronger than needed: the session has ended, and this thread takes back what it has added";

  private static final String UNUSED =
      "stronger than needed: it succeeds only if nobody has used the session, so there is nothing to see";

  private static final String EVICTED =
      "stronger than needed: the word says all, and the maps of the host order the rest";

  /** By {@link Weakening#name}. */
  static final Map<String, String> REASONS = Map.ofEntries(
      entry("ReceiveWindow.stamp#1 OPAQUE", "only tests call it"),
      entry(
          "OrderedReceiveWindow.claimFrom#2 ACQUIRE",
          "stronger than needed: s is claimed only when all before it are passed, so who finds (s, CLAIMED) "
              + "where it asks whether s - W is passed finds nothing to claim after that"),
      entry("SendWindow.close#1 ACQUIRE", NUMBER_ONLY),
      entry("SendWindow.close#1 RELEASE", NUMBER_ONLY),
      entry("SendWindow.gone#1 ACQUIRE", NUMBER_ONLY),
      entry("SendWindow.gone#1 RELEASE", NUMBER_ONLY),
      entry("SendWindow.sealGaps#1 OPAQUE", GAP),
      entry("SendWindow.sealGaps#2 OPAQUE", GAP),
      entry("SendWindow.sealGaps#3 ACQUIRE", GAP),
      entry("SendWindow.sealGaps#3 RELEASE", GAP),
      entry(
          "SendWindow.sealGaps#4 OPAQUE",
          "stronger than needed: the payload of a gap is null from the start, and nothing else is published"),
      entry(
          "SendWindow.append#1 OPAQUE",
          "WINDOW_FULL may then be older; the caller tries again, as it would anyway"),
      entry("SendWindow.append#3 ACQUIRE", HELPS),
      entry("SendWindow.append#3 RELEASE", HELPS),
      entry(
          "SendWindow.append#5 OPAQUE",
          "it keeps later writes below it, and the model, without load buffering, always does"),
      entry(
          "SendWindow.cancel#1 OPAQUE",
          "the exchange acquires as well; only an outbox that looks at the message could tell"),
      entry(
          "SendWindow.cancel#2 RELEASE",
          "the read before has acquired the same stamp, which is written once"),
      entry(
          "SendWindow.report#1 OPAQUE",
          "stronger than needed: who reads this null resends nothing, whatever it sees after"),
      entry("Receiver.keep#2 ACQUIRE", FINAL_FIELDS),
      entry("Receiver.keep#2 RELEASE", FINAL_FIELDS),
      entry("Sender.trySubmit#1 ACQUIRE", FAILING_OUTBOX),
      entry("Sender.trySubmit#1 RELEASE", FAILING_OUTBOX),
      entry("Sender.requireNotFailed#1 OPAQUE", FAILING_OUTBOX),
      entry("Sender.poll#1 ACQUIRE", FLAG),
      entry("Questions.exchange#1 ACQUIRE", NUMBER_ONLY),
      entry("Questions.exchange#1 RELEASE", NUMBER_ONLY),
      entry("HostedSession.enter#1 ACQUIRE", NOTHING_BEFORE),
      entry("HostedSession.enter#2 ACQUIRE", ALREADY_ENDED),
      entry("HostedSession.enter#2 RELEASE", ALREADY_ENDED),
      entry(
          "HostedSession.touch#2 ACQUIRE",
          "stronger than needed: the thread has yet to leave, and publishes by that"),
      entry(
          "HostedSession.info#1 ACQUIRE",
          "only for those who ask; the end of a session looks again"),
      entry(
          "HostedSession.end#1 ACQUIRE",
          "stronger than needed: the exchange decides, and it acquires as well"),
      entry(
          "HostedSession.end#2 ACQUIRE",
          "stronger than needed: who finds the bit does nothing more in the session"),
      entry("HostedSession.endUntouched#1 ACQUIRE", UNUSED),
      entry("HostedSession.endUntouched#1 RELEASE", UNUSED),
      entry("HostedSession.evict#1 ACQUIRE", EVICTED),
      entry("HostedSession.evict#1 RELEASE", EVICTED),
      entry(
          "HostedSession.isEvicted#1 ACQUIRE",
          "who reads it late finds that the session has ended, or that the store knows better"),
      entry("SessionSender.change#1 ACQUIRE", FLAG));

  private Survivors() {}

  static String reason(Weakening weakening) {
    return REASONS.getOrDefault(weakening.name(), "NO REASON IS GIVEN");
  }
}

package exactlyonce.stress.weakening;

import static java.util.Map.entry;

import java.util.Map;

/** Why no client notices some weakenings. */
final class Survivors {
  private static final String WORD_ONLY =
      "kept: the word says all, and nothing is read or published through it, but there is no opaque exchange "
          + "that does not fail at random";

  private static final String FINAL_FIELDS =
      "kept, for it happens once a session: the fields of the cells are final, a new array holds nulls, and the "
          + "stamp publishes what is stored; that the loser sees the cells after it, by a plain read, takes an acquire";

  private static final String HELPS =
      "kept, for it happens after a restart or a late read only: it helps another producer on, and the loop reads "
          + "everything again";

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
      entry("SendWindow.append#3 ACQUIRE", HELPS),
      entry("SendWindow.append#3 RELEASE", HELPS),
      entry(
          "SendWindow.append#5 OPAQUE",
          "needed: it keeps the writes that come later, of the outbox too, below it; the model, without load "
              + "buffering, always does"),
      entry("Receiver.keep#2 ACQUIRE", FINAL_FIELDS),
      entry("Receiver.keep#2 RELEASE", FINAL_FIELDS),
      entry("Questions.exchange#1 OPAQUE", WORD_ONLY),
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

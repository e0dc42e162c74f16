package exactlyonce.protocol;

/**
 * Which messages were lost, and not just late: those that a later one has overtaken, in that it is
 * decided and they are not (as in RFC 9002, section 6.1, and RFC 8985). What waits in a queue, behind
 * earlier ones, is not overtaken, however long it waits. If answers arrive, asking again soon is of use,
 * and does not add to a load that is the reason for the wait. If nothing is heard, the path or the
 * receiver may be dead.
 *
 * <p>Not thread-safe: used by the thread that polls. What is found in a poll takes effect after it.
 */
final class Overtaking {
  private static final long NONE = -1;

  private long newest = NONE; // decided
  private long heard; // the last poll that found one decided

  // In the current poll.
  private long newestNow = NONE;

  /** A message is found decided. */
  void decided(long seq) {
    newestNow = Math.max(newestNow, seq);
  }

  /** Ends a poll, at this time. */
  void polled(long now) {
    if (newestNow != NONE) {
      newest = Math.max(newest, newestNow);
      heard = now;
      newestNow = NONE;
    }
  }

  /** Returns whether an undecided message was overtaken, and an answer to any was found since then. */
  boolean isOvertaken(long seq, long since) {
    return seq < newest && heard - since >= 0; // a difference, because System.nanoTime may overflow
  }
}

package exactlyonce.soak;

import org.jspecify.annotations.Nullable;

/**
 * What a soak found.
 *
 * @param tables what is in the tables
 * @param kills of each side
 * @param datagrams what the network did
 * @param seconds from the first start of a process to the end
 * @param failure why it ended before its end, or null
 */
public record SoakResult(
    Tables tables,
    Kills kills,
    Datagrams datagrams,
    double seconds,
    @Nullable String failure) {

  /**
   * The content of both sides' tables.
   *
   * @param orders the orders of the sender
   * @param confirmed those of which it knows that they are booked
   * @param booked the bookings of the receiver
   * @param lost confirmed, but not booked
   * @param doubled booked more than once
   * @param neverSent booked, but the sender has no such order, or has not sent it
   * @param undecided not confirmed when the run was over
   */
  public record Tables(
      long orders,
      long confirmed,
      long booked,
      long lost,
      long doubled,
      long neverSent,
      long undecided) {}

  /**
   * How often each side was killed.
   *
   * @param killsPlanned how often a side was to be killed, or -1 if that was left to the time
   */
  public record Kills(int receiverKills, int senderKills, int killsPlanned) {
    /** Of both sides. */
    public int total() {
      return receiverKills + senderKills;
    }
  }

  /** Counts of datagrams, in both directions. */
  public record Datagrams(
      long datagramsPassed, long datagramsLost, long datagramsDuplicated, long datagramsDelayed) {}

  /** Whether each order was booked once. */
  public boolean ok() {
    return failure == null
        && tables.lost == 0
        && tables.doubled == 0
        && tables.neverSent == 0
        && tables.undecided == 0;
  }
}

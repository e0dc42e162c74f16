package exactlyonce.soak;

import exactlyonce.simulation.Faults;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a soak does.
 *
 * @param orders how many orders are sent at most
 * @param kills how often a process is killed, spread over the orders; without use if there is a time
 * @param time how long orders are sent, while a process is killed every few seconds; null if until all
 *     are confirmed
 * @param faults of the network
 * @param seed of all faults, and of the kills
 * @param patience how long it may take until another order is confirmed, or the sender has ended
 * @param traced whether both processes record what they do
 */
public record SoakSettings(
    long orders,
    int kills,
    @Nullable Duration time,
    Faults faults,
    long seed,
    Duration patience,
    boolean traced) {

  /** With a patience of a minute, and not traced. */
  public SoakSettings(long orders, int kills, @Nullable Duration time, Faults faults, long seed) {
    this(orders, kills, time, faults, seed, Duration.ofMinutes(1), false);
  }

  /** Returns these settings with another patience. */
  public SoakSettings withPatience(Duration newPatience) {
    return new SoakSettings(orders, kills, time, faults, seed, newPatience, traced);
  }

  /** Returns these settings, traced or not. */
  public SoakSettings withTrace(boolean newTraced) {
    return new SoakSettings(orders, kills, time, faults, seed, patience, newTraced);
  }
}

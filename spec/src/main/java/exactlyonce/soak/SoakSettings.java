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
 */
public record SoakSettings(
    long orders, int kills, @Nullable Duration time, Faults faults, long seed) {}

package exactlyonce.simulation;

/**
 * The payload of a {@link SimulationRun}. It identifies its message, so a payload that turns up
 * under another message's number is detected.
 *
 * @param number unique in the run, from 0; not the sequence number, which is assigned later
 * @param submittedNanos {@link System#nanoTime} when a thread first tried to submit it, or 0 if
 *     latencies are not measured
 */
public record Message(int number, long submittedNanos) {}

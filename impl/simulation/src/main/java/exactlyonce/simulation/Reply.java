package exactlyonce.simulation;

/**
 * What a handler returns in a two-way {@link SimulationRun}. It identifies the effect, so a reply
 * that belongs to another message is detected.
 *
 * @param number the number of the message
 * @param effect the number of the effect, unique in the run, from 1
 */
public record Reply(int number, int effect) {}

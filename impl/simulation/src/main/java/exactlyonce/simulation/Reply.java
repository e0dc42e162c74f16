package exactlyonce.simulation;

/**
 * What a handler returns in an {@link SingleSessionRun}, if it is a two-way one: tells the effects of all
 * messages apart, so that another reply than the one that belongs to a message is noticed.
 *
 * @param number of the message
 * @param effect unique in the run, from 1
 */
public record Reply(int number, int effect) {}

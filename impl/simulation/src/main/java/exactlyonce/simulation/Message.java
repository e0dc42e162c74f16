package exactlyonce.simulation;

/**
 * The payload of an {@link SingleSessionRun}: says which message it is, so that one that turns up under
 * another's number is noticed.
 *
 * @param number unique in the run, from 0; not the sequence number, which comes later
 * @param submittedNanos {@link System#nanoTime} when a thread first tried to submit it, or 0 if
 *     nobody wants to know
 */
public record Message(int number, long submittedNanos) {}

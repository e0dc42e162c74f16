package exactlyonce.stress.model;

/**
 * A write to one location.
 *
 * @param time its place among the writes to this location
 * @param value what was written; see {@link Values}
 * @param view what a thread sees that acquires it
 * @param attached whether it is the write of an exchange: nothing comes between it and the message before
 * @param plain whether reading it unordered is a race
 * @param writer the number of the thread, or {@link #INITIAL}
 */
public record Message(
    long time, int value, View view, boolean attached, boolean plain, int writer) {
  /** The writer of what was there before the threads started. */
  public static final int INITIAL = -1;
}

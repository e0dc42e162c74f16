package exactlyonce.trace;

import org.jspecify.annotations.Nullable;

/**
 * One step of a recorded execution: an action of the specification, and what it saw.
 *
 * @param thread who did it; the events of one thread happened one after the other
 * @param action the name of the action
 * @param seq the message that it is about
 * @param result what the thread saw or did, for the actions that have a choice; see {@link
 *     TraceKind#results}
 * @param before a stamp taken before the step
 * @param after a stamp taken after it: the step took effect at one moment in between. An event
 *     whose {@code after} is below another's {@code before} came first
 * @param line where it stands in the file, from 1
 */
public record TraceEvent(
    String thread,
    String action,
    long seq,
    @Nullable String result,
    long before,
    long after,
    int line) {

  @Override
  public String toString() {
    return action + "(" + seq + ")" + (result == null ? "" : " " + result) + " by " + thread;
  }
}

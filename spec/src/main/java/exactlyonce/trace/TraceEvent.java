package exactlyonce.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recorded execution: an action of the specification, and what it saw.
 *
 * @param thread the thread that did it; the events of one thread are in order
 * @param action the name of the action
 * @param session the session that it is about; 0 if there is only one, or it is about none
 * @param nonce of the request for a session that it is about; 0 if it is about none
 * @param seq the message that it is about; -1 if it is about none
 * @param result what the thread saw or did, if the action leaves a choice; see {@link
 *     TraceAction}
 * @param reply the digest of the reply that the handler returned, or that the sender reported, or of
 *     the reason if the message was rejected; null if there is none
 * @param before a timestamp taken before the step
 * @param after a timestamp taken after it: the step took effect at one moment in between. An event
 *     whose {@code after} is below another's {@code before} came first
 * @param line its line in the file, from 1
 */
public record TraceEvent(
    String thread,
    String action,
    long session,
    long nonce,
    long seq,
    @Nullable String result,
    @Nullable String reply,
    long before,
    long after,
    int line) {
  /** Instead of {@code after}, in the trace of a process: the step has begun, and is not seen to end. */
  static final long UNFINISHED = -1;

  /** An event about a message of the only session. */
  TraceEvent(
      String thread,
      String action,
      long seq,
      @Nullable String result,
      long before,
      long after,
      int line) {
    this(thread, action, 0, 0, seq, result, null, before, after, line);
  }

  boolean isFinished() {
    return after != UNFINISHED;
  }

  @Override
  public String toString() {
    List<String> arguments = new ArrayList<>();
    if (session != 0) {
      arguments.add("session " + session);
    }
    if (nonce != 0) {
      arguments.add("nonce " + nonce);
    }
    if (seq >= 0) {
      arguments.add(String.valueOf(seq));
    }
    return action + "(" + String.join(", ", arguments) + ")" + (result == null ? "" : " " + result)
        + (reply == null ? "" : " with reply " + reply) + " by " + thread;
  }
}

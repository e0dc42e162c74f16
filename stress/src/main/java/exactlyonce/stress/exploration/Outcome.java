package exactlyonce.stress.exploration;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the threads have noted when all have ended.
 *
 * @param notes for each thread what it noted, and last what the arbiter did
 */
public record Outcome(List<List<String>> notes) {
  /** Returns whether a thread has noted this; the arbiter comes after the other threads. */
  public boolean has(int thread, Object what) {
    return notes.get(thread).contains(String.valueOf(what));
  }

  /** Returns how many times this was noted by all together. */
  public long count(Object what) {
    return notes.stream()
        .flatMap(List::stream)
        .filter(String.valueOf(what)::equals)
        .count();
  }

  /** Returns what the arbiter has noted, in its order. */
  public List<String> last() {
    return notes.get(notes.size() - 1);
  }

  @Override
  public String toString() {
    return notes.stream()
        .map(thread -> thread.isEmpty() ? "-" : String.join(" ", thread))
        .collect(Collectors.joining(" | "));
  }
}

package exactlyonce.window;

import java.util.Map;
import java.util.TreeMap;

/**
 * The behaviour required of {@link ReceiveWindow}, without a ring, stamps or laps: it remembers
 * every message forever. Not thread-safe.
 */
public final class ReceiveWindowModel {
  private enum State {
    CLAIMED,
    DELIVERED,
    SEALED
  }

  private final int window;
  private final TreeMap<Long, State> known = new TreeMap<>();

  /** Creates a session in which every message before {@code first} is delivered. */
  public ReceiveWindowModel(int window, long first) {
    this.window = window;
    for (long seq = first - window; seq < first; seq++) {
      known.put(seq, State.DELIVERED);
    }
  }

  public Answer claim(long seq) {
    Answer answer = check(seq);
    if (answer != Answer.UNKNOWN) {
      return answer;
    }
    known.put(seq, State.CLAIMED);
    return Answer.CLAIMED;
  }

  public Answer seal(long seq) {
    Answer answer = check(seq);
    if (answer != Answer.UNKNOWN) {
      return answer;
    }
    known.put(seq, State.SEALED);
    return Answer.SEALED;
  }

  public Answer check(long seq) {
    if (seq < 0 || seq >= 1L << 60) {
      return Answer.REFUSED;
    }
    if (known.tailMap(seq, false).keySet().stream()
        .anyMatch(later -> (later - seq) % window == 0)) {
      return Answer.NOTHING_OWED;
    }
    State state = known.get(seq);
    if (state != null) {
      return Map.of(
              State.CLAIMED, Answer.IN_PROGRESS,
              State.DELIVERED, Answer.DELIVERED,
              State.SEALED, Answer.SEALED)
          .get(state);
    }
    State before = known.get(seq - window);
    return before == State.DELIVERED || before == State.SEALED ? Answer.UNKNOWN : Answer.REFUSED;
  }

  /** Returns false if the window must throw. */
  public boolean deliver(long seq) {
    return known.replace(seq, State.CLAIMED, State.DELIVERED);
  }

  /** Returns false if the window must throw. */
  public boolean fail(long seq) {
    return known.remove(seq, State.CLAIMED);
  }
}

package exactlyonce.window;

import java.util.TreeMap;

/**
 * The behaviour required of {@link OrderedReceiveWindow}, without a ring, stamps or laps: it
 * remembers every message forever. Not thread-safe.
 */
final class OrderedReceiveWindowModel {
  private enum State {
    BUFFERED,
    CLAIMED,
    DELIVERED,
    SEALED,
    PASSED,
    FAILED;

    boolean isPassed() {
      return this == DELIVERED || this == PASSED;
    }
  }

  private final int window;
  private final TreeMap<Long, State> known = new TreeMap<>();

  /** Creates a session in which every message before {@code first} is delivered. */
  OrderedReceiveWindowModel(int window, long first) {
    this.window = window;
    for (long seq = first - window; seq < first; seq++) {
      known.put(seq, State.DELIVERED);
    }
  }

  Answer buffer(long seq) {
    Answer answer = check(seq);
    if (answer != Answer.UNKNOWN) {
      return answer;
    }
    known.put(seq, State.BUFFERED);
    return Answer.BUFFERED;
  }

  Answer seal(long seq) {
    Answer answer = check(seq);
    if (answer != Answer.UNKNOWN
        && !(known.get(seq) == State.BUFFERED && answer == Answer.IN_PROGRESS)) {
      return answer;
    }
    known.put(seq, State.SEALED);
    return Answer.SEALED;
  }

  Answer check(long seq) {
    if (seq < 0 || seq >= 1L << 60) {
      return Answer.REFUSED;
    }
    if (laterLap(seq)) {
      return Answer.NOTHING_OWED;
    }
    State state = known.get(seq);
    if (state != null) {
      return switch (state) {
        case BUFFERED, CLAIMED -> Answer.IN_PROGRESS;
        case DELIVERED -> Answer.DELIVERED;
        case SEALED, PASSED -> Answer.SEALED;
        case FAILED -> Answer.UNKNOWN;
      };
    }
    State before = known.get(seq - window);
    if (before == null) {
      return Answer.REFUSED;
    }
    if (before == State.SEALED) {
      return Answer.NOT_YET;
    }
    return before.isPassed() ? Answer.UNKNOWN : Answer.REFUSED;
  }

  boolean isPassed(long seq) {
    State state = known.get(seq);
    return laterLap(seq) || (state != null && state.isPassed());
  }

  /** To be called only if the message before is passed. */
  long claimFrom(long seq) {
    long turn = seq;
    while (known.get(turn) == State.SEALED) {
      known.put(turn, State.PASSED);
      turn++;
    }
    return known.replace(turn, State.BUFFERED, State.CLAIMED) ? turn : OrderedReceiveWindow.NONE;
  }

  /** Returns false if the window must throw. */
  boolean deliver(long seq) {
    return !laterLap(seq) && known.replace(seq, State.CLAIMED, State.DELIVERED);
  }

  /** Returns false if the window must throw. */
  boolean fail(long seq) {
    return !laterLap(seq) && known.replace(seq, State.CLAIMED, State.FAILED);
  }

  private boolean laterLap(long seq) {
    return known.tailMap(seq, false).keySet().stream()
        .anyMatch(later -> (later - seq) % window == 0);
  }
}

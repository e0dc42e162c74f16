package exactlyonce.window;

import java.util.Map;
import java.util.TreeMap;

/**
 * The behaviour required of {@link SendWindow}, without a ring, stamps or laps: it remembers every
 * message forever. Not thread-safe.
 *
 * @param <P> payload
 */
public final class SendWindowModel<P> {
  private final int window;
  private final long first;
  private final TreeMap<Long, SendState> states = new TreeMap<>();
  private final Map<Long, P> payloads = new TreeMap<>();
  private long next;

  /** Creates a session in which every message before {@code first} is delivered. */
  public SendWindowModel(int window, long first) {
    this.window = window;
    this.first = first;
    next = first;
  }

  public long next() {
    return next;
  }

  public long append(P payload) {
    if (next >= 1L << 60) {
      return SendWindow.SEQ_EXHAUSTED;
    }
    if (isOpen(next - window)) {
      return SendWindow.WINDOW_FULL;
    }
    states.put(next, SendState.PENDING);
    payloads.put(next, payload);
    return next++;
  }

  public boolean cancel(long seq) {
    return states.replace(seq, SendState.PENDING, SendState.SEALING);
  }

  public boolean resolve(long seq, Outcome outcome) {
    if (!isOpen(seq)) {
      return false;
    }
    states.put(seq, SendState.valueOf(outcome.name()));
    return true;
  }

  /** Returns what was submitted under a number, however long ago. */
  public P submitted(long seq) {
    return payloads.get(seq);
  }

  public P payload(long seq) {
    return state(seq) == SendState.PENDING ? payloads.get(seq) : null;
  }

  public SendState state(long seq) {
    if (seq < 0 || seq >= next) {
      return SendState.UNSENT;
    }
    if (seq + window < next) {
      return SendState.FORGOTTEN;
    }
    return seq < first ? SendState.DELIVERED : states.get(seq);
  }

  public boolean isOpen(long seq) {
    SendState state = states.get(seq);
    return state == SendState.PENDING || state == SendState.SEALING;
  }
}

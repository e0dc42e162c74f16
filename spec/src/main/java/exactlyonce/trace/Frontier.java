package exactlyonce.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a trace can be explained: TLC reports every state that it reaches, and of those with the
 * most events explained this keeps what the verdict needs. Not thread-safe.
 *
 * <p>A cursor holds, for each thread, how many of its events are explained.
 */
final class Frontier {
  private final Trace trace;
  private final int events;
  private final Map<String, Integer> threads = new HashMap<>();

  private int explained = -1;
  private int[] cursor = {};
  private @Nullable Object outbox;
  private @Nullable Object ring;

  Frontier(Trace trace) {
    this.trace = trace;
    events = trace.events();
    for (int i = 0; i < trace.threads().size(); i++) {
      threads.put(trace.threads().get(i).get(0).thread(), i);
    }
  }

  int threadOf(TraceEvent event) {
    return threads.getOrDefault(event.thread(), -1);
  }

  /** The next events of the threads, without those that began after another of them had ended. */
  List<TraceEvent> ready(int[] at) {
    List<TraceEvent> next = new ArrayList<>(at.length);
    long firstEnd = Long.MAX_VALUE;
    for (int thread = 0; thread < at.length; thread++) {
      List<TraceEvent> all = trace.threads().get(thread);
      if (at[thread] < all.size()) {
        TraceEvent event = all.get(at[thread]);
        next.add(event);
        firstEnd = Math.min(firstEnd, event.after());
      }
    }
    long end = firstEnd;
    next.removeIf(event -> event.before() > end);
    return next;
  }

  /** A state in which as many events of each thread are explained as {@code at} says. */
  void reached(int[] at, Object outboxSlots, Object ringSlots) {
    int sum = 0;
    for (int count : at) {
      sum += count;
    }
    if (sum > explained) {
      explained = sum;
      cursor = at;
      outbox = outboxSlots;
      ring = ringSlots;
    }
  }

  /** What TLC's search has shown, once it is over. */
  TraceVerdict verdict() {
    if (explained == events) {
      return new TraceVerdict(true, events, explained, null, null);
    }
    // All that could have come next is ready here and yet has no explanation; the one that ended
    // first is the first that the specification does not allow.
    TraceEvent blocked =
        ready(cursor).stream().min(Comparator.comparingLong(TraceEvent::after)).orElseThrow();
    int slot = (int) (blocked.seq() % trace.window());
    String why = "slot " + slot + " of the outbox held " + element(outbox, slot) + ", of the ring "
        + element(ring, slot);
    return new TraceVerdict(false, events, explained, blocked, why);
  }

  private static String element(@Nullable Object function, int slot) {
    if (function instanceof tlc2.value.impl.FcnRcdValue rings) {
      return String.valueOf(rings.values[slot]);
    }
    return String.valueOf(function);
  }
}

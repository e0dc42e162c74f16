package exactlyonce.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;

/**
 * How far a trace can be explained: TLC reports every state that it reaches, and for those with the
 * most explained events this keeps what the verdict needs. Not thread-safe.
 *
 * <p>A cursor holds, for each thread, how many of its events are explained.
 */
final class Frontier {
  private final Trace trace;
  private final int events;

  private int explained = -1;
  private int[] cursor = {};
  private @Nullable Value memory;

  Frontier(Trace trace) {
    this.trace = trace;
    events = trace.events();
  }

  /** The threads, from 0, whose next event did not begin after that of another had ended. */
  List<Integer> ready(int[] at) {
    List<Integer> ready = new ArrayList<>(at.length);
    long firstEnd = Long.MAX_VALUE;
    for (int thread = 0; thread < at.length; thread++) {
      if (at[thread] < trace.threads().get(thread).size()) {
        ready.add(thread);
        firstEnd = Math.min(firstEnd, next(at, thread).after());
      }
    }
    long end = firstEnd;
    ready.removeIf(thread -> next(at, thread).before() > end);
    return ready;
  }

  /** All other events are explained, and had ended when the next event of this thread began. */
  boolean isLast(int[] at, int thread) {
    long begin = next(at, thread).before();
    for (int other = 0; other < at.length; other++) {
      List<TraceEvent> others = trace.threads().get(other);
      int left = others.size() - at[other];
      int last = at[other] - 1;
      if (left != (other == thread ? 1 : 0) || (last >= 0 && others.get(last).after() >= begin)) {
        return false;
      }
    }
    return true;
  }

  private TraceEvent next(int[] at, int thread) {
    return trace.threads().get(thread).get(at[thread]);
  }

  /** A state in which as many events of each thread are explained as {@code at} says. */
  void reached(int[] at, Value held) {
    int sum = 0;
    for (int count : at) {
      sum += count;
    }
    if (sum > explained) {
      explained = sum;
      cursor = at;
      memory = held;
    }
  }

  /** What TLC's search has shown, once it is over. */
  TraceVerdict verdict() {
    if (explained == events) {
      return new TraceVerdict(true, events, explained, null, null);
    }
    // Every event that could come next is ready here, and none has an explanation. The one that
    // ended
    // first is the first that the specification does not allow.
    TraceEvent blocked = ready(cursor).stream()
        .map(thread -> next(cursor, thread))
        .min(Comparator.comparingLong(TraceEvent::after))
        .orElseThrow();
    int slot = (int) Math.floorMod(blocked.seq(), (long) trace.slots());
    return new TraceVerdict(false, events, explained, blocked, held(slot));
  }

  private static String content(FcnRcdValue ring, int slot) {
    Value content = ring.select(IntValue.gen(slot));
    return content == null ? "nothing" : content.toString();
  }

  /** What the memory held: for a ring, this slot; otherwise the value. */
  private String held(int slot) {
    if (!(memory instanceof RecordValue parts)) {
      return String.valueOf(memory);
    }
    List<String> held = new ArrayList<>();
    for (int i = 0; i < parts.names.length; i++) {
      held.add(
          parts.values[i] instanceof FcnRcdValue ring
              ? "slot " + slot + " of " + parts.names[i] + " held " + content(ring, slot)
              : parts.names[i] + " was " + parts.values[i]);
    }
    return String.join(", ", held);
  }
}

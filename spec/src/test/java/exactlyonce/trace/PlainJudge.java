package exactlyonce.trace;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tries every order of a small trace's events that their timestamps allow, on a {@link PlainSystem}. */
final class PlainJudge {
  private final List<List<TraceEvent>> threads;
  private final Set<List<Object>> seen = new HashSet<>();

  private PlainJudge(Trace trace) {
    threads = trace.threads();
  }

  /** Whether one of these orders is legal. */
  static boolean accepts(Trace trace) {
    PlainJudge judge = new PlainJudge(trace);
    return judge.explains(
        new int[trace.threads().size()], new PlainSystem(trace.kind(), trace.window()));
  }

  private boolean explains(int[] explained, PlainSystem system) {
    boolean all = true;
    for (int thread = 0; thread < explained.length; thread++) {
      all &= explained[thread] == threads.get(thread).size();
    }
    if (all) {
      return true;
    }
    if (!seen.add(
        List.of(Arrays.hashCode(explained), Arrays.toString(explained), system.content()))) {
      return false;
    }
    for (int thread = 0; thread < explained.length; thread++) {
      if (mayBeNext(explained, thread)) {
        TraceEvent event = threads.get(thread).get(explained[thread]);
        int[] next = explained.clone();
        next[thread]++;
        for (PlainSystem after : system.after(event)) {
          if (explains(next, after)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** No event that is left ended before this one began; at the end of the run, no other is left. */
  private boolean mayBeNext(int[] explained, int thread) {
    if (explained[thread] == threads.get(thread).size()) {
      return false;
    }
    TraceEvent next = threads.get(thread).get(explained[thread]);
    boolean isEnd = next.action().equals("End");
    for (int other = 0; other < explained.length; other++) {
      for (int i = 0; i < threads.get(other).size(); i++) {
        TraceEvent each = threads.get(other).get(i);
        boolean isLeft = i >= explained[other] && !each.equals(next);
        if (isLeft && (isEnd || each.after() < next.before())) {
          return false;
        }
        if (isEnd && !each.equals(next) && each.after() >= next.before()) {
          return false;
        }
      }
    }
    return true;
  }
}

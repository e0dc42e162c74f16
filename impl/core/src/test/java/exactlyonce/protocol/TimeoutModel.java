package exactlyonce.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * When a sender asks, when it sends again, and what it learns from the answers: the rules of {@link
 * RoundTrips}, {@link Overtaking} and {@link Questions}, by message instead of by slot, without jitter.
 */
final class TimeoutModel {
  private static final class Timeout {
    long began;
    long grown; // 0 if it is the first
    boolean ended;
  }

  private final int windowSize;
  private final long initial;
  private final long max;
  private final Map<Long, Timeout> timeouts = new HashMap<>();
  private final Set<Long> asked = new HashSet<>();
  private final Set<Long> permitted = new HashSet<>();
  private final Set<Long> resent = new HashSet<>();
  private final Set<Long> resentSincePoll = new HashSet<>();

  private final Set<Long> inProgress = new HashSet<>();

  private long newest = -1; // decided
  private long heard;
  private long lastPoll;
  private long smoothed = -1;
  private long variation;
  private long first;

  TimeoutModel(int windowSize, long initial, long max) {
    this.windowSize = windowSize;
    this.initial = initial;
    this.max = max;
    first = initial;
  }

  /** Returns the messages that are asked about in a poll. */
  List<Long> due(long next, LongPredicate isOpen, long now) {
    List<Long> due = new ArrayList<>();
    long slowest = -1;
    int late = 0;
    long longest = 0;
    List<Long> decided = new ArrayList<>();
    for (long seq = 0; seq < next; seq++) {
      Timeout timeout = timeouts.get(seq);
      if (isOpen.test(seq)) {
        if (timeout == null) {
          timeout = new Timeout();
          timeout.began = now;
          timeouts.put(seq, timeout);
        } else if (resentSincePoll.remove(seq)) {
          timeout.began = now;
        }
        long current = timeout.grown == 0 ? first : timeout.grown;
        if (now > timeout.began && now - timeout.began >= current) {
          boolean lost = seq < newest && heard >= timeout.began && !inProgress.contains(seq);
          timeout.grown = lost ? 0 : Math.min(2 * current, max);
          timeout.began = now;
          asked(seq);
          due.add(seq);
        }
      } else if (timeout == null) {
        Timeout none = new Timeout();
        none.ended = true;
        timeouts.put(seq, none);
        long slot = seq;
        // What is older was not seen: its slot has been taken.
        if (seq >= next - windowSize
            && asked.stream().noneMatch(other -> other >= slot && isInSlotOf(slot, other))) {
          slowest = Math.max(slowest, 0);
          decided.add(seq);
        }
      } else if (!timeout.ended) {
        timeout.ended = true;
        decided.add(seq);
        long slot = seq;
        if (asked.stream().noneMatch(other -> other >= slot && isInSlotOf(slot, other))) {
          slowest = Math.max(slowest, now - timeout.began);
        } else if (!resent.contains(seq)
            && asked.stream().noneMatch(other -> other > slot && isInSlotOf(slot, other))) {
          long its = timeout.grown == 0 ? first : timeout.grown;
          late++;
          longest = Math.max(longest, its);
        }
      }
    }
    if (slowest >= 0) {
      measure(Math.min(slowest, max), now - lastPoll);
    } else {
      for (int i = 0; i < late; i++) {
        first = Math.max(first, Math.min(longest, Math.min(2 * first, max)));
      }
    }
    lastPoll = now;
    for (long seq : decided) {
      newest = Math.max(newest, seq);
      heard = now;
    }
    return due;
  }

  private boolean isInSlotOf(long seq, long other) {
    return (other - seq) % windowSize == 0;
  }

  private void measure(long nanos, long resolution) {
    if (smoothed < 0) {
      smoothed = nanos;
      variation = nanos / 2;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
    first = Math.max(initial, Math.min(max, smoothed + Math.max(4 * variation, resolution)));
  }

  /** CHECK or SEAL is sent. */
  void asked(long seq) {
    asked.add(seq);
  }

  /** CHECK or SEAL is sent by a poll. */
  void begin(long seq) {
    permitted.add(seq);
    inProgress.remove(seq);
  }

  /** IN_PROGRESS has arrived. */
  void inProgress(long seq) {
    if (permitted.contains(seq)) {
      inProgress.add(seq);
    }
  }

  /** UNKNOWN has arrived; returns whether the message is sent again if it is pending. */
  boolean resends(long seq) {
    if (!permitted.remove(seq)) {
      return false;
    }
    inProgress.remove(seq);
    resent.add(seq);
    resentSincePoll.add(seq);
    return true;
  }
}

package exactlyonce.trace;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The kinds of single faults that are put into a trace. Each needs room between the timestamps. */
enum Fault {
  EVENT_DROPPED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      trace.remove(trace.any(random));
      return true;
    }
  },
  EVENT_REPEATED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      trace.insertAfter(event, FaultyTrace.at(event, event.after() + 1));
      return true;
    }
  },
  NEIGHBOURS_SWAPPED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      List<TraceEvent> thread = trace.threadOf(trace.any(random));
      if (thread.size() < 2) {
        return false;
      }
      int first = random.nextInt(thread.size() - 1);
      return trace.swap(thread.get(first), thread.get(first + 1));
    }
  },
  TWO_OF_A_THREAD_SWAPPED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      List<TraceEvent> thread = trace.threadOf(trace.any(random));
      return trace.swap(
          thread.get(random.nextInt(thread.size())), thread.get(random.nextInt(thread.size())));
    }
  },
  TWO_OF_THREADS_SWAPPED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      return trace.swap(trace.any(random), trace.any(random));
    }
  },
  THREAD_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      trace.remove(event);
      trace.addThread(FaultyTrace.withThread(event, "other"));
      return true;
    }
  },
  THREAD_CUT_OFF {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      List<TraceEvent> thread = trace.threadOf(event);
      thread.subList(thread.indexOf(event), thread.size()).clear();
      return true;
    }
  },
  MOVED_EARLIER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      return move(trace, trace.any(random), -1, random, true);
    }
  },
  MOVED_LATER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      return move(trace, trace.any(random), 1, random, true);
    }
  },
  COPIED_EARLIER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      return move(trace, trace.any(random), -1, random, false);
    }
  },
  COPIED_LATER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      return move(trace, trace.any(random), 1, random, false);
    }
  },
  FRAME_RECEIVED_AGAIN {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.action().startsWith("Receive"));
      return event != null && move(trace, event, 1, random, false);
    }
  },
  BEGINS_EARLIER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      List<TraceEvent> thread = trace.threadOf(event);
      int at = thread.indexOf(event);
      long least = at == 0 ? 0 : thread.get(at - 1).after() + 1;
      long before = Math.max(least, event.before() - random.nextLong(1, 40L * FaultyTrace.ROOM));
      return before < event.before()
          && trace.replace(event, FaultyTrace.between(event, before, event.after()));
    }
  },
  ENDS_LATER {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      List<TraceEvent> thread = trace.threadOf(event);
      int at = thread.indexOf(event);
      long most =
          at == thread.size() - 1 ? Long.MAX_VALUE / 2 : thread.get(at + 1).before() - 1;
      long after = Math.min(most, event.after() + random.nextLong(1, 40L * FaultyTrace.ROOM));
      return after > event.after()
          && trace.replace(event, FaultyTrace.between(event, event.before(), after));
    }
  },
  LASTS_AN_INSTANT {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      long time = random.nextLong(event.before(), event.after());
      return trace.replace(event, FaultyTrace.between(event, time, time + 1));
    }
  },
  SEQ_ONE_OFF {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.seq() >= 0);
      long seq = event == null ? -1 : event.seq() + (random.nextBoolean() ? 1 : -1);
      return seq >= 0 && trace.replace(event, ChangeableTrace.withSeq(event, seq));
    }
  },
  SEQ_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.seq() >= 0);
      TraceEvent other = trace.any(random, e -> e.seq() >= 0);
      return event != null
          && other.seq() != event.seq()
          && trace.replace(event, ChangeableTrace.withSeq(event, other.seq()));
    }
  },
  RESULT_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.result() != null);
      return event != null && changeResult(trace, event, random);
    }
  },
  OUTCOME_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event =
          trace.any(random, e -> "DECIDED".equals(e.result()) || "IGNORED".equals(e.result()));
      return event != null && changeResult(trace, event, random);
    }
  },
  ANSWER_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      List<String> answers = List.of(
          "ReceiveAck", "ReceiveRejected", "ReceiveSealed", "ReceiveUnknown", "ReceiveInProgress");
      TraceEvent event = trace.any(random, e -> answers.contains(e.action()));
      return event != null && changeAction(trace, event, answers, random);
    }
  },
  ACTION_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random);
      return changeAction(trace, event, List.copyOf(trace.kind().actions().keySet()), random);
    }
  },
  END_OF_HANDLER_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      List<String> ends = List.of("Deliver", "Reject", "Fail");
      TraceEvent event = trace.any(random, e -> ends.contains(e.action()));
      return event != null && changeAction(trace, event, ends, random);
    }
  },
  REPLY_CHANGED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.reply() != null);
      return event != null && trace.replace(event, ChangeableTrace.withReply(event, "00000000"));
    }
  },
  REPLY_LEFT_OUT_OR_ADDED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(
          random,
          e -> e.action().equals("Deliver")
              || (e.action().equals("ReceiveAck") && "DECIDED".equals(e.result())));
      return event != null
          && trace.replace(
              event, ChangeableTrace.withReply(event, event.reply() == null ? "0123abcd" : null));
    }
  },
  EVENT_ADDED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent like = trace.any(random);
      TraceEvent added = FaultyTrace.withThread(FaultyTrace.at(like, like.after() + 1), "other");
      trace.addThread(added);
      return changeAction(trace, added, List.copyOf(trace.kind().actions().keySet()), random);
    }
  },
  END_ADDED_OR_MOVED {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent end = trace.any(random, e -> e.action().equals("End"));
      if (end != null && random.nextBoolean()) {
        trace.remove(end);
      }
      long time = trace.any(random).after() + 1;
      trace.addThread(new TraceEvent("other", "End", 0, 0, -1, null, null, time, time + 1, 0));
      return true;
    }
  },
  SESSION_CHANGED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.session() > 0);
      long session = event == null ? 0 : event.session() + (random.nextBoolean() ? 1 : -1);
      return session > 0
          && trace.replace(event, FaultyTrace.withIds(event, session, event.nonce()));
    }
  },
  NONCE_CHANGED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> e.nonce() > 0);
      long nonce = event == null ? 0 : event.nonce() + (random.nextBoolean() ? 1 : -1);
      return nonce > 0 && trace.replace(event, FaultyTrace.withIds(event, event.session(), nonce));
    }
  },
  CRASH_DROPPED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent crash = trace.any(random, IS_CRASH);
      if (crash != null) {
        trace.remove(crash);
      }
      return crash != null;
    }
  },
  CRASH_MOVED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent crash = trace.any(random, IS_CRASH);
      return crash != null && move(trace, crash, random.nextBoolean() ? 1 : -1, random, true);
    }
  },
  CRASH_ADDED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      long time = trace.any(random).after() + 1;
      boolean isSender = random.nextBoolean();
      String result = isSender ? null : random.nextBoolean() ? "KEPT" : "LOST";
      String action = isSender ? "SenderCrash" : "ReceiverCrash";
      trace.addThread(new TraceEvent("other", action, 0, 0, -1, result, null, time, time + 1, 0));
      return true;
    }
  },
  STEP_CUT_SHORT(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event = trace.any(random, e -> trace.action(e).mayBeCut());
      return event != null
          && trace.replace(
              event, trace.adjusted(ChangeableTrace.withResult(event, "CRASHED"), random));
    }
  },
  DOUBT_CHANGED(true) {
    @Override
    boolean change(FaultyTrace trace, RandomGenerator random) {
      TraceEvent event =
          trace.any(random, e -> e.action().equals("Doubt") || e.action().equals("Submit"));
      if (event == null) {
        return false;
      }
      if (event.action().equals("Doubt") && random.nextBoolean()) {
        trace.remove(event);
        return true;
      }
      long time = trace.any(random).after() + 1;
      trace.addThread(FaultyTrace.withThread(
          FaultyTrace.at(
              ChangeableTrace.withResult(ChangeableTrace.withAction(event, "Doubt"), null), time),
          "other"));
      return true;
    }
  };

  static final Predicate<TraceEvent> IS_CRASH = e -> e.action().endsWith("Crash");

  private final boolean ofCrashes;

  Fault() {
    this(false);
  }

  Fault(boolean ofCrashes) {
    this.ofCrashes = ofCrashes;
  }

  /** The kinds that a trace of this kind can have. */
  static List<Fault> of(TraceKind kind) {
    return Stream.of(values())
        .filter(fault -> kind.crashes() || !fault.ofCrashes)
        .toList();
  }

  /** Puts one fault of this kind into a trace; false if there is no place for it. */
  abstract boolean change(FaultyTrace trace, RandomGenerator random);

  /** The event takes place before or after some others; instead of, or as well as, at its time. */
  private static boolean move(
      FaultyTrace trace, TraceEvent event, int direction, RandomGenerator random, boolean only) {
    TraceEvent next = trace.any(
        random, e -> direction > 0 ? e.before() > event.after() : e.after() < event.before());
    if (next == null) {
      return false;
    }
    if (only) {
      trace.remove(event);
    }
    trace.addThread(FaultyTrace.withThread(FaultyTrace.at(event, next.after() + 1), "other"));
    return true;
  }

  private static boolean changeResult(FaultyTrace trace, TraceEvent event, RandomGenerator random) {
    List<String> others = trace.action(event).results().stream()
        .filter(result -> !result.equals(event.result()))
        .sorted()
        .toList();
    if (others.isEmpty()) {
      return false;
    }
    String result = others.get(random.nextInt(others.size()));
    return trace.replace(event, trace.adjusted(ChangeableTrace.withResult(event, result), random));
  }

  private static boolean changeAction(
      FaultyTrace trace, TraceEvent event, List<String> actions, RandomGenerator random) {
    List<String> others = actions.stream()
        .filter(action -> !action.equals(event.action()))
        .sorted()
        .toList();
    TraceEvent changed =
        ChangeableTrace.withAction(event, others.get(random.nextInt(others.size())));
    return trace.replace(event, trace.adjusted(changed, random));
  }
}

package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import exactlyonce.window.Outbox;
import exactlyonce.window.Outcome;
import exactlyonce.window.SendState;
import exactlyonce.window.SendWindow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The races of {@link SendWindow}. */
public final class SendWindowClients {
  /** A window; what a producer did before its append; what a listener did. */
  private static final class Messages {
    final SendWindow<String> window;
    final long[] made = Plain.variables("made", 4);
    final long[] reported = Plain.variables("reported", 4);

    Messages(SendWindow<String> window) {
      this.window = window;
    }

    /** Creates a window in which message 0, "a", is pending. */
    static Messages pending(int windowSize) {
      Messages messages = new Messages(new SendWindow<>(windowSize));
      messages.append("a");
      return messages;
    }

    /** Returns the number; notes whether the report of the message before in the slot is seen. */
    long append(String payload) {
      made[made(payload)] = 1;
      long seq = window.append(payload);
      note("append=" + seq);
      return seq;
    }

    /** Appends, and notes whether the report of message 0 is seen, whose slot it took. */
    void appendAfterFirst(String payload) {
      if (append(payload) == window.windowSize()) {
        note("after-report=" + reported[0]);
      }
    }

    void resolve(long seq, Outcome outcome) {
      boolean decided = window.resolve(seq, outcome, null, this::report);
      note("decided=" + decided);
    }

    private void report(long seq, String payload, Outcome outcome, @Nullable Object reply) {
      note("report-" + seq + "=" + payload + made[made(payload)]);
      reported[(int) seq] = 1;
    }

    /** A resend of what another thread has made. */
    void payload(long seq) {
      String payload = window.payload(seq);
      note("payload-" + seq + "=" + (payload == null ? "null" : payload + made[made(payload)]));
    }

    void state(long seq) {
      SendState state = window.state(seq);
      boolean isReported = state == SendState.DELIVERED || state == SendState.NOT_DELIVERED;
      note(isReported ? state + "-reported=" + reported[(int) seq] : state);
    }

    private static int made(String payload) {
      return payload.charAt(0) - 'a';
    }
  }

  private SendWindowClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("LastSlot", "two producers: one gets the slot, and its payload is there", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(() -> messages.append("a"), () -> messages.append("b"))
              .then(() -> messages.payload(0))
              .check(outcome -> outcome.count("append=0") == 1 && outcome.count("append=-1") == 1)
              .check(outcome ->
                  outcome.has(2, outcome.has(0, "append=0") ? "payload-0=a1" : "payload-0=b1"));
        }),
        new Client("TwoSlots", "two producers get a slot each", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(() -> messages.append("a"), () -> messages.append("b"))
              .then(() -> {
                messages.payload(0);
                messages.payload(1);
              })
              .check(outcome -> outcome.count("append=0") == 1 && outcome.count("append=1") == 1)
              .check(outcome -> outcome.last().stream().noneMatch(note -> note.endsWith("null")));
        }),
        new Client("ResolveResolve", "one of two decides, and reports the payload once", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED))
              .check(outcome -> outcome.count("report-0=a1") == 1)
              .check(outcome -> outcome.count("decided=true") == 1);
        }),
        new Client("ResolveResolveCancel", "the same, while it is cancelled", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED),
                  () -> note("cancel=" + messages.window.cancel(0)))
              .check(outcome -> outcome.count("report-0=a1") == 1)
              .check(outcome -> outcome.count("decided=true") == 1);
        }),
        new Client("AppendResolve", "what the producer did is seen by the report", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(
                  () -> messages.append("a"), () -> messages.resolve(0, Outcome.DELIVERED))
              .check(outcome -> outcome.has(1, "report-0=a1") == outcome.has(1, "decided=true"));
        }),
        new Client("AppendCancelResolve", "the same if it is cancelled in between", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(
                  () -> messages.append("a"),
                  () -> note("cancel=" + messages.window.cancel(0)),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED))
              .check(outcome -> outcome.has(2, "report-0=a1") == outcome.has(2, "decided=true"));
        }),
        new Client("AppendResend", "what the producer did is seen by a resend", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(() -> messages.append("a"), () -> messages.payload(0))
              .check(outcome -> outcome.has(1, "payload-0=a1") || outcome.has(1, "payload-0=null"));
        }),
        new Client("ResendAgainstNext", "no resend carries the payload of another message", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> {
                    messages.resolve(0, Outcome.DELIVERED);
                    messages.append("b");
                  },
                  () -> messages.payload(0))
              .check(outcome -> outcome.has(1, "payload-0=a1") || outcome.has(1, "payload-0=null"));
        }),
        new Client("ResendAgainstResolveAndNext", "the same with three threads", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.append("b"),
                  () -> messages.payload(0))
              .check(outcome -> outcome.has(2, "payload-0=a1") || outcome.has(2, "payload-0=null"));
        }),
        new Client("ResendOfNext", "a resend of the next message carries its payload", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.append("b"),
                  () -> messages.payload(1))
              .check(outcome -> outcome.has(2, "payload-1=b1") || outcome.has(2, "payload-1=null"));
        }),
        new Client("CancelAgainstResend", "a message that is cancelled is no longer resent", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(() -> note("cancel=" + messages.window.cancel(0)), () -> {
                messages.state(0);
                messages.payload(0);
              })
              .check(outcome -> !outcome.has(1, "SEALING") || outcome.has(1, "payload-0=null"));
        }),
        new Client("ReportBeforeNext", "the slot is free only after the report", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.appendAfterFirst("b"))
              .check(outcome -> !outcome.has(1, "after-report=0"));
        }),
        new Client("ReportBeforeNextOfTwo", "the same, and one of two producers gets it", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.appendAfterFirst("b"),
                  () -> messages.appendAfterFirst("c"))
              .check(outcome -> outcome.count("after-report=0") == 0)
              .check(outcome -> outcome.count("append=1") <= 1);
        }),
        new Client(
            "StateAfterReport", "a thread that finds a message decided sees its report", () -> {
              Messages messages = Messages.pending(1);
              return Threads.of(
                      () -> messages.resolve(0, Outcome.DELIVERED), () -> messages.state(0))
                  .check(outcome -> !outcome.has(1, "DELIVERED-reported=0"));
            }),
        new Client("AllDecided", "whoever finds all decided sees the reports", () -> {
          Messages messages = Messages.pending(2);
          return Threads.of(() -> messages.resolve(0, Outcome.DELIVERED), () -> {
                boolean all = messages.window.allDecided();
                note(all ? "all-reported=" + messages.reported[0] : "not-all");
              })
              .check(outcome -> !outcome.has(1, "all-reported=0"));
        }),
        new Client("CloseAgainstAppend", "after close no number is assigned", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> {
                    messages.window.close();
                    messages.append("a");
                    note("next=" + messages.window.next());
                  },
                  () -> messages.append("b"))
              .then(() -> note("next=" + messages.window.next()))
              .check(outcome -> outcome.has(0, "append=-3"))
              .check(outcome -> outcome.has(2, outcome.has(1, "append=0") ? "next=1" : "next=0"))
              .check(outcome -> outcome.has(0, outcome.last().get(0)));
        }),
        new Client("GoneAgainstAppend", "what was assigned before it was gone is decided", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> {
                    messages.window.gone();
                    note("next=" + messages.window.next());
                    messages.resolve(0, Outcome.IN_DOUBT);
                  },
                  () -> messages.append("b"))
              .then(() -> note("gone=" + messages.window.isGone() + messages.append("c")))
              .check(outcome -> outcome.has(2, "gone=true-4"));
        }),
        new Client("CloseAgainstGone", "neither undoes the other", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> messages.window.close(),
                  () -> messages.window.gone(),
                  () -> messages.append("a"))
              .then(() -> note("gone=" + messages.window.isGone() + messages.append("c")))
              .check(outcome -> outcome.has(3, "gone=true-4"));
        }),
        new Client("GapSealedTwice", "a number without a message is sealed once", () -> {
          Messages messages = afterRestart();
          return Threads.of(
                  () -> {
                    messages.window.allDecided();
                    messages.resolve(0, Outcome.NOT_DELIVERED);
                  },
                  () -> note("all=" + messages.window.allDecided()))
              .then(() -> {
                messages.state(0);
                note("next=" + messages.window.next());
              })
              .check(outcome -> outcome.has(1, "all=false"))
              .check(outcome -> outcome.has(2, "next=2") && !outcome.has(2, "UNSENT"));
        }),
        new Client("GapAgainstAppend", "a number is used up by a message or as a gap", () -> {
          Messages messages =
              new Messages(new SendWindow<>(2, Outbox.NONE, Map.of(1L, "b"), Set.of()));
          return Threads.of(
                  () -> {
                    messages.window.close();
                    messages.window.allDecided();
                  },
                  () -> messages.append("a"))
              .then(() -> messages.state(0))
              .check(outcome -> outcome.has(2, outcome.has(1, "append=0") ? "PENDING" : "SEALING"));
        }));
  }

  /** A closed window with a message 1, whose message 0 was never appended. */
  private static Messages afterRestart() {
    SendWindow<String> window = new SendWindow<>(2, Outbox.NONE, Map.of(1L, "b"), Set.of());
    window.close();
    return new Messages(window);
  }
}

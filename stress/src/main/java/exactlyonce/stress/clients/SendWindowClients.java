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

    long append(String payload) {
      note("append-" + payload);
      made[made(payload)] = 1;
      long seq = window.append(payload);
      noteNumber(seq);
      return seq;
    }

    /** Appends, and notes whether the report of message 0 is seen, whose slot it took. */
    void appendAfterFirst(String payload) {
      note("appendAfterFirst-" + payload);
      made[made(payload)] = 1;
      long seq = window.append(payload);
      noteNumber(seq);
      if (seq == window.windowSize()) {
        note("afterReport-" + reported[0]);
      }
    }

    private static void noteNumber(long result) {
      if (result >= 0) {
        note("number-" + result);
      } else if (result == SendWindow.WINDOW_FULL) {
        note("WINDOW_FULL");
      } else {
        note(result == SendWindow.GONE ? "GONE" : "CLOSED");
      }
    }

    void resolve(long seq, Outcome outcome) {
      note("resolve-" + seq + "-" + outcome);
      note("decided-" + window.resolve(seq, outcome, null, this::report));
    }

    private void report(long seq, String payload, Outcome outcome, @Nullable Object reply) {
      note("report-" + seq + "-" + whole(payload));
      reported[(int) seq] = 1;
    }

    /** A resend of what another thread has made. */
    void payload(long seq) {
      note("payload-" + seq);
      String payload = window.payload(seq);
      note(payload == null ? "null" : whole(payload));
    }

    void cancel(long seq) {
      note("cancel-" + seq);
      note("cancelled-" + window.cancel(seq));
    }

    void state(long seq) {
      note("state-" + seq);
      SendState state = window.state(seq);
      boolean isReported = state == SendState.DELIVERED || state == SendState.NOT_DELIVERED;
      note(isReported ? state + "-reported-" + reported[(int) seq] : state);
    }

    void close() {
      note("close");
      window.close();
    }

    void gone() {
      note("gone");
      window.gone();
    }

    void isGone() {
      note("isGone");
      note(window.isGone());
    }

    void next() {
      note("next");
      note(window.next());
    }

    void allDecided() {
      note("allDecided");
      boolean all = window.allDecided();
      note(all);
      if (all) {
        note("reported-" + reported[0]);
      }
    }

    /** Returns the payload, or something else if what its producer did before is not seen. */
    private String whole(String payload) {
      return made[made(payload)] == 1 ? payload : payload + "-not-made";
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
              .check(outcome -> outcome.count("number-0") == 1 && outcome.count("WINDOW_FULL") == 1)
              .check(outcome -> outcome.has(2, outcome.has(0, "number-0") ? "a" : "b"));
        }),
        new Client("TwoSlots", "two producers get a slot each", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(() -> messages.append("a"), () -> messages.append("b"))
              .then(() -> {
                messages.payload(0);
                messages.payload(1);
              })
              .check(outcome -> outcome.count("number-0") == 1 && outcome.count("number-1") == 1)
              .check(outcome -> outcome.last().stream().noneMatch(note -> note.equals("null")));
        }),
        new Client("ResolveResolve", "one of two decides, and reports the payload once", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED))
              .check(outcome -> outcome.count("report-0-a") == 1)
              .check(outcome -> outcome.count("decided-true") == 1);
        }),
        new Client("ResolveResolveCancel", "the same, while it is cancelled", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED),
                  () -> messages.cancel(0))
              .check(outcome -> outcome.count("report-0-a") == 1)
              .check(outcome -> outcome.count("decided-true") == 1);
        }),
        new Client("AppendResolve", "what the producer did is seen by the report", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(
                  () -> messages.append("a"), () -> messages.resolve(0, Outcome.DELIVERED))
              .check(outcome -> outcome.has(1, "report-0-a") == outcome.has(1, "decided-true"));
        }),
        new Client("AppendCancelResolve", "the same if it is cancelled in between", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(
                  () -> messages.append("a"),
                  () -> messages.cancel(0),
                  () -> messages.resolve(0, Outcome.NOT_DELIVERED))
              .check(outcome -> outcome.has(2, "report-0-a") == outcome.has(2, "decided-true"));
        }),
        new Client("AppendResend", "what the producer did is seen by a resend", () -> {
          Messages messages = new Messages(new SendWindow<>(1));
          return Threads.of(() -> messages.append("a"), () -> messages.payload(0))
              .check(outcome -> outcome.has(1, "a") || outcome.has(1, "null"));
        }),
        new Client("ResendAgainstNext", "no resend carries the payload of another message", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> {
                    messages.resolve(0, Outcome.DELIVERED);
                    messages.append("b");
                  },
                  () -> messages.payload(0))
              .check(outcome -> outcome.has(1, "a") || outcome.has(1, "null"));
        }),
        new Client("ResendAgainstResolveAndNext", "the same with three threads", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.append("b"),
                  () -> messages.payload(0))
              .check(outcome -> outcome.has(2, "a") || outcome.has(2, "null"));
        }),
        new Client("ResendOfNext", "a resend of the next message carries its payload", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.append("b"),
                  () -> messages.payload(1))
              .check(outcome -> outcome.has(2, "b") || outcome.has(2, "null"));
        }),
        new Client("NothingToResend", "what is not resent is not found pending afterwards", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(() -> messages.resolve(0, Outcome.DELIVERED), () -> {
                messages.payload(0);
                messages.state(0);
              })
              .check(outcome -> !outcome.has(1, "null") || !outcome.has(1, "PENDING"));
        }),
        new Client("CancelOfAppended", "the outbox is told after the append, and sees it", () -> {
          long[] entries = Plain.variables("entries", 1);
          Messages messages = new Messages(new SendWindow<>(
              1,
              new Outbox<>() {
                @Override
                public void append(long seq, String payload) {
                  entries[(int) seq] = 1;
                }

                @Override
                public void cancelled(long seq) {
                  entries[(int) seq] = 2;
                }
              },
              Map.of(),
              Set.of()));
          return Threads.of(() -> messages.append("a"), () -> messages.cancel(0));
        }),
        new Client("CancelAgainstResend", "a message that is cancelled is no longer resent", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(() -> messages.cancel(0), () -> {
                messages.state(0);
                messages.payload(0);
              })
              .check(outcome -> !outcome.has(1, "SEALING") || outcome.has(1, "null"));
        }),
        new Client("ReportBeforeNext", "the slot is free only after the report", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.appendAfterFirst("b"))
              .check(outcome -> !outcome.has(1, "afterReport-0"));
        }),
        new Client("ReportBeforeNextOfTwo", "the same, and one of two producers gets it", () -> {
          Messages messages = Messages.pending(1);
          return Threads.of(
                  () -> messages.resolve(0, Outcome.DELIVERED),
                  () -> messages.appendAfterFirst("b"),
                  () -> messages.appendAfterFirst("c"))
              .check(outcome -> outcome.count("afterReport-0") == 0)
              .check(outcome -> outcome.count("number-1") <= 1);
        }),
        new Client(
            "StateAfterReport", "a thread that finds a message decided sees its report", () -> {
              Messages messages = Messages.pending(1);
              return Threads.of(
                      () -> messages.resolve(0, Outcome.DELIVERED), () -> messages.state(0))
                  .check(outcome -> !outcome.has(1, "DELIVERED-reported-0"));
            }),
        new Client("AllDecided", "whoever finds all decided sees the reports", () -> {
          Messages messages = Messages.pending(2);
          return Threads.of(() -> messages.resolve(0, Outcome.DELIVERED), () -> {
                messages.allDecided();
              })
              .check(outcome -> !outcome.has(1, "reported-0"));
        }),
        new Client("CloseAgainstAppend", "after close no number is assigned", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> {
                    messages.close();
                    messages.append("a");
                    messages.next();
                  },
                  () -> messages.append("b"))
              .then(() -> messages.next())
              .check(outcome -> outcome.has(0, "CLOSED"))
              .check(outcome -> outcome.has(2, outcome.has(1, "number-0") ? "1" : "0"))
              .check(outcome -> outcome.has(0, outcome.last().get(1)));
        }),
        new Client("GoneAgainstAppend", "what was assigned before it was gone is decided", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> {
                    messages.gone();
                    messages.next();
                    messages.resolve(0, Outcome.IN_DOUBT);
                  },
                  () -> messages.append("b"))
              .then(() -> {
                messages.isGone();
                messages.append("c");
              })
              .check(outcome -> outcome.has(2, "true") && outcome.has(2, "GONE"));
        }),
        new Client("CloseAgainstGone", "neither undoes the other", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          return Threads.of(
                  () -> messages.close(), () -> messages.gone(), () -> messages.append("a"))
              .then(() -> {
                messages.isGone();
                messages.append("c");
              })
              .check(outcome -> outcome.has(3, "true") && outcome.has(3, "GONE"));
        }),
        new Client("GoneBeforeClosed", "whoever is told GONE sees what came before", () -> {
          Messages messages = new Messages(new SendWindow<>(2));
          long[] before = Plain.variables("before", 1);
          return Threads.of(
              () -> {
                before[0] = 1;
                messages.gone();
              },
              () -> messages.close(),
              () -> {
                if (messages.append("a") == SendWindow.GONE) {
                  before[0] = 2; // a race, unless it is seen
                }
              });
        }),
        new Client("ClosedBeforeGap", "whoever is told CLOSED sees what came before", () -> {
          Messages messages = openAfterRestart();
          long[] before = Plain.variables("before", 1);
          return Threads.of(
              () -> {
                before[0] = 1;
                messages.close();
              },
              () -> messages.allDecided(),
              () -> {
                if (messages.append("a") == SendWindow.CLOSED) {
                  before[0] = 2; // a race, unless it is seen
                }
              });
        }),
        new Client("GapSealedTwice", "a number without a message is sealed once", () -> {
          Messages messages = afterRestart();
          return Threads.of(
                  () -> {
                    messages.allDecided();
                    messages.resolve(0, Outcome.NOT_DELIVERED);
                  },
                  () -> messages.allDecided())
              .then(() -> {
                messages.state(0);
                messages.next();
              })
              .check(outcome -> outcome.has(1, "false"))
              .check(outcome -> outcome.has(2, "2") && !outcome.has(2, "UNSENT"));
        }),
        new Client("GapAgainstAppend", "a number is used up by a message or as a gap", () -> {
          Messages messages = openAfterRestart();
          return Threads.of(
                  () -> {
                    messages.close();
                    messages.allDecided();
                  },
                  () -> messages.append("a"))
              .then(() -> messages.state(0))
              .check(outcome -> outcome.has(2, outcome.has(1, "number-0") ? "PENDING" : "SEALING"));
        }));
  }

  /** A window with a message 1, whose message 0 was never appended. */
  private static Messages openAfterRestart() {
    return new Messages(new SendWindow<>(2, Outbox.NONE, Map.of(1L, "b"), Set.of()));
  }

  /** The same, closed. */
  private static Messages afterRestart() {
    Messages messages = openAfterRestart();
    messages.window.close();
    return messages;
  }
}

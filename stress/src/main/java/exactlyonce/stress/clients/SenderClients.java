package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.protocol.Status;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import exactlyonce.window.Outbox;
import exactlyonce.window.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The races of {@link Sender} besides those of its window. */
public final class SenderClients {
  private static final class SendingSide extends NotedRequests {
    final Sender<String, String> sender;

    SendingSide(int windowSize) {
      this(windowSize, Outbox.NONE);
    }

    SendingSide(int windowSize, Outbox<? super String> outbox) {
      sender = new Sender<>(
          windowSize,
          ReplyMode.WITHOUT_REPLIES,
          outbox,
          Map.of(),
          Set.of(),
          this,
          SendingSide::report,
          new RetryPolicy(1, 4));
    }

    static void report(long seq, String payload, Outcome outcome, @Nullable String reply) {
      note("report-" + seq + "-" + outcome);
    }

    /** Message 0 was sent, and asked about. */
    static SendingSide asking(int windowSize) {
      SendingSide side = new SendingSide(windowSize);
      side.sender.trySubmit("a");
      side.sender.poll(0);
      side.sender.poll(10);
      return side;
    }
  }

  private SenderClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("PollPoll", "one polls at a time, and sees what the last one left", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(() -> side.sender.poll(20), () -> side.sender.poll(20))
              .check(outcome -> outcome.count("check-0") == 1);
        }),
        new Client("UnknownUnknown", "two answers to one CHECK: one resend", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(
                  () -> side.sender.status(0, Status.UNKNOWN),
                  () -> side.sender.status(0, Status.UNKNOWN))
              .check(outcome -> outcome.count("data-0-a") == 1);
        }),
        new Client("UnknownAgainstPoll", "a resend for each CHECK, at most", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(() -> side.sender.status(0, Status.UNKNOWN), () -> side.sender.poll(20))
              .check(outcome -> outcome.count("data-0-a") == 1);
        }),
        new Client("UnknownAgainstNext", "no DATA carries the payload of another message", () -> {
          SendingSide side = SendingSide.asking(1);
          return Threads.of(
                  () -> side.sender.status(0, Status.UNKNOWN),
                  () -> side.sender.ack(0, null),
                  () -> note("submit=" + side.sender.trySubmit("b")))
              .check(outcome -> outcome.notes().stream()
                  .flatMap(List::stream)
                  .filter(note -> note.startsWith("data"))
                  .allMatch(note -> note.equals("data-0-a") || note.equals("data-1-b")));
        }),
        new Client("AckAck", "two ACKs: one report", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(() -> side.sender.ack(0, null), () -> side.sender.ack(0, null))
              .check(outcome -> outcome.count("report-0-DELIVERED") == 1);
        }),
        new Client("AckAgainstPoll", "a poll leaves alone what is decided", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(() -> side.sender.ack(0, null), () -> side.sender.poll(20))
              .then(() -> side.sender.poll(40))
              .check(outcome -> !outcome.has(2, "check-0"));
        }),
        new Client("AckAgainstCancel", "a report, and a SEAL at most", () -> {
          SendingSide side = SendingSide.asking(2);
          return Threads.of(() -> side.sender.ack(0, null), () -> side.sender.cancel(0))
              .check(outcome -> outcome.count("report-0-DELIVERED") == 1);
        }),
        new Client("GoneAgainstSubmit", "what is submitted is in doubt once it is gone", () -> {
          SendingSide side = new SendingSide(2);
          return Threads.of(
                  () -> {
                    side.sender.gone();
                    side.sender.poll(0);
                  },
                  () -> note("submit=" + side.sender.trySubmit("a")))
              .then(() -> side.sender.poll(1))
              .check(outcome -> outcome.count("report-0-IN_DOUBT") == outcome.count("submit=0"));
        }),
        new Client("FailureIsSeen", "whoever is refused sees how the outbox has failed", () -> {
          long[] written = Plain.variables("written", 1);
          SendingSide side = new SendingSide(2, (seq, payload) -> {
            written[0] = 1;
            throw new IllegalStateException("the disk is full");
          });
          return Threads.of(
                  () -> {
                    try {
                      side.sender.trySubmit("a");
                    } catch (IllegalStateException e) {
                      note("failed");
                    }
                  },
                  () -> {
                    try {
                      side.sender.requireNotFailed();
                      note("works");
                    } catch (SenderFailedException e) {
                      note("refused-" + written[0]);
                    }
                  })
              .check(outcome -> outcome.has(0, "failed") && !outcome.has(1, "refused-0"));
        }));
  }
}

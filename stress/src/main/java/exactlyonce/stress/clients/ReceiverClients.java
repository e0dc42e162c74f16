package exactlyonce.stress.clients;

import static exactlyonce.protocol.ReplyMode.WITHOUT_REPLIES;
import static exactlyonce.protocol.ReplyMode.WITH_REPLIES;

import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Outcome;
import exactlyonce.stress.exploration.Threads;
import java.util.List;

/** The races of {@link exactlyonce.protocol.Receiver}, and of the replies that it keeps. */
public final class ReceiverClients {
  private ReceiverClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client(
            "ReplyToDuplicate", "both copies get the reply of the one that took effect", () -> {
              ReceivingSide side = ReceivingSide.unordered(2, WITH_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.data(0))
                  .then(side::end)
                  .check(outcome -> outcome.has(2, "effects-1-0-0"))
                  .check(outcome -> acksAre(outcome, "ack-0-reply-0-sees-1"));
            }),
        new Client("ReplyToCheck", "a CHECK that is told DELIVERED sees effect and reply", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITH_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.check(0))
              .check(outcome -> acksAre(outcome, "ack-0-reply-0-sees-1"));
        }),
        new Client("ReplyAgainstSeal", "sealed, or with effect and reply", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITH_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.seal(0))
              .then(side::end)
              .check(outcome -> acksAre(outcome, "ack-0-reply-0-sees-1"))
              .check(
                  outcome -> !outcome.has(1, "status-0-SEALED") || outcome.has(2, "effects-0-0-0"));
        }),
        new Client("ReplyAgainstNextLap", "a duplicate gets no reply of a later message", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITH_REPLIES);
          side.data(0);
          return Threads.of(() -> side.data(1), () -> side.data(0))
              .check(ReceiverClients::repliesAreRight);
        }),
        new Client("ReplyAgainstTwoLaps", "nor of one two laps later", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITH_REPLIES);
          side.data(0);
          return Threads.of(() -> side.data(1), () -> side.data(2), () -> side.check(0))
              .check(ReceiverClients::repliesAreRight);
        }),
        new Client(
            "ReplyOfNextLap", "a duplicate of the next message gets the reply of that", () -> {
              ReceivingSide side = ReceivingSide.unordered(1, WITH_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.data(1), () -> side.check(1))
                  .check(ReceiverClients::repliesAreRight);
            }),
        new Client("FailureThenCopy", "after a failure the next copy takes effect", () -> {
          ReceivingSide side = ReceivingSide.unordered(2, WITH_REPLIES);
          return Threads.of(() -> side.failingData(0), () -> side.data(0))
              .then(side::end)
              .check(outcome -> outcome.has(2, "effects-1-0-0") == outcome.has(1, "handle-0"))
              .check(ReceiverClients::repliesAreRight);
        }),
        new Client("RejectedTwice", "two rejections at once are both kept", () -> {
          ReceivingSide side = ReceivingSide.unordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.rejectedData(0), () -> side.rejectedData(1))
              .then(() -> {
                side.check(0);
                side.check(1);
              })
              .check(outcome -> outcome.has(2, "rejected-0-reason-0"))
              .check(outcome -> outcome.has(2, "rejected-1-reason-1"));
        }),
        new Client("RejectedDuplicate", "a duplicate of a rejected message is told so", () -> {
          ReceivingSide side = ReceivingSide.unordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.rejectedData(0), () -> side.check(0))
              .check(ReceiverClients::nothingIsAcknowledged);
        }),
        new Client("RejectedThenNextLap", "a rejection is no answer to a later message", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITHOUT_REPLIES);
          return Threads.of(() -> side.rejectedData(0), () -> side.data(1))
              .then(() -> side.check(1))
              .check(outcome -> !outcome.has(2, "rejected-1-reason-0"));
        }),
        new Client("RejectedAgainstNextLap", "nor is the ACK of a later message one to it", () -> {
          ReceivingSide side = ReceivingSide.unordered(1, WITHOUT_REPLIES);
          side.rejectedData(0);
          return Threads.of(() -> side.data(1), () -> side.check(0))
              .check(outcome -> !outcome.has(1, "ack-0-null-sees-0"));
        }));
  }

  private static boolean acksAre(Outcome outcome, String expected) {
    return outcome.notes().stream()
        .flatMap(List::stream)
        .filter(note -> note.startsWith("ack"))
        .allMatch(expected::equals);
  }

  private static boolean repliesAreRight(Outcome outcome) {
    return outcome.notes().stream()
        .flatMap(List::stream)
        .filter(note -> note.startsWith("ack"))
        .allMatch(note -> note.matches("ack-(\\d)-reply-\\1-sees-1"));
  }

  private static boolean nothingIsAcknowledged(Outcome outcome) {
    return outcome.notes().stream().flatMap(List::stream).noneMatch(note -> note.startsWith("ack"));
  }
}

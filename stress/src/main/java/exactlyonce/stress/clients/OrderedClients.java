package exactlyonce.stress.clients;

import static exactlyonce.protocol.ReplyMode.WITHOUT_REPLIES;
import static exactlyonce.protocol.ReplyMode.WITH_REPLIES;
import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Outcome;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import exactlyonce.window.Answer;
import exactlyonce.window.OrderedReceiveWindow;
import java.util.List;

/** The races of ordered delivery: above all, how threads hand messages over to one another. */
public final class OrderedClients {
  private OrderedClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("HandOver", "both of two neighbours take effect, in sequence", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.data(1))
              .then(side::end)
              .check(outcome -> outcome.has(2, "order-12"));
        }),
        Client.large("HandOverOfThree", "three neighbours take effect, in sequence", () -> {
          ReceivingSide side = ReceivingSide.ordered(4, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.data(1), () -> side.data(2))
              .then(side::end)
              .check(outcome -> outcome.has(3, "order-123"));
        }),
        new Client("HandOverAfterSeal", "a sealed message lets the next one pass", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.seal(0), () -> side.data(1))
              .then(side::end)
              .check(outcome -> outcome.has(2, "order-2"));
        }),
        new Client("HandOverOfSealed", "a message sealed early is passed in its turn", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.seal(1))
              .then(() -> {
                side.data(2);
                side.end();
              })
              .check(outcome -> outcome.has(2, "order-13"));
        }),
        Client.large("HandOverAcrossSealed", "the same with the next message already there", () -> {
          ReceivingSide side = ReceivingSide.ordered(4, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.seal(1), () -> side.data(2))
              .then(side::end)
              .check(outcome -> outcome.has(3, "order-13"));
        }),
        Client.large(
            "HandOverAcrossFailure",
            "a failure between holds up the next until it succeeds",
            () -> {
              ReceivingSide side = ReceivingSide.ordered(4, WITHOUT_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.failingData(1), () -> side.data(2))
                  .then(() -> {
                    side.data(1);
                    side.end();
                  })
                  .check(outcome -> outcome.has(3, "order-123"));
            }),
        new Client("SealSealHandOver", "two seals pass the message once", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.seal(0), () -> side.seal(0), () -> side.data(1))
              .then(side::end)
              .check(outcome -> outcome.has(3, "order-2"));
        }),
        new Client(
            "OrderedDataData", "of two copies, one takes effect; a duplicate sees it", () -> {
              ReceivingSide side = ReceivingSide.ordered(2, WITH_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.data(0))
                  .then(side::end)
                  .check(outcome -> outcome.has(2, "order-1"))
                  .check(OrderedClients::repliesAreRight);
            }),
        new Client("OrderedDataSeal", "sealed, or with effect, and the next one is handled", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.seal(0))
              .then(() -> {
                side.data(1);
                side.end();
              })
              .check(outcome ->
                  outcome.has(2, outcome.has(1, "status-0-SEALED") ? "order-2" : "order-12"));
        }),
        new Client("OrderedCheck", "a CHECK that is told DELIVERED sees effect and reply", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITH_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.check(0))
              .check(OrderedClients::repliesAreRight);
        }),
        new Client("OrderedSealCheck", "a message once sealed remains so, and is passed", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.seal(0), () -> {
                side.check(0);
                side.check(0);
              })
              .then(() -> {
                side.data(1);
                side.end();
              })
              .check(outcome -> outcome.has(2, "order-2"));
        }),
        new Client("OrderedFailure", "a failed message holds up the next until it succeeds", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.failingData(0), () -> side.data(1))
              .then(() -> {
                side.data(0);
                side.end();
              })
              .check(outcome -> outcome.has(2, "order-12"));
        }),
        new Client("OrderedFailureAgainstCopy", "a copy after the failure sees it undone", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.failingData(0), () -> side.data(0))
              .then(() -> {
                side.data(0);
                side.end();
              })
              .check(outcome -> outcome.last().contains("order-1"));
        }),
        new Client("OrderedFailureAgainstSeal", "a failed message may be sealed", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.failingData(0), () -> side.seal(0))
              .then(() -> {
                side.seal(0);
                side.data(1);
                side.end();
              })
              .check(outcome -> outcome.last().contains("order-2"));
        }),
        new Client("OrderedNextLap", "the next message in the slot finds its own payload", () -> {
          ReceivingSide side = ReceivingSide.ordered(1, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.data(1))
              .then(() -> {
                side.data(1);
                side.end();
              })
              .check(outcome -> outcome.last().contains("order-12"));
        }),
        new Client("OrderedNextLapAgainstDuplicate", "a duplicate is told nothing wrong", () -> {
          ReceivingSide side = ReceivingSide.ordered(1, WITHOUT_REPLIES);
          side.data(0);
          return Threads.of(() -> side.data(1), () -> side.data(0), () -> side.check(0))
              .then(side::end)
              .check(outcome -> outcome.has(3, "order-12"));
        }),
        new Client(
            "OrderedNextLapAfterSeal", "the same after one that was sealed while buffered", () -> {
              ReceivingSide side = ReceivingSide.ordered(1, WITHOUT_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.seal(0), () -> side.failingData(1))
                  .then(() -> {
                    side.data(1);
                    side.end();
                  })
                  .check(outcome -> outcome.last().contains("effects-1-1-0")
                      || outcome.last().contains("effects-0-1-0"));
            }),
        new Client("OrderedSealSeesEffect", "a SEAL that is told DELIVERED sees the effect", () -> {
          // Not through the receiver: it reads the stamp once more before it says ACK.
          OrderedReceiveWindow<String> window = new OrderedReceiveWindow<>(2);
          long[] effect = Plain.variables("effect", 1);
          return Threads.of(
                  () -> {
                    note("data-0");
                    Answer answer = window.buffer(0, "a");
                    if (answer != Answer.BUFFERED) {
                      note("status-0-" + answer);
                    } else if (window.claimFrom(0) == 0) {
                      note("handle-0");
                      effect[0] = 1;
                      window.deliver(0);
                      note("ack-0-null-sees-1");
                    }
                  },
                  () -> {
                    note("seal-0");
                    Answer answer = window.seal(0);
                    note(
                        answer == Answer.DELIVERED
                            ? "ack-0-null-sees-" + effect[0]
                            : "status-0-" + answer);
                  })
              .check(outcome -> !outcome.has(1, "ack-0-null-sees-0"));
        }),
        new Client(
            "ClaimAfterFailure", "a claim finds the payload that came after a failure", () -> {
              ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
              return Threads.of(() -> side.failingData(1), () -> side.data(0), () -> side.data(1))
                  .then(() -> {
                    side.data(1);
                    side.end();
                  })
                  .check(outcome -> outcome.last().contains("order-12"));
            }),
        new Client(
            "ClaimAfterFailureOfOne", "the same where one slot holds all there is to see", () -> {
              ReceivingSide side = ReceivingSide.ordered(1, WITHOUT_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.failingData(1), () -> side.data(1))
                  .then(() -> {
                    side.data(1);
                    side.end();
                  })
                  .check(outcome -> outcome.last().contains("order-12"));
            }),
        new Client(
            "PassedByNextLap", "whoever finds the slot a lap later sees the effect before", () -> {
              ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
              return Threads.of(() -> side.data(0), () -> side.data(1), () -> side.data(2))
                  .then(() -> {
                    side.data(2);
                    side.end();
                  })
                  .check(outcome -> outcome.last().contains("order-123"));
            }),
        new Client("PassedBySealedNextLap", "the same if that one is sealed", () -> {
          ReceivingSide side = ReceivingSide.ordered(2, WITHOUT_REPLIES);
          return Threads.of(() -> side.data(0), () -> side.data(1), () -> side.seal(2))
              .then(side::end)
              .check(outcome -> outcome.has(3, "order-12"));
        }));
  }

  private static boolean repliesAreRight(Outcome outcome) {
    return outcome.notes().stream()
        .flatMap(List::stream)
        .filter(note -> note.startsWith("ack"))
        .allMatch(note -> note.matches("ack-(\\d)-reply-\\1-sees-1"));
  }
}

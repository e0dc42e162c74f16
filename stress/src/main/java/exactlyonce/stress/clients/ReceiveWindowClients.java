package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Outcome;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.util.List;

/** The races of {@link ReceiveWindow}. */
public final class ReceiveWindowClients {
  /** A window, and an effect for each message that only the window's order protects. */
  private static final class Messages {
    final ReceiveWindow window;
    final int windowSize;
    final long[] effects = Plain.variables("effects", 4);

    Messages(int windowSize) {
      window = new ReceiveWindow(windowSize);
      this.windowSize = windowSize;
    }

    void data(int seq) {
      note("data-" + seq);
      Answer answer = window.claim(seq);
      if (answer == Answer.CLAIMED) {
        handle(seq);
        window.deliver(seq);
      }
      told(seq, answer);
    }

    /** Its handler undoes what it did, and fails. */
    void failingData(int seq) {
      note("failingData-" + seq);
      Answer answer = window.claim(seq);
      if (answer == Answer.CLAIMED) {
        handle(seq);
        effects[seq]--;
        window.fail(seq);
        note("FAILED");
      } else {
        told(seq, answer);
      }
    }

    void check(int seq) {
      note("check-" + seq);
      told(seq, window.check(seq));
    }

    void seal(int seq) {
      note("seal-" + seq);
      told(seq, window.seal(seq));
    }

    /** Sees every earlier message in its slot. */
    private void handle(int seq) {
      for (int before = seq - windowSize; before >= 0; before -= windowSize) {
        note("before-" + before + "-" + effects[before]);
      }
      effects[seq]++;
    }

    private void told(int seq, Answer answer) {
      note(answer == Answer.DELIVERED ? "DELIVERED-sees-" + effects[seq] : answer);
    }

    void end() {
      note("end");
      note("effects-" + effects[0]);
    }
  }

  private ReceiveWindowClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("DataData", "of two copies, one takes effect; a duplicate sees it", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> messages.data(0))
              .then(messages::end)
              .check(outcome -> outcome.has(2, "effects-1"))
              .check(ReceiveWindowClients::seesEffect);
        }),
        new Client("DataDataData", "of three copies, one takes effect", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> messages.data(0), () -> messages.data(0))
              .then(messages::end)
              .check(outcome -> outcome.has(3, "effects-1"));
        }),
        new Client("DataSeal", "sealed, or with effect, and never both", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> messages.seal(0))
              .then(messages::end)
              .check(outcome -> !outcome.has(1, "SEALED") || outcome.has(2, "effects-0"))
              .check(ReceiveWindowClients::seesEffect);
        }),
        new Client("DataSealSeal", "two SEAL agree, whatever a copy does", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> messages.seal(0), () -> messages.seal(0))
              .then(messages::end)
              .check(outcome -> outcome.count("SEALED") == 0 || outcome.has(3, "effects-0"));
        }),
        new Client("DataCheck", "a CHECK that is told DELIVERED sees the effect", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> messages.check(0))
              .check(ReceiveWindowClients::seesEffect);
        }),
        new Client("SealCheck", "a message once sealed remains so", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.seal(0), () -> {
                messages.check(0);
                messages.check(0);
              })
              .check(outcome -> !outcome
                  .notes()
                  .get(1)
                  .equals(List.of("check-0", "SEALED", "check-0", "UNKNOWN")));
        }),
        new Client("CheckCheck", "a message once delivered remains so", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.data(0), () -> {
                messages.check(0);
                messages.check(0);
              })
              .check(ReceiveWindowClients::seesEffect)
              .check(outcome -> !outcome
                  .notes()
                  .get(1)
                  .equals(List.of("check-0", "DELIVERED-sees-1", "check-0", "UNKNOWN")));
        }),
        new Client(
            "NextLapAfterData", "the next message in the slot sees the effect of the last", () -> {
              Messages messages = new Messages(1);
              return Threads.of(() -> messages.data(0), () -> messages.data(1))
                  .check(outcome -> outcome.count("before-0-0") == 0);
            }),
        new Client("NextLapAgainstDuplicate", "a duplicate is told nothing wrong", () -> {
          Messages messages = new Messages(1);
          messages.data(0);
          return Threads.of(() -> messages.data(1), () -> messages.data(0), () -> messages.check(0))
              .then(messages::end)
              .check(outcome -> outcome.has(3, "effects-1"))
              .check(ReceiveWindowClients::seesEffect);
        }),
        new Client("NextLapAfterSeal", "a seal in between passes the effect on", () -> {
          Messages messages = new Messages(1);
          return Threads.of(() -> messages.data(0), () -> messages.seal(1), () -> messages.data(2))
              .check(outcome -> !outcome.has(2, "CLAIMED") || outcome.has(2, "before-0-1"));
        }),
        new Client(
            "FailureAgainstDuplicate", "the next copy sees what the failed one undid", () -> {
              Messages messages = new Messages(2);
              return Threads.of(() -> messages.failingData(0), () -> messages.data(0))
                  .then(messages::end)
                  .check(outcome ->
                      outcome.has(2, outcome.has(1, "IN_PROGRESS") ? "effects-0" : "effects-1"))
                  .check(ReceiveWindowClients::seesEffect);
            }),
        new Client("FailureAgainstCheck", "a failed message is never told as delivered", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.failingData(0), () -> {
                messages.check(0);
                messages.check(0);
              })
              .then(messages::end)
              .check(outcome -> outcome.has(2, "effects-0") && outcome.count("SEALED") == 0)
              .check(ReceiveWindowClients::seesEffect);
        }),
        new Client("FailureAgainstSeal", "a failed message may be sealed", () -> {
          Messages messages = new Messages(2);
          return Threads.of(() -> messages.failingData(0), () -> messages.seal(0))
              .then(messages::end)
              .check(outcome -> outcome.has(2, "effects-0"));
        }),
        new Client(
            "FailureAfterSealed",
            "a failed claim gives back that the last message was sealed",
            () -> {
              Messages messages = new Messages(1);
              messages.seal(0);
              return Threads.of(() -> messages.failingData(1), () -> messages.data(1))
                  .check(outcome -> outcome.has(1, "IN_PROGRESS") || outcome.has(1, "CLAIMED"));
            }),
        new Client("FailureSealNextLap", "a seal after a failure passes on what was undone", () -> {
          Messages messages = new Messages(1);
          return Threads.of(
                  () -> messages.failingData(0), () -> messages.seal(0), () -> messages.data(1))
              .check(outcome -> outcome.count("before-0-1") == 0);
        }));
  }

  private static boolean seesEffect(Outcome outcome) {
    return outcome.count("DELIVERED-sees-0") == 0;
  }
}

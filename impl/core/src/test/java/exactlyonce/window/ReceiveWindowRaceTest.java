package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ReceiveWindowRaceTest {
  /**
   * DATA meets SEAL in the middle: the loser of the exchange must answer with what the winner did.
   * A round counts as a race only by luck, so there are many.
   */
  @Test
  void theLoserOfARaceAnswersFromTheWitness() throws InterruptedException {
    int rounds = 100_000;
    ReceiveWindow window = new ReceiveWindow(1 << 17);
    Answer[] claims = new Answer[rounds];
    Answer[] seals = new Answer[rounds];
    Lockstep.run(
        rounds,
        round -> claims[round] = window.claim(round),
        round -> seals[round] = window.seal(round));
    int sealed = 0;
    for (int round = 0; round < rounds; round++) {
      if (seals[round] == Answer.SEALED) {
        sealed++;
        assertThat(claims[round]).as("round %d", round).isEqualTo(Answer.SEALED);
      } else {
        assertThat(claims[round]).as("round %d", round).isEqualTo(Answer.CLAIMED);
        assertThat(seals[round]).as("round %d", round).isEqualTo(Answer.IN_PROGRESS);
      }
    }
    assertThat(sealed).as("both sides win").isBetween(1, rounds - 1);
  }

  @Test
  void bothSealsOfARaceFindItSealed() throws InterruptedException {
    int rounds = 100_000;
    ReceiveWindow window = new ReceiveWindow(1 << 17);
    Answer[] first = new Answer[rounds];
    Answer[] second = new Answer[rounds];
    Lockstep.run(
        rounds,
        round -> first[round] = window.seal(round),
        round -> second[round] = window.seal(round));
    assertThat(first).containsOnly(Answer.SEALED);
    assertThat(second).containsOnly(Answer.SEALED);
  }

  /** Two copies of each message arrive together: one claims it, and occasionally fails. */
  @Test
  void oneCopyClaims() throws InterruptedException {
    int rounds = 100_000;
    ReceiveWindow window = new ReceiveWindow(8);
    int[] effects = new int[rounds]; // plain: the claim orders all accesses
    Lockstep.run(
        rounds, round -> data(window, round, effects), round -> data(window, round, effects));
    assertThat(effects).containsOnly(1);
  }

  private static void data(ReceiveWindow window, int seq, int[] effects) {
    for (; ; ) {
      switch (window.claim(seq)) {
        case CLAIMED -> {
          if (ThreadLocalRandom.current().nextInt(4) == 0) {
            window.fail(seq);
          } else {
            effects[seq]++;
            window.deliver(seq);
            return;
          }
        }
        case DELIVERED -> {
          assertThat(effects[seq])
              .as("a thread that is told DELIVERED sees the effect")
              .isEqualTo(1);
          return;
        }
        case IN_PROGRESS -> Thread.onSpinWait();
        default -> throw new AssertionError();
      }
    }
  }
}

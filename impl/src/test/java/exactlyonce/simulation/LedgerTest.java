package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.window.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger reports when things go wrong; that they go right is shown by the exchanges. */
class LedgerTest {
  private static final Message M0 = new Message(7, 0);
  private static final Message M1 = new Message(8, 0);

  private final Ledger ledger = new Ledger(2);

  @BeforeEach
  void submitTwo() {
    ledger.submitted(0, M0);
    ledger.submitted(1, M1);
  }

  @Test
  void allIsWell() {
    ledger.effect(0, M0);
    ledger.outcome(0, M0, Outcome.DELIVERED);
    assertThat(ledger.allDecided()).isFalse();
    ledger.outcome(1, M1, Outcome.NOT_DELIVERED);
    assertThat(ledger.allDecided()).isTrue();
    assertThat(ledger.submittedCount()).isEqualTo(2);
    assertThat(ledger.effects()).isEqualTo(1);
    assertThat(ledger.delivered()).isEqualTo(1);
    assertThat(ledger.lost() + ledger.duplicated() + ledger.swapped()).isZero();
    assertThat(ledger.falselyConfirmed() + ledger.falselyDenied() + ledger.reportedTwice())
        .isZero();
  }

  @Test
  void theEffectOfAnEarlierMessageComesTooLate() {
    ledger.effect(1, M1);
    assertThat(ledger.misordered()).isZero();
    ledger.effect(0, M0);
    assertThat(ledger.misordered()).isEqualTo(1);
  }

  @Test
  void notDecidedIsLost() {
    ledger.effect(0, M0);
    ledger.outcome(0, M0, Outcome.DELIVERED);
    ledger.effect(1, M1);
    assertThat(ledger.lost()).isEqualTo(1);
  }

  @Test
  void confirmedWithoutEffectIsLostAndFalselyConfirmed() {
    ledger.outcome(0, M0, Outcome.DELIVERED);
    ledger.outcome(1, M1, Outcome.NOT_DELIVERED);
    assertThat(ledger.lost()).isEqualTo(1);
    assertThat(ledger.falselyConfirmed()).isEqualTo(1);
    ledger.effect(0, M0);
    assertThat(ledger.lost()).as("later it has one").isZero();
    assertThat(ledger.falselyConfirmed()).as("but it had none then").isEqualTo(1);
  }

  @Test
  void deniedWithEffectIsFalselyDenied() {
    ledger.outcome(0, M0, Outcome.NOT_DELIVERED);
    assertThat(ledger.falselyDenied()).isZero();
    ledger.effect(0, M0);
    assertThat(ledger.falselyDenied()).isEqualTo(1);
  }

  @Test
  void aSecondEffectIsADuplicate() {
    ledger.effect(0, M0);
    ledger.effect(0, M0);
    assertThat(ledger.duplicated()).isEqualTo(1);
    assertThat(ledger.effects()).isEqualTo(1);
  }

  @Test
  void aSecondOutcomeIsReportedTwice() {
    ledger.outcome(0, M0, Outcome.NOT_DELIVERED);
    ledger.outcome(0, M0, Outcome.DELIVERED);
    assertThat(ledger.reportedTwice()).isEqualTo(1);
    assertThat(ledger.delivered()).as("the first stands").isZero();
    assertThat(ledger.decided()).isEqualTo(1);
  }

  @Test
  void aPayloadUnderAnothersNumberIsSwapped() {
    ledger.effect(0, M1);
    assertThat(ledger.swapped()).isEqualTo(1);
    ledger.outcome(1, M0, Outcome.NOT_DELIVERED);
    assertThat(ledger.swapped()).isEqualTo(2);
  }

  @Test
  void aWrongPayloadThatComesBeforeTheSubmitterIsSwapped() {
    Ledger fresh = new Ledger(2);
    fresh.effect(0, M1);
    fresh.submitted(0, M0);
    assertThat(fresh.swapped()).isEqualTo(1);
  }

  @Test
  void aNumberThatNobodyGaveIsSwapped() {
    ledger.effect(2, M0);
    ledger.outcome(-1, M0, Outcome.DELIVERED);
    assertThat(ledger.swapped()).isEqualTo(2);
    assertThat(ledger.effects()).isZero();
  }
}

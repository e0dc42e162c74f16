package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.window.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger reports when something is wrong. The runs show that it is silent otherwise. */
class LedgerTest {
  private static final Message M0 = new Message(0, 0);
  private static final Message M1 = new Message(1, 0);

  private final Ledger ledger = new Ledger(2, false);

  @BeforeEach
  void submitTwo() {
    ledger.submitted(0, M0);
    ledger.submitted(1, M1);
  }

  @Test
  void correctOutcomesViolateNothing() {
    ledger.effect(0, M0);
    ledger.outcome(0, M0, Outcome.DELIVERED, null);
    assertThat(ledger.allDecided()).isFalse();
    ledger.outcome(1, M1, Outcome.NOT_DELIVERED, null);
    assertThat(ledger.allDecided()).isTrue();
    assertThat(ledger.messages().submitted()).isEqualTo(2);
    assertThat(ledger.messages().effects()).isEqualTo(1);
    assertThat(ledger.messages().delivered()).isEqualTo(1);
    assertThat(violations(ledger).get(Violation.LOST)
            + violations(ledger).get(Violation.DUPLICATED)
            + violations(ledger).get(Violation.SWAPPED))
        .isZero();
    assertThat(violations(ledger).get(Violation.FALSELY_CONFIRMED)
            + violations(ledger).get(Violation.FALSELY_DENIED)
            + violations(ledger).get(Violation.REPORTED_TWICE))
        .isZero();
  }

  @Test
  void aLateEffectOfAnEarlierMessageIsMisordered() {
    ledger.effect(1, M1);
    assertThat(violations(ledger).get(Violation.MISORDERED)).isZero();
    ledger.effect(0, M0);
    assertThat(violations(ledger).get(Violation.MISORDERED)).isEqualTo(1);
  }

  @Test
  void anUndecidedMessageIsLostIfTheSenderDoesNotAskForItAnyMore() {
    ledger.effect(0, M0);
    ledger.outcome(0, M0, Outcome.DELIVERED, null);
    ledger.effect(1, M1);
    assertThat(ledger.violations(number -> true).get(Violation.LOST)).isZero();
    assertThat(ledger.violations(number -> number == 0).get(Violation.LOST)).isEqualTo(1);
    assertThat(ledger.messages().undecided()).isEqualTo(1);
    assertThat(ledger.messages().notSubmitted()).isZero();
  }

  @Test
  void aMessageThatWasNotSubmittedIsNeitherLostNorUndecided() {
    Ledger fresh = new Ledger(2, false);
    fresh.submitted(0, M0);
    assertThat(violations(fresh).get(Violation.LOST)).isEqualTo(1);
    assertThat(fresh.messages().undecided()).isEqualTo(1);
    assertThat(fresh.messages().notSubmitted()).isEqualTo(1);
  }

  @Test
  void onlyTheFirstOutcomeIsADecision() {
    assertThat(ledger.outcome(0, M0, Outcome.DELIVERED, null)).isTrue();
    assertThat(ledger.outcome(0, M0, Outcome.DELIVERED, null)).isFalse();
    ledger.senderRestarted();
    assertThat(ledger.outcome(0, M0, Outcome.DELIVERED, null)).isFalse();
  }

  @Test
  void confirmedWithoutEffectIsLostAndFalselyConfirmed() {
    ledger.outcome(0, M0, Outcome.DELIVERED, null);
    ledger.outcome(1, M1, Outcome.NOT_DELIVERED, null);
    assertThat(violations(ledger).get(Violation.LOST)).isEqualTo(1);
    assertThat(violations(ledger).get(Violation.FALSELY_CONFIRMED)).isEqualTo(1);
    ledger.effect(0, M0);
    assertThat(violations(ledger).get(Violation.LOST)).as("later it has one").isZero();
    assertThat(violations(ledger).get(Violation.FALSELY_CONFIRMED))
        .as("but it had none then")
        .isEqualTo(1);
  }

  @Test
  void deniedWithEffectIsFalselyDenied() {
    ledger.outcome(0, M0, Outcome.NOT_DELIVERED, null);
    assertThat(violations(ledger).get(Violation.FALSELY_DENIED)).isZero();
    ledger.effect(0, M0);
    assertThat(violations(ledger).get(Violation.FALSELY_DENIED)).isEqualTo(1);
  }

  @Test
  void rejectedByNoHandlerIsFalselyDenied() {
    ledger.rejecting(0, M0);
    ledger.outcome(0, M0, Outcome.REJECTED, null);
    assertThat(violations(ledger).get(Violation.FALSELY_DENIED)).isZero();
    ledger.outcome(1, M1, Outcome.REJECTED, null);
    assertThat(violations(ledger).get(Violation.FALSELY_DENIED)).isEqualTo(1);
  }

  @Test
  void aSecondEffectIsADuplicate() {
    ledger.effect(0, M0);
    ledger.effect(0, M0);
    assertThat(violations(ledger).get(Violation.DUPLICATED)).isEqualTo(1);
    assertThat(ledger.messages().effects()).isEqualTo(1);
  }

  @Test
  void aSecondOutcomeIsReportedTwice() {
    ledger.outcome(0, M0, Outcome.NOT_DELIVERED, null);
    ledger.outcome(0, M0, Outcome.DELIVERED, null);
    assertThat(violations(ledger).get(Violation.REPORTED_TWICE)).isEqualTo(1);
    assertThat(ledger.messages().delivered()).as("the first stands").isZero();
    assertThat(ledger.decided()).isEqualTo(1);
  }

  @Test
  void aPayloadUnderAnotherMessagesNumberIsSwapped() {
    ledger.effect(0, M1);
    assertThat(violations(ledger).get(Violation.SWAPPED)).isEqualTo(1);
    ledger.outcome(1, M0, Outcome.NOT_DELIVERED, null);
    assertThat(violations(ledger).get(Violation.SWAPPED)).isEqualTo(2);
  }

  @Test
  void aWrongPayloadSeenBeforeItsSubmissionIsSwapped() {
    Ledger fresh = new Ledger(2, false);
    fresh.effect(0, M1);
    fresh.submitted(0, M0);
    fresh.submitted(1, M1);
    assertThat(violations(fresh).get(Violation.SWAPPED)).isEqualTo(1);
  }

  @Test
  void anUnassignedNumberIsSwapped() {
    ledger.effect(2, M0);
    ledger.outcome(-1, M1, Outcome.DELIVERED, null);
    ledger.effect(3, new Message(2, 0));
    ledger.effect(4, new Message(-1, 0));
    assertThat(violations(ledger).get(Violation.SWAPPED)).isEqualTo(4);
    assertThat(ledger.messages().effects()).as("effects of known messages").isEqualTo(1);
  }

  @Test
  void anOutcomeMustCarryTheReplyOfTheEffect() {
    Ledger twoWay = new Ledger(5, true);
    Message[] messages = new Message[5];
    int[] effects = new int[5];
    for (int i = 0; i < 5; i++) {
      messages[i] = new Message(i, 0);
      effects[i] = twoWay.effect(i, messages[i]);
    }
    twoWay.outcome(0, messages[0], Outcome.DELIVERED, new Reply(0, effects[0]));
    assertThat(violations(twoWay).get(Violation.WRONG_REPLIES)).isZero();
    twoWay.outcome(1, messages[1], Outcome.DELIVERED, new Reply(1, effects[2]));
    twoWay.outcome(2, messages[2], Outcome.DELIVERED, new Reply(1, effects[2]));
    twoWay.outcome(3, messages[3], Outcome.DELIVERED, null);
    twoWay.outcome(4, messages[4], Outcome.NOT_DELIVERED, new Reply(4, effects[4]));
    assertThat(violations(twoWay).get(Violation.WRONG_REPLIES)).isEqualTo(4);
    ledger.outcome(0, M0, Outcome.DELIVERED, new Reply(0, 1));
    assertThat(violations(ledger).get(Violation.WRONG_REPLIES))
        .as("where nobody replies")
        .isEqualTo(1);
  }

  /** Of a sender that asks for nothing any more. */
  private static Map<Violation, Long> violations(Ledger ledger) {
    return ledger.violations(number -> false);
  }
}

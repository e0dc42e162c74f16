package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message 0 is not answered, and others are. Timeouts are at least 100 and at most 350. */
class OvertakenTest {
  private final FrameLog<String> network = new FrameLog<>();
  private final Sender<String, String> sender = new Sender<>(
      64,
      ReplyMode.WITH_REPLIES,
      network,
      (seq, payload, outcome, reply) -> {},
      new RetryPolicy(100, 350));

  @Test
  void itsTimeoutsAreTheFirstAsLongAsAnswersArrive() {
    overtake();
    assertThat(sender.poll(99)).isZero();
    assertThat(sender.poll(100)).isEqualTo(1);
    confirmAnother(101);
    assertThat(sender.poll(199)).isZero();
    assertThat(sender.poll(200)).as("not twice the first").isEqualTo(1);
    assertThat(sender.poll(300))
        .as("the same, as there was an answer since 100")
        .isEqualTo(1);
    assertThat(sender.poll(499)).as("there was none since 200").isZero();
    confirmAnother(499);
    assertThat(sender.poll(500)).isEqualTo(1);
    assertThat(sender.poll(600)).as("the first again").isEqualTo(1);
  }

  @Test
  void theyDoubleIfNothingMoreIsHeard() {
    overtake();
    assertThat(sender.poll(100)).isEqualTo(1);
    assertThat(sender.poll(200)).as("heard when the first began").isEqualTo(1);
    assertThat(sender.poll(399)).isZero();
    assertThat(sender.poll(400)).isEqualTo(1);
    assertThat(sender.poll(749)).isZero();
    assertThat(sender.poll(750)).as("the longest").isEqualTo(1);
    assertThat(sender.poll(1099)).isZero();
    assertThat(sender.poll(1100)).isEqualTo(1);
  }

  /** It may wait its turn. */
  @Test
  void theyDoubleIfOnlyEarlierMessagesAreAnswered() {
    sender.trySubmit("a");
    sender.trySubmit("b");
    sender.ack(0, "reply");
    sender.poll(0);
    assertThat(sender.poll(100)).isEqualTo(1);
    assertThat(sender.poll(299)).isZero();
    assertThat(sender.poll(300)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyDoubleIfItIsInProgress(boolean cancelled) {
    overtake();
    if (cancelled) {
      sender.cancel(0);
    }
    assertThat(sender.poll(100)).isEqualTo(1);
    sender.status(0, Status.IN_PROGRESS);
    confirmAnother(101);
    assertThat(sender.poll(200)).isEqualTo(1);
    sender.status(0, Status.IN_PROGRESS);
    confirmAnother(201);
    assertThat(sender.poll(399)).as("twice the first").isZero();
    assertThat(sender.poll(400)).isEqualTo(1);
    confirmAnother(401);
    assertThat(sender.poll(749)).as("the longest").isZero();
    assertThat(sender.poll(750)).isEqualTo(1);
    assertThat(sender.poll(850)).as("the last question was not answered").isEqualTo(1);
  }

  /** The handler has failed. */
  @Test
  void whatIsUnknownIsNotInProgress() {
    overtake();
    sender.poll(100);
    network.take();
    sender.status(0, Status.IN_PROGRESS);
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).containsExactly("DATA 0 a");
    confirmAnother(101);
    assertThat(sender.poll(200)).as("the copy has as much time").isZero();
    assertThat(sender.poll(201)).isEqualTo(1);
    assertThat(sender.poll(300)).isZero();
    assertThat(sender.poll(301)).as("not twice the first").isEqualTo(1);
  }

  /** Message 1 is confirmed, so message 0 was lost, and is not just late. */
  private void overtake() {
    sender.trySubmit("a");
    sender.trySubmit("b");
    sender.ack(1, "reply");
    assertThat(sender.poll(0)).isZero();
  }

  /** Sends a message that is confirmed at once, as a poll then finds. */
  private void confirmAnother(long now) {
    sender.ack(sender.trySubmit("x"), "reply");
    assertThat(sender.poll(now)).isZero();
  }
}

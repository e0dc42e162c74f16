package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiverTest {
  private final FrameLog network = new FrameLog();
  private final List<String> effects = new ArrayList<>();
  private Handler<String> handler = (seq, payload) -> effects.add(seq + " " + payload);
  private final Receiver<String> receiver =
      Receiver.unordered(4, (seq, payload) -> handler.handle(seq, payload), network);

  @Test
  void aMessageTakesEffectOnceAndEveryCopyIsAcknowledged() {
    receiver.data(0, "a");
    receiver.data(0, "a");
    receiver.check(0);
    receiver.seal(0);
    assertThat(effects).containsExactly("0 a");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 0", "ACK 0", "ACK 0");
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @Test
  void theAcknowledgementFollowsTheEffect() {
    handler = (seq, payload) -> assertThat(network.take()).isEmpty();
    receiver.data(0, "a");
    assertThat(network.take()).containsExactly("ACK 0");
  }

  @Test
  void theAcknowledgementFollowsTheRecord() {
    List<Receiver<String>> self = new ArrayList<>();
    Replies asksBack = new Replies() {
      private boolean asked;

      @Override
      public void ack(long seq) {
        network.ack(seq);
        if (!asked) {
          asked = true;
          self.get(0).check(seq);
        }
      }

      @Override
      public void status(long seq, Status status) {
        network.status(seq, status);
      }
    };
    self.add(Receiver.unordered(4, handler, asksBack));
    self.get(0).data(0, "a");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 0");
  }

  @Test
  void aMessageWhoseHandlerRunsIsInProgress() {
    handler = (seq, payload) -> {
      receiver.data(0, "a");
      receiver.check(0);
      receiver.seal(0);
    };
    receiver.data(0, "a");
    assertThat(network.take())
        .containsExactly(
            "STATUS 0 IN_PROGRESS", "STATUS 0 IN_PROGRESS", "STATUS 0 IN_PROGRESS", "ACK 0");
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @Test
  void aFailedHandlerGetsNoAnswerAndAnotherAttempt() {
    Handler<String> good = handler;
    handler = (seq, payload) -> {
      throw new Exception("not today");
    };
    receiver.data(0, "a");
    assertThat(network.take()).isEmpty();
    receiver.check(0);
    assertThat(network.take()).containsExactly("STATUS 0 UNKNOWN");
    assertThat(receiver.handlerFailures()).isEqualTo(1);
    handler = good;
    receiver.data(0, "a");
    assertThat(network.take()).containsExactly("ACK 0");
    assertThat(effects).containsExactly("0 a");
    assertThat(receiver.suppressed()).isZero();
  }

  @Test
  void anErrorIsAFailureThatIsPassedOn() {
    handler = (seq, payload) -> {
      throw new StackOverflowError("deep");
    };
    assertThatThrownBy(() -> receiver.data(0, "a")).isInstanceOf(StackOverflowError.class);
    receiver.check(0);
    assertThat(network.take()).containsExactly("STATUS 0 UNKNOWN");
    assertThat(receiver.handlerFailures()).isEqualTo(1);
  }

  @Test
  void aSealedMessageNeverTakesEffect() {
    receiver.seal(0);
    receiver.data(0, "a");
    receiver.check(0);
    receiver.seal(0);
    assertThat(effects).isEmpty();
    assertThat(network.take())
        .containsExactly(
            "STATUS 0 SEALED", "STATUS 0 SEALED", "STATUS 0 SEALED", "STATUS 0 SEALED");
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @Test
  void anUnknownMessageIsNotClaimedByAQuestion() {
    receiver.check(0);
    receiver.data(0, "a");
    assertThat(network.take()).containsExactly("STATUS 0 UNKNOWN", "ACK 0");
  }

  @Test
  void aLapLaterNothingIsOwed() {
    receiver.data(0, "a");
    receiver.data(4, "b");
    network.take();
    receiver.data(0, "a");
    receiver.check(0);
    receiver.seal(0);
    assertThat(network.take()).isEmpty();
    assertThat(effects).containsExactly("0 a", "4 b");
    assertThat(receiver.suppressed()).isEqualTo(1);
    assertThat(receiver.refused()).isZero();
  }

  @Test
  void whatLiesOutsideTheWindowIsRefused() {
    receiver.data(4, "b");
    receiver.check(4);
    receiver.seal(4);
    receiver.data(-1, "c");
    assertThat(network.take()).isEmpty();
    assertThat(effects).isEmpty();
    assertThat(receiver.refused()).isEqualTo(4);
    assertThat(receiver.suppressed()).isZero();
  }
}

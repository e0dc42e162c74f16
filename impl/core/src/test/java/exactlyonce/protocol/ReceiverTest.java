package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiverTest {
  private final FrameLog<String> network = new FrameLog<>();
  private final List<String> effects = new ArrayList<>();
  private Handler<String, String> handler = (seq, payload) -> {
    effects.add(seq + " " + payload);
    return null;
  };
  private final Receiver<String, String> receiver = Receiver.unordered(
      4, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> handler.handle(seq, payload), network);

  private final Receiver<String, String> replying = Receiver.unordered(
      4, ReplyMode.WITH_REPLIES, (seq, payload) -> handler.handle(seq, payload), network);

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
    handler = (seq, payload) -> {
      assertThat(network.take()).isEmpty();
      return null;
    };
    receiver.data(0, "a");
    assertThat(network.take()).containsExactly("ACK 0");
  }

  @Test
  void theAcknowledgementFollowsTheRecord() {
    List<Receiver<String, String>> self = new ArrayList<>();
    Replies<String> asksBack = new Replies<>() {
      private boolean asked;

      @Override
      public void ack(long seq, String reply) {
        network.ack(seq, reply);
        if (!asked) {
          asked = true;
          self.get(0).check(seq);
        }
      }

      @Override
      public void rejected(long seq, String reason) {
        network.rejected(seq, reason);
      }

      @Override
      public void status(long seq, Status status) {
        network.status(seq, status);
      }
    };
    self.add(Receiver.unordered(4, ReplyMode.WITHOUT_REPLIES, handler, asksBack));
    self.get(0).data(0, "a");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 0");
  }

  @Test
  void aMessageWhoseHandlerRunsIsInProgress() {
    handler = (seq, payload) -> {
      receiver.data(0, "a");
      receiver.check(0);
      receiver.seal(0);
      return null;
    };
    receiver.data(0, "a");
    assertThat(network.take())
        .containsExactly(
            "STATUS 0 IN_PROGRESS", "STATUS 0 IN_PROGRESS", "STATUS 0 IN_PROGRESS", "ACK 0");
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @Test
  void everyCopyGetsTheReplyOfTheOnlyHandlerRun() {
    handler = (seq, payload) -> {
      effects.add(payload);
      return "reply " + effects.size();
    };
    replying.data(0, "a");
    replying.data(1, "b");
    replying.data(0, "a");
    replying.check(0);
    replying.seal(1);
    assertThat(network.take())
        .containsExactly(
            "ACK 0 reply 1", "ACK 1 reply 2", "ACK 0 reply 1", "ACK 0 reply 1", "ACK 1 reply 2");
    replying.data(4, "e");
    assertThat(network.take()).as("the next lap").containsExactly("ACK 4 reply 3");
  }

  @Test
  void aMessageWhoseReplyTheStoreHasLostIsNotAcknowledged() {
    Receiver<String, String> restarted = Receiver.unordered(
        4,
        ReplyMode.WITH_REPLIES,
        handler,
        network,
        List.of(Resolved.delivered(0, null), Resolved.delivered(1, "reply")));
    restarted.check(0);
    restarted.data(0, "a");
    restarted.check(1);
    assertThat(network.take()).containsExactly("ACK 1 reply");
    assertThat(effects).isEmpty();
  }

  @Test
  void aFailedHandlerGetsNoAnswerAndAnotherAttempt() {
    Handler<String, String> good = handler;
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
  void anErrorOfTheHandlerIsAFailureAndRethrown() {
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
  void aLapLaterNoAnswerIsOwed() {
    receiver.data(0, "a");
    receiver.data(4, "b");
    network.take();
    receiver.data(0, "a");
    receiver.check(0);
    receiver.seal(0);
    assertThat(network.take())
        .as("in case that the sender has lost its memory")
        .hasSize(3)
        .containsOnly("STATUS 0 FORGOTTEN");
    assertThat(effects).containsExactly("0 a", "4 b");
    assertThat(receiver.suppressed()).isEqualTo(1);
    assertThat(receiver.refused()).isZero();
  }

  @Test
  void framesOutsideTheWindowAreRefused() {
    receiver.data(4, "b");
    receiver.check(4);
    receiver.seal(4);
    receiver.data(-1, "c");
    assertThat(network.take())
        .containsExactly(
            "STATUS 4 REFUSED", "STATUS 4 REFUSED", "STATUS 4 REFUSED", "STATUS -1 REFUSED");
    assertThat(effects).isEmpty();
    assertThat(receiver.refused()).isEqualTo(4);
    assertThat(receiver.suppressed()).isZero();
  }
}

package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.session.DeliveryOrder;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.Resolution;
import exactlyonce.window.SendState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler rejects messages for good. */
class RejectionTest {
  private static final RetryPolicy RETRY = new RetryPolicy(100, 350);

  private final FrameLog<String> network = new FrameLog<>();
  private final List<String> handled = new ArrayList<>();
  private final Handler<String, String> handler = (seq, payload) -> {
    handled.add(payload);
    if (payload.startsWith("bad")) {
      throw new RejectedException(payload + " is bad");
    }
    return "re " + payload;
  };

  static Stream<Arguments> kinds() {
    return Stream.of(DeliveryOrder.values())
        .flatMap(order -> Stream.of(ReplyMode.values()).map(mode -> Arguments.of(order, mode)));
  }

  private Receiver<String, String> receiver(
      DeliveryOrder order, ReplyMode mode, Collection<Resolved<String>> resolved) {
    return order == DeliveryOrder.ORDERED
        ? Receiver.ordered(2, mode, handler, network, resolved)
        : Receiver.unordered(2, mode, handler, network, resolved);
  }

  private static String ack(long seq, String payload, ReplyMode mode) {
    return "ACK " + seq + (mode == ReplyMode.WITH_REPLIES ? " re " + payload : "");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRejectedMessageIsHandledOnceAndEveryFrameIsToldTheReason(
      DeliveryOrder order, ReplyMode mode) {
    Receiver<String, String> receiver = receiver(order, mode, List.of());
    receiver.data(0, "bad");
    receiver.data(0, "bad");
    receiver.check(0);
    receiver.seal(0);
    assertThat(handled).containsExactly("bad");
    String rejected = "REJECTED 0 bad is bad";
    assertThat(network.take()).containsExactly(rejected, rejected, rejected, rejected);
    assertThat(receiver.handlerFailures()).isZero();
    assertThat(receiver.rejected()).isEqualTo(1);
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void othersGoOnAndTheNextLapIsNotRejected(DeliveryOrder order, ReplyMode mode) {
    Receiver<String, String> receiver = receiver(order, mode, List.of());
    receiver.data(0, "bad");
    receiver.data(1, "b");
    receiver.data(2, "c");
    receiver.data(3, "bad 3");
    receiver.data(4, "e");
    assertThat(handled).containsExactly("bad", "b", "c", "bad 3", "e");
    assertThat(network.take())
        .containsExactly(
            "REJECTED 0 bad is bad",
            ack(1, "b", mode),
            ack(2, "c", mode),
            "REJECTED 3 bad 3 is bad",
            ack(4, "e", mode));
    receiver.check(4);
    receiver.check(3);
    assertThat(network.take()).containsExactly(ack(4, "e", mode), "REJECTED 3 bad 3 is bad");
    receiver.check(2);
    assertThat(network.take()).as("answered long ago").containsExactly("STATUS 2 FORGOTTEN");
  }

  @Test
  void messagesThatWaitBehindARejectedOneAreHandled() {
    Receiver<String, String> receiver =
        receiver(DeliveryOrder.ORDERED, ReplyMode.WITHOUT_REPLIES, List.of());
    receiver.data(1, "b");
    receiver.data(0, "bad");
    assertThat(network.take()).containsExactly("REJECTED 0 bad is bad", "ACK 1");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRestartedReceiverKnowsWhatWasRejected(DeliveryOrder order, ReplyMode mode) {
    Receiver<String, String> receiver = receiver(
        order, mode, List.of(Resolved.rejected(2, "stored"), Resolved.delivered(1, "re b")));
    receiver.data(2, "bad");
    receiver.check(1);
    receiver.data(3, "d");
    assertThat(handled).containsExactly("d");
    assertThat(network.take())
        .containsExactly("REJECTED 2 stored", ack(1, "b", mode), ack(3, "d", mode));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aClaimIsConcludedAsRejectedIfTheRecordSaysSo(DeliveryOrder order, ReplyMode mode) {
    Handler<String, String> unknown = (seq, payload) -> {
      throw new CommitUnknownException("simulated", new Exception());
    };
    Receiver<String, String> receiver = order == DeliveryOrder.ORDERED
        ? Receiver.ordered(2, mode, unknown, network)
        : Receiver.unordered(2, mode, unknown, network);
    receiver.data(0, "bad");
    assertThat(network.take()).isEmpty();
    receiver.conclude(0, Resolved.rejected(0, "stored"));
    receiver.check(0);
    assertThat(network.take()).containsExactly("REJECTED 0 stored", "REJECTED 0 stored");
  }

  @Test
  void theSenderIsToldOnce() {
    List<String> told = new ArrayList<>();
    Sender<String, String> sender = new Sender<>(
        2,
        ReplyMode.WITHOUT_REPLIES,
        network,
        new OutcomeListener<>() {
          @Override
          public void onOutcome(long seq, String payload, Outcome outcome, String reply) {
            told.add(seq + " " + payload + " " + outcome);
          }

          @Override
          public void onRejected(long seq, String payload, String reason) {
            told.add(seq + " " + payload + " because " + reason);
          }
        },
        RETRY);
    sender.trySubmit("bad");
    sender.trySubmit("b");
    sender.cancel(1);
    sender.rejected(0, "why");
    sender.rejected(0, "why");
    sender.ack(0, null);
    sender.status(0, Status.SEALED);
    sender.rejected(1, "rejected before it was sealed");
    assertThat(told)
        .containsExactly("0 bad because why", "1 b because rejected before it was sealed");
    assertThat(sender.window().state(0)).isEqualTo(SendState.REJECTED);
    assertThat(sender.trySubmit("c")).as("its slot is free").isEqualTo(2);
    network.take();
    sender.poll(0);
    sender.poll(1000);
    assertThat(network.take()).as("it is not asked for").containsExactly("CHECK 2");
    assertThat(sender.lostMemory()).isZero();
    sender.rejected(3, "not sent so far");
    assertThat(sender.lostMemory()).isEqualTo(1);
  }

  @Test
  void aListenerThatAsksForNoReasonIsToldTheOutcome() {
    List<String> told = new ArrayList<>();
    Sender<String, String> sender = new Sender<>(
        2,
        ReplyMode.WITH_REPLIES,
        network,
        (seq, payload, outcome, reply) -> told.add(seq + " " + outcome + " " + reply),
        RETRY);
    sender.trySubmit("bad");
    sender.rejected(0, "why");
    assertThat(told).containsExactly("0 REJECTED null");
  }

  @Test
  void aRecordHasAReasonIfAndOnlyIfItIsOfARejection() {
    assertThatThrownBy(() -> new Resolved<>(0, Resolution.REJECTED, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Resolved<>(0, Resolution.SEALED, null, "why"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

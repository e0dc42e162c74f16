package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedReceiverTest {
  private final FrameLog<String> network = new FrameLog<>();
  private final List<String> effects = new ArrayList<>();
  private Handler<String, String> handler = (seq, payload) -> {
    effects.add(seq + " " + payload);
    return null;
  };
  private final Receiver<String, String> receiver = Receiver.ordered(
      4, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> handler.handle(seq, payload), network);

  private final Receiver<String, String> replying = Receiver.ordered(
      4, ReplyMode.WITH_REPLIES, (seq, payload) -> handler.handle(seq, payload), network);

  @Test
  void anEarlyMessageWaitsForItsTurn() {
    receiver.data(2, "c");
    receiver.data(1, "b");
    assertThat(effects).isEmpty();
    assertThat(network.take()).isEmpty();
    receiver.data(0, "a");
    assertThat(effects).containsExactly("0 a", "1 b", "2 c");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 1", "ACK 2");
  }

  @Test
  void aWaitingMessageIsInProgress() {
    receiver.data(1, "b");
    receiver.data(1, "b");
    receiver.check(1);
    assertThat(network.take()).containsExactly("STATUS 1 IN_PROGRESS", "STATUS 1 IN_PROGRESS");
    assertThat(receiver.suppressed()).isEqualTo(1);
  }

  @Test
  void aSealedMessageIsPassedInItsTurn() {
    receiver.data(2, "c");
    receiver.seal(1);
    assertThat(network.take()).as("answered at once").containsExactly("STATUS 1 SEALED");
    assertThat(effects).as("but 0 may still come").isEmpty();
    receiver.data(0, "a");
    assertThat(effects).containsExactly("0 a", "2 c");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 2");
  }

  @Test
  void sealingTheNextInTurnReleasesTheWaitingMessages() {
    receiver.data(1, "b");
    receiver.seal(0);
    assertThat(effects).containsExactly("1 b");
    assertThat(network.take()).containsExactly("STATUS 0 SEALED", "ACK 1");
  }

  @Test
  void aWaitingMessageCanBeSealed() {
    receiver.data(1, "b");
    receiver.seal(1);
    receiver.data(0, "a");
    receiver.data(1, "b");
    assertThat(effects).containsExactly("0 a");
    assertThat(network.take()).containsExactly("STATUS 1 SEALED", "ACK 0", "STATUS 1 SEALED");
  }

  @Test
  void aMessageWhoseSlotIsNotYetPassedIsDroppedWithoutBeingRefused() {
    receiver.seal(1);
    receiver.data(5, "f"); // the sender knows that 1 is sealed, and continues
    receiver.check(5);
    receiver.seal(5);
    assertThat(network.take()).containsExactly("STATUS 1 SEALED");
    assertThat(receiver.refused()).isZero();
    assertThat(receiver.suppressed()).isZero();
    receiver.data(0, "a");
    receiver.data(5, "f");
    receiver.check(5);
    assertThat(network.take()).containsExactly("ACK 0", "STATUS 5 IN_PROGRESS");
  }

  @Test
  void aFailedHandlerHoldsUpWhatFollows() {
    Handler<String, String> good = handler;
    handler = (seq, payload) -> {
      throw new Exception("not today");
    };
    receiver.data(1, "b");
    receiver.data(0, "a");
    receiver.check(0);
    receiver.check(1);
    assertThat(network.take()).containsExactly("STATUS 0 UNKNOWN", "STATUS 1 IN_PROGRESS");
    assertThat(receiver.handlerFailures()).isEqualTo(1);
    handler = good;
    receiver.data(0, "a");
    assertThat(effects).containsExactly("0 a", "1 b");
    assertThat(network.take()).containsExactly("ACK 0", "ACK 1");
  }

  @Test
  void aFailedMessageCanBeSealed() {
    Handler<String, String> good = handler;
    handler = (seq, payload) -> {
      throw new Exception("never");
    };
    receiver.data(1, "b");
    receiver.data(0, "a");
    handler = good;
    receiver.seal(0);
    assertThat(effects).containsExactly("1 b");
    assertThat(network.take()).containsExactly("STATUS 0 SEALED", "ACK 1");
  }

  @Test
  void anErrorOfTheHandlerIsAFailureAndRethrown() {
    handler = (seq, payload) -> {
      throw new AssertionError("broken");
    };
    assertThatThrownBy(() -> receiver.data(0, "a")).hasMessage("broken");
    receiver.check(0);
    assertThat(network.take()).containsExactly("STATUS 0 UNKNOWN");
    assertThat(receiver.handlerFailures()).isEqualTo(1);
  }

  /**
   * A network should not throw. If it does, waiting messages must not wait forever because of it.
   */
  @Test
  void aNetworkThatThrowsHoldsUpNothing() {
    Receiver<String, String> broken = Receiver.ordered(
        8,
        ReplyMode.WITHOUT_REPLIES,
        (seq, payload) -> handler.handle(seq, payload),
        new Replies<>() {
          @Override
          public void ack(long seq, String reply) {
            throw new UncheckedIOException(new IOException("ack " + seq));
          }

          @Override
          public void rejected(long seq, String reason) {
            throw new AssertionError("rejected: " + seq);
          }

          @Override
          public void status(long seq, Status status) {
            throw new UncheckedIOException(new IOException("status " + seq));
          }
        });
    broken.data(1, "b");
    broken.data(2, "c");
    broken.data(4, "e");
    assertThatThrownBy(() -> broken.data(0, "a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("ack 0")
        .satisfies(thrown -> assertThat(thrown.getSuppressed())
            .extracting(Throwable::getMessage)
            .satisfiesExactly(
                first -> assertThat(first).endsWith("ack 1"),
                second -> assertThat(second).endsWith("ack 2")));
    assertThat(effects).containsExactly("0 a", "1 b", "2 c");
    assertThatThrownBy(() -> broken.seal(3)).isInstanceOf(UncheckedIOException.class);
    assertThat(effects).last().isEqualTo("4 e");
  }

  /** An exception that suppressed itself would raise another exception. */
  @Test
  void aNetworkThatAlwaysThrowsTheSameExceptionHoldsUpNothing() {
    IllegalStateException down = new IllegalStateException("down");
    Receiver<String, String> broken = Receiver.ordered(
        4,
        ReplyMode.WITHOUT_REPLIES,
        (seq, payload) -> handler.handle(seq, payload),
        new ForwardingReplies<>(network) {
          @Override
          public void ack(long seq, String reply) {
            throw down;
          }
        });
    broken.data(1, "b");
    assertThatThrownBy(() -> broken.data(0, "a")).isSameAs(down).hasNoSuppressedExceptions();
    assertThat(effects).containsExactly("0 a", "1 b");
  }

  @Test
  void aHandlerMayBringTheNextFrame() {
    handler = (seq, payload) -> {
      if (seq < 2) {
        receiver.data(seq + 1, "from " + seq);
      }
      effects.add(seq + " " + payload);
      return null;
    };
    receiver.data(0, "a");
    assertThat(effects).containsExactly("0 a", "1 from 0", "2 from 1");
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
  }

  @Test
  void manyLaps() {
    for (long seq = 0; seq < 100; seq += 2) {
      receiver.data(seq + 1, "odd");
      receiver.data(seq, "even");
      receiver.data(seq + 1, "odd");
    }
    assertThat(effects).hasSize(100);
    assertThat(effects.get(98)).isEqualTo("98 even");
    assertThat(receiver.refused()).isZero();
  }

  @Test
  void aMessageOutsideTheWindowIsRefused() {
    receiver.data(4, "e");
    receiver.check(-1);
    receiver.seal(1L << 60);
    assertThat(network.take()).hasSize(3).allMatch(frame -> frame.endsWith(" REFUSED"));
    assertThat(effects).isEmpty();
    assertThat(receiver.refused()).isEqualTo(3);
  }
}

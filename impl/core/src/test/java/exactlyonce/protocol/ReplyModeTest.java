package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a receiver of either kind makes of a reply, and of none. */
class ReplyModeTest {
  private enum Order {
    UNORDERED,
    ORDERED
  }

  private final FrameLog<String> network = new FrameLog<>();
  private final List<String> effects = new ArrayList<>();

  private Receiver<String, String> receiver(
      Order order, ReplyMode replyMode, Handler<String, String> handler) {
    return order == Order.ORDERED
        ? Receiver.ordered(4, replyMode, handler, network)
        : Receiver.unordered(4, replyMode, handler, network);
  }

  /** Its effect is complete, and an ACK without the reply would be malformed. */
  @ParameterizedTest
  @EnumSource
  void aMessageWhoseReplyIsMissingIsNeitherAcknowledgedNorHandledAgain(Order order) {
    Receiver<String, String> replying = receiver(order, ReplyMode.WITH_REPLIES, (seq, payload) -> {
      effects.add(seq + " " + payload);
      return seq == 4 ? null : "reply";
    });
    for (long seq = 0; seq <= 4; seq++) {
      replying.data(seq, "a");
    }
    assertThat(network.take())
        .containsExactly("ACK 0 reply", "ACK 1 reply", "ACK 2 reply", "ACK 3 reply");
    replying.data(4, "a");
    replying.check(4);
    replying.seal(4);
    assertThat(network.take()).as("nor with the reply of the previous lap").isEmpty();
    assertThat(effects).hasSize(5);
    assertThat(replying.handlerFailures()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void inASessionWithoutRepliesNoneIsSent(Order order) {
    Receiver<String, String> receiver =
        receiver(order, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> "reply");
    receiver.data(0, "a");
    receiver.check(0);
    assertThat(network.take()).containsExactly("ACK 0", "ACK 0");
    assertThat(receiver.handlerFailures()).isZero();
  }
}

package exactlyonce.wire;

import static exactlyonce.wire.OneSession.ID;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionLog;
import exactlyonce.session.SessionSender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A receiver in another language opens sessions with replies and acknowledges without them, or the
 * other way round. The sender resolves nothing, counts the frame, and asks again.
 */
class ForeignReceiverTest {
  private static final long SENDER = 7;
  private static final long NONCE = 100;
  private static final ByteBuffer REPLY = Vector.ascii("reply");

  private final SessionLog<ByteBuffer> requests = new HexLog();
  private final FrameQueue toSender = new FrameQueue();
  private final ReplyWriter<ByteBuffer> foreign =
      ReplyWriter.zeroCopy(toSender, FrameQueue.MAX_LENGTH);
  private final List<String> outcomes = new ArrayList<>();
  private final SessionSender<ByteBuffer, ByteBuffer> sender = new SessionSender<>(
      SENDER,
      () -> NONCE,
      4,
      SenderStore.none(),
      requests,
      session -> (seq, payload, outcome, reply) -> outcomes.add(seq + " " + outcome),
      new RetryPolicy(100, 100));
  private final ReplyReader<ByteBuffer> reader =
      ReplyReader.zeroCopy(FrameQueue.MAX_LENGTH, sender);

  @ParameterizedTest
  @EnumSource
  void anAcknowledgementThatDoesNotFitTheSessionResolvesNothing(ReplyMode replyMode) {
    ByteBuffer right = replyMode == ReplyMode.WITH_REPLIES ? REPLY : null;
    ByteBuffer wrong = replyMode == ReplyMode.WITH_REPLIES ? null : REPLY;
    sender.open();
    foreign.opened(SENDER, NONCE, ID, 4, replyMode);
    deliver();
    sender.sender().trySubmit(Vector.ascii("payload"));
    sender.poll(0);
    foreign.in(ID).ack(0, wrong);
    deliver();
    assertThat(outcomes).isEmpty();
    assertThat(sender.refused()).isEqualTo(1);
    requests.take();
    sender.poll(100);
    assertThat(requests.take()).containsExactly("CHECK 1122334455667788 0");
    foreign.in(ID).ack(0, right);
    deliver();
    assertThat(outcomes).containsExactly("0 DELIVERED");
    sender.close();
    sender.poll(200);
    foreign.gone(ID);
    deliver();
    assertThat(sender.isIdle()).isTrue();
    assertThat(sender.refused()).as("counts outlive sessions").isEqualTo(1);
  }

  private void deliver() {
    toSender
        .take()
        .forEach(frame -> assertThat(reader.read(ByteBuffer.wrap(frame))).isNull());
  }
}

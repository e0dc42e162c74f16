package exactlyonce.wire;

import static exactlyonce.wire.OneSession.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.window.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A sender and a receiver connected by bytes, whose messages share frames where they can. */
class BatchTest {
  private static final int W = 64;
  private static final long DELAY = 10;
  private static final ByteBuffer PAYLOAD = Vector.ascii("payload");

  private final FrameQueue toReceiver = new FrameQueue();
  private final FrameQueue toSender = new FrameQueue();
  private final List<Long> effects = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private final ReplyBatch<ByteBuffer> replies =
      new ReplyBatch<>(ReplyWriter.zeroCopy(toSender, FrameQueue.MAX_LENGTH), ID, W, 16, DELAY);
  private final CheckBatch<ByteBuffer> requests =
      new CheckBatch<>(RequestWriter.zeroCopy(toReceiver, FrameQueue.MAX_LENGTH), ID);
  private final Receiver<ByteBuffer, ByteBuffer> receiver = Receiver.unordered(
      W,
      ReplyMode.WITHOUT_REPLIES,
      (seq, payload) -> {
        assertThat(payload).isEqualTo(PAYLOAD);
        effects.add(seq);
        return null;
      },
      replies);
  private final Sender<ByteBuffer, ByteBuffer> sender = new Sender<>(
      W,
      ReplyMode.WITHOUT_REPLIES,
      requests,
      (seq, payload, outcome, r) -> outcomes.add(outcome),
      new RetryPolicy(100, 100));

  private final RequestReader<ByteBuffer> receiving = RequestReader.zeroCopy(
      FrameQueue.MAX_LENGTH, new OneSession.Receiving<>(replies.answeringFrames(receiver)));
  private final ReplyReader<ByteBuffer> sending =
      ReplyReader.zeroCopy(FrameQueue.MAX_LENGTH, new OneSession.Sending(sender));

  @Test
  void acknowledgementsOfABlockShareAFrame() {
    submit(40);
    deliver(toReceiver, 40);
    assertThat(deliver(toSender, 0)).isEqualTo(2);
    assertThat(outcomes).hasSize(32).containsOnly(Outcome.DELIVERED);
    replies.flush(0);
    replies.flush(DELAY - 1);
    assertThat(deliver(toSender, 0)).isZero();
    replies.flush(DELAY);
    assertThat(deliver(toSender, 0)).isEqualTo(1);
    assertThat(outcomes).hasSize(40).containsOnly(Outcome.DELIVERED);
  }

  @Test
  void blocksAreCoalescedIndependently() {
    submit(W);
    List<byte[]> frames = toReceiver.take();
    for (int i = 0; i < W; i++) {
      receiving.read(ByteBuffer.wrap(frames.get(i % 4 * 16 + i / 4)));
    }
    assertThat(deliver(toSender, 0)).isEqualTo(4);
    assertThat(outcomes).hasSize(W);
  }

  @Test
  void aSenderThatAsksForWhatWaitsGetsItAtOnce() {
    submit(3);
    deliver(toReceiver, 3);
    poll(0);
    assertThat(deliver(toSender, 0)).isZero();
    poll(100);
    assertThat(deliver(toReceiver, 0)).as("three CHECKs in one frame").isEqualTo(1);
    // 0 is added again, so 0, 1 and 2 are sent. Then 1 and 2 are coalesced afresh.
    assertThat(deliver(toSender, 0)).isEqualTo(1);
    assertThat(outcomes).hasSize(3);
    replies.flush();
    assertThat(deliver(toSender, 0)).isEqualTo(1);
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void aBatchWithoutAWindowWaitsForTheFlush() {
    ReplyBatch<ByteBuffer> batch =
        new ReplyBatch<>(ReplyWriter.zeroCopy(toSender, FrameQueue.MAX_LENGTH), ID);
    for (long seq = 10; seq < 70; seq++) {
      batch.ack(seq, null);
    }
    assertThat(toSender.take()).isEmpty();
    batch.flush();
    assertThat(toSender.take()).as("0 to 63, and from 64 on").hasSize(2);
  }

  @Test
  void aReplyDoesNotWait() {
    for (long seq = 0; seq < 3; seq++) {
      replies.ack(seq, Vector.ascii("reply"));
    }
    assertThat(toSender.take()).hasSize(3);
  }

  @Test
  void theChecksOfAPollShareAFrameAndSoDoTheirAnswers() {
    submit(W);
    toReceiver.take(); // all DATA is lost
    poll(0);
    poll(100);
    assertThat(deliver(toReceiver, 0)).as("CHECK").isEqualTo(1);
    assertThat(deliver(toSender, 0)).as("STATUS").isEqualTo(1);
    assertThat(sender.checks()).isEqualTo(W);
    assertThat(sender.resends()).isEqualTo(W);
    assertThat(deliver(toReceiver, 0)).as("DATA").isEqualTo(W);
    assertThat(deliver(toSender, 0)).as("ACK").isEqualTo(4);
    assertThat(outcomes).hasSize(W).containsOnly(Outcome.DELIVERED);
  }

  @Test
  void aStatusThatAnswersDataDoesNotWaitEither() {
    receiver.seal(0);
    replies.flush();
    toSender.take();
    submit(1);
    deliver(toReceiver, 1);
    assertThat(deliver(toSender, 0)).isEqualTo(1);
    assertThat(outcomes).containsExactly(Outcome.NOT_DELIVERED);
  }

  @Test
  void overANetworkThatLosesEveryMessageIsDecidedOnce() {
    SplittableRandom random = new SplittableRandom(7);
    int messages = 5000;
    int submitted = 0;
    for (long now = 0; outcomes.size() < messages; now += 20) {
      while (submitted < messages && sender.trySubmit(PAYLOAD) >= 0) {
        submitted++;
      }
      poll(now);
      replies.flush(now);
      pass(toReceiver, receiving, random);
      pass(toSender, sending, random);
      assertThat(now).as("time").isLessThan(10_000_000);
    }
    assertThat(effects).hasSize(messages).doesNotHaveDuplicates();
    assertThat(outcomes).hasSize(messages).containsOnly(Outcome.DELIVERED);
    assertThat(receiver.refused() + receiving.refused() + sending.refused()).isZero();
    assertThat(sender.resends()).isPositive();
  }

  @Test
  void invalidBatchSettingsAreRejected() {
    ReplyWriter<ByteBuffer> writer = ReplyWriter.zeroCopy(toSender, FrameQueue.MAX_LENGTH);
    for (int blockSize : new int[] {0, 3, 32, 128, -1}) {
      assertThatThrownBy(() -> new ReplyBatch<>(writer, ID, 16, blockSize, 0))
          .as("%d", blockSize)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("not " + blockSize);
    }
    assertThatThrownBy(() -> new ReplyBatch<>(writer, ID, 1024, 128, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReplyBatch<>(writer, ID, 24, 8, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReplyBatch<>(writer, ID, 16, 8, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void submit(int messages) {
    for (int i = 0; i < messages; i++) {
      assertThat(sender.trySubmit(PAYLOAD)).isNotNegative();
    }
  }

  private void poll(long now) {
    sender.poll(now);
    requests.flush();
  }

  /** Delivers all frames of a direction; returns how many, which must be as expected unless 0. */
  private int deliver(FrameQueue network, int expected) {
    List<byte[]> frames = network.take();
    frames.forEach(frame -> {
      FrameReader<ByteBuffer> reader = network == toReceiver ? receiving : sending;
      assertThat(reader.read(ByteBuffer.wrap(frame))).isNull();
    });
    if (expected != 0) {
      assertThat(frames).hasSize(expected);
    }
    return frames.size();
  }

  private static void pass(
      FrameQueue network, FrameReader<ByteBuffer> reader, SplittableRandom random) {
    for (byte[] frame : network.take()) {
      int copies = random.nextInt(10) < 3 ? 0 : random.nextInt(10) < 2 ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        assertThat(reader.read(ByteBuffer.wrap(frame))).isNull();
      }
    }
  }
}

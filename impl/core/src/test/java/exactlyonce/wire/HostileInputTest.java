package exactlyonce.wire;

import static exactlyonce.wire.OneSession.ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.window.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed frames that no peer of this session would send are counted and change nothing. */
class HostileInputTest {
  private static final int W = 4;
  private static final long OTHER = 0x666;
  private static final ByteBuffer PAYLOAD = Vector.ascii("payload");

  private final FrameQueue toReceiver = new FrameQueue();
  private final FrameQueue toSender = new FrameQueue();
  private final List<Long> effects = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Receiver<ByteBuffer, ByteBuffer> receiver = Receiver.unordered(
      W,
      ReplyMode.WITHOUT_REPLIES,
      (seq, payload) -> {
        effects.add(seq);
        return null;
      },
      ReplyWriter.zeroCopy(toSender, FrameQueue.MAX_LENGTH).in(ID));
  private final Sender<ByteBuffer, ByteBuffer> sender = new Sender<>(
      W,
      ReplyMode.WITHOUT_REPLIES,
      RequestWriter.zeroCopy(toReceiver, FrameQueue.MAX_LENGTH).in(ID),
      (seq, payload, outcome, reply) -> outcomes.add(outcome),
      new RetryPolicy(100, 100));
  private final OneSession.Receiving<ByteBuffer> receiving = new OneSession.Receiving<>(receiver);
  private final OneSession.Sending sending = new OneSession.Sending(sender);
  private final RequestReader<ByteBuffer> requests =
      RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, receiving);
  private final ReplyReader<ByteBuffer> replies =
      ReplyReader.zeroCopy(FrameQueue.MAX_LENGTH, sending);

  // The stranger.
  private final FrameQueue forged = new FrameQueue();
  private final RequestWriter<ByteBuffer> forgedRequests =
      RequestWriter.zeroCopy(forged, FrameQueue.MAX_LENGTH);
  private final ReplyWriter<ByteBuffer> forgedReplies =
      ReplyWriter.zeroCopy(forged, FrameQueue.MAX_LENGTH);

  @ParameterizedTest
  @ValueSource(longs = {W, W + 1, 2 * W, 1L << 32, (1L << 60) - W, (1L << 60) - 1})
  void messagesBeyondTheWindowAreRefused(long seq) {
    Requests<ByteBuffer> stranger = forgedRequests.in(ID);
    stranger.data(seq, PAYLOAD);
    stranger.check(seq);
    stranger.seal(seq);
    read(forged, requests);
    assertThat(receiver.refused()).isEqualTo(3);
    assertThat(effects).isEmpty();
    assertThat(toSender.take()).as("each raises an alarm").hasSize(3);
    sendAndAcknowledge(3 * W);
    assertThat(effects).hasSize(3 * W).doesNotHaveDuplicates();
  }

  @Test
  void onlyTheMessagesOfAFrameThatAreInTheWindowAreAnswered() {
    forgedRequests.check(ID, 0, -1L);
    read(forged, requests);
    assertThat(receiver.refused()).isEqualTo(64 - W);
    assertThat(toSender.take().stream().filter(frame -> (frame[1] & 0xff) == FrameLayout.STATUS))
        .hasSize(W);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, W - 1, W, 1L << 32, (1L << 60) - 1})
  void anAcknowledgementOfAMessageThatWasNeverSentIsIgnored(long seq) {
    forgedReplies.in(ID).ack(seq, null);
    forgedReplies.in(ID).ack(seq, PAYLOAD);
    for (Status status : Status.values()) {
      forgedReplies.in(ID).status(seq, status);
    }
    read(forged, replies);
    assertThat(outcomes).isEmpty();
    assertThat(toReceiver.take()).isEmpty();
    // Nor is it remembered: the message with that number is open once it is submitted.
    for (int i = 0; i < W; i++) {
      assertThat(sender.trySubmit(PAYLOAD)).isEqualTo(i);
    }
    assertThat(outcomes).isEmpty();
  }

  @Test
  void aStatusOfAnEarlierLapIsIgnored() {
    sendAndAcknowledge(W);
    for (int i = 0; i < W; i++) {
      sender.trySubmit(PAYLOAD); // open: the next lap
    }
    toReceiver.take();
    outcomes.clear();
    Replies<ByteBuffer> stranger = forgedReplies.in(ID);
    for (long seq = 0; seq < W; seq++) {
      stranger.status(seq, Status.UNKNOWN);
      stranger.status(seq, Status.SEALED);
      stranger.status(seq, Status.IN_PROGRESS);
      stranger.ack(seq, null);
    }
    forgedReplies.status(ID, 0, 0b0000, 0b1111);
    read(forged, replies);
    assertThat(outcomes).isEmpty();
    assertThat(sender.resends()).isZero();
    assertThat(toReceiver.take()).isEmpty();
  }

  @Test
  void copiesOfAnEarlierLapRunNoHandler() {
    sendAndAcknowledge(2 * W);
    long suppressed = receiver.suppressed();
    for (long seq = 0; seq < W; seq++) {
      forgedRequests.in(ID).data(seq, PAYLOAD);
      forgedRequests.in(ID).seal(seq);
      forgedRequests.in(ID).check(seq);
    }
    read(forged, requests);
    assertThat(effects).hasSize(2 * W);
    assertThat(receiver.suppressed() - suppressed).isEqualTo(W);
    read(toSender, replies);
    assertThat(sender.lostMemory()).as("no answer is owed").isZero();
  }

  @Test
  void framesOfAnotherSessionDoNotReachThisOne() {
    for (int i = 0; i < W; i++) {
      sender.trySubmit(PAYLOAD);
    }
    forgedRequests.in(OTHER).data(0, PAYLOAD);
    forgedRequests.in(OTHER).check(0);
    forgedRequests.in(OTHER).seal(0);
    forgedRequests.close(OTHER);
    read(forged, requests);
    forgedReplies.in(OTHER).ack(0, null);
    forgedReplies.in(OTHER).ack(1, PAYLOAD);
    forgedReplies.in(OTHER).status(2, Status.UNKNOWN);
    forgedReplies.in(OTHER).status(3, Status.SEALED);
    forgedReplies.gone(OTHER);
    read(forged, replies);
    assertThat(receiving.strangers).isEqualTo(4);
    assertThat(sending.strangers).isEqualTo(5);
    assertThat(effects).isEmpty();
    assertThat(outcomes).isEmpty();
    assertThat(sender.resends()).isZero();
    assertThat(receiver.refused()).isZero();
    assertThat(toSender.take()).isEmpty();
  }

  /** The reader caches the session of the last frame, and must not use it for any other. */
  @Test
  void framesOfSeveralSessionsAreToldApart() {
    for (int i = 0; i < W; i++) {
      forgedRequests.in(OTHER).data(i, PAYLOAD);
      forgedRequests.in(ID).data(i, PAYLOAD);
      forgedRequests.in(OTHER + 1).data(i, PAYLOAD);
    }
    read(forged, requests);
    assertThat(receiving.strangers).isEqualTo(2 * W);
    assertThat(effects).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void forgedFramesLeaveNothingBehind() {
    forgedRequests.in(ID).check(W);
    forgedRequests.in(ID).seal(1L << 50);
    forgedRequests.in(ID).data(1L << 55, ByteBuffer.allocate(0));
    List<byte[]> frames = forged.take();
    forgedReplies.in(ID).ack(17, null);
    forgedReplies.in(ID).status(17, Status.UNKNOWN);
    List<byte[]> answers = forged.take();
    byte[] malformed = frames.get(0).clone();
    malformed[0] = 9;
    Runnable attack = () -> {
      frames.forEach(frame -> requests.read(ByteBuffer.wrap(frame).asReadOnlyBuffer()));
      answers.forEach(frame -> replies.read(ByteBuffer.wrap(frame)));
      requests.read(ByteBuffer.wrap(malformed));
      toSender.take();
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int rounds = 100_000;
    for (int i = 0; i < rounds; i++) {
      attack.run();
    }
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < rounds; i++) {
      attack.run();
    }
    long bytes = threads.getThreadAllocatedBytes(thread) - before;
    // Allocated: the wrapper of each frame, the one payload, and the three answers, all of it
    // garbage.
    assertThat(bytes / rounds).isLessThan(1500);
    assertThat(receiver.refused()).isEqualTo(2 * 3 * rounds);
    assertThat(requests.refused(Malformation.WRONG_VERSION)).isEqualTo(2 * rounds);
    assertThat(outcomes).isEmpty();
  }

  /** Carries messages to the receiver and their acknowledgements back. */
  private void sendAndAcknowledge(int messages) {
    for (int i = 0; i < messages; i++) {
      assertThat(sender.trySubmit(PAYLOAD)).isNotNegative();
      read(toReceiver, requests);
      read(toSender, replies);
    }
    assertThat(outcomes).hasSize(messages).containsOnly(Outcome.DELIVERED);
  }

  private static void read(FrameQueue frames, FrameReader<ByteBuffer> reader) {
    for (byte[] frame : frames.take()) {
      assertThat(reader.read(ByteBuffer.wrap(frame))).isNull();
    }
  }
}

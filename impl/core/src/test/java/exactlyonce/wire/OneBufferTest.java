package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The obvious wiring: every frame is received into the same buffer and read from there. Payloads are
 * buffers too, so that nothing but the reader copies them.
 */
class OneBufferTest {
  private static final int MAX = FrameQueue.MAX_LENGTH;
  private static final long SESSION = 5;
  private static final Codec<ByteBuffer> CODEC = Codec.byteBuffers();

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX);
  private final FrameQueue toReceiver = new FrameQueue();
  private final FrameQueue toSender = new FrameQueue();
  private final RequestWriter<ByteBuffer> requests = new RequestWriter<>(toReceiver, MAX, CODEC);
  private final ReplyWriter<ByteBuffer> replies = new ReplyWriter<>(toSender, MAX, CODEC);
  private final List<String> handled = new ArrayList<>();

  @Test
  void aPayloadMayWaitForItsTurn() {
    deliverInReverse(new RequestReader<>(MAX, CODEC, orderedHost()));
    assertThat(handled).containsExactly("first", "second");
  }

  @Test
  void aZeroCopyPayloadMayNot() {
    deliverInReverse(RequestReader.zeroCopy(MAX, orderedHost()));
    assertThat(handled).containsExactly("first", "first");
  }

  @Test
  void aHandlerMayReturnWhatItWasGiven() {
    FrameReader<ByteBuffer> receiver = new RequestReader<>(
        MAX, CODEC, host(HostSettings.ofWindowSize(4).withReplies(), (seq, payload) -> payload));
    requests.open(7, 1);
    requests.in(SESSION).data(0, Vector.ascii("first"));
    requests.in(SESSION).data(1, Vector.ascii("second"));
    receive(toReceiver, receiver);
    toSender.take();
    requests.in(SESSION).check(0);
    receive(toReceiver, receiver);
    HexLog log = new HexLog();
    receive(toSender, new ReplyReader<>(MAX, CODEC, log));
    assertThat(log.take()).containsExactly("ACK 5 0 \"6669727374\"");
  }

  @Test
  void aReplyMayBeKept() {
    List<ByteBuffer> kept = new ArrayList<>();
    SessionSender<ByteBuffer, ByteBuffer> sender = new SessionSender<>(
        7,
        () -> 1,
        4,
        SenderStore.none(),
        requests,
        session -> (seq, payload, outcome, reply) -> kept.add(reply),
        new RetryPolicy(1, 1));
    FrameReader<ByteBuffer> reader = new ReplyReader<>(MAX, CODEC, sender);
    sender.open();
    replies.opened(7, 1, SESSION, 4, ReplyMode.WITH_REPLIES);
    receive(toSender, reader);
    sender.sender().trySubmit(Vector.ascii("payload"));
    sender.sender().trySubmit(Vector.ascii("payload"));
    replies.in(SESSION).ack(0, Vector.ascii("first"));
    replies.in(SESSION).ack(1, Vector.ascii("second"));
    receive(toSender, reader);
    assertThat(kept).extracting(OneBufferTest::string).containsExactly("first", "second");
  }

  @Test
  void aPayloadThatCannotBeDecodedReachesNobody() {
    Codec<ByteBuffer> broken = new Codec<>() {
      @Override
      public byte[] encode(ByteBuffer value) {
        throw new IllegalStateException();
      }

      @Override
      public ByteBuffer decode(byte[] bytes) {
        throw new IllegalStateException("not one of mine");
      }
    };
    HexLog log = new HexLog();
    requests.in(SESSION).data(3, Vector.ascii("first"));
    assertThatThrownBy(() -> receive(toReceiver, new RequestReader<>(MAX, broken, log)))
        .hasMessage("message 3 of session 5, 5 bytes, cannot be decoded")
        .hasRootCauseMessage("not one of mine");
    replies.in(SESSION).ack(4, Vector.ascii("first"));
    assertThatThrownBy(() -> receive(toSender, new ReplyReader<>(MAX, broken, log)))
        .hasMessage("message 4 of session 5, 5 bytes, cannot be decoded");
    assertThat(log.take()).isEmpty();
  }

  @Test
  void whatIsTooLongIsToldBeforeItIsSent() {
    int longest = FrameWriter.maxPayloadLength(MAX);
    requests.requireSendable(ByteBuffer.allocate(longest));
    assertThatThrownBy(() -> requests.requireSendable(ByteBuffer.allocate(longest + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the payload takes 1001 bytes, but a frame of this network has room for 1000");
    requests.in(SESSION).data(0, ByteBuffer.allocate(longest + 1));
    assertThat(toReceiver.tooLong()).containsExactly(MAX + 1);
  }

  /** Also if it is asked for again: the message has had its effect. */
  @Test
  void ofAReplyThatIsTooLongTheSenderIsTold() {
    ByteBuffer tooLong = ByteBuffer.allocate(FrameWriter.maxPayloadLength(MAX) + 1);
    HexLog log = new HexLog();
    replies.in(SESSION).ack(4, tooLong);
    new ReplyBatch<>(replies, SESSION).ack(5, tooLong);
    receive(toSender, new ReplyReader<>(MAX, CODEC, log));
    assertThat(log.take())
        .containsExactly("STATUS 5 4 REPLY_TOO_LONG", "STATUS 5 5 REPLY_TOO_LONG");
    assertThat(toSender.tooLong()).containsExactly(MAX + 1, MAX + 1);
    assertThat(replies.tooLong()).isEqualTo(2);
  }

  /** At the end of a character: of those of two bytes 499 fit behind the first. */
  @Test
  void ofAReasonThatIsTooLongTheSenderIsToldTheBeginning() {
    HexLog log = new HexLog();
    replies.in(SESSION).rejected(4, "a" + "\u00e9".repeat(600));
    new ReplyBatch<>(replies, SESSION).rejected(5, "a".repeat(1001));
    new ReplyBatch<>(replies, SESSION).rejected(6, "b".repeat(1000));
    receive(toSender, new ReplyReader<>(MAX, CODEC, log));
    assertThat(log.take())
        .containsExactly(
            "REJECTED 5 4 a" + "\u00e9".repeat(499),
            "REJECTED 5 5 " + "a".repeat(1000),
            "REJECTED 5 6 " + "b".repeat(1000));
    assertThat(replies.tooLong()).isZero();
  }

  private void deliverInReverse(FrameReader<ByteBuffer> receiver) {
    requests.open(7, 1);
    requests.in(SESSION).data(1, Vector.ascii("second"));
    requests.in(SESSION).data(0, Vector.ascii("first"));
    receive(toReceiver, receiver);
  }

  private SessionRequests<ByteBuffer> orderedHost() {
    return host(HostSettings.ofWindowSize(4).withOrder(DeliveryOrder.ORDERED), (seq, payload) -> {
      handled.add(string(payload));
      return null;
    });
  }

  private SessionRequests<ByteBuffer> host(
      HostSettings settings, Handler<ByteBuffer, ByteBuffer> handler) {
    return ReceiverHost.<ByteBuffer, ByteBuffer>builder((sender, session) -> handler, replies)
        .settings(settings)
        .ids(() -> SESSION)
        .build();
  }

  private void receive(FrameQueue frames, FrameReader<ByteBuffer> reader) {
    for (byte[] frame : frames.take()) {
      buffer.clear().put(frame).flip();
      assertThat(reader.read(buffer)).isNull();
    }
  }

  private static String string(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
  }
}

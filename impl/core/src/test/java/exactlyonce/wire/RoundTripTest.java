package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read: the same calls come out, for any arguments. */
class RoundTripTest {
  private final FrameQueue frames = new FrameQueue();
  private final HexLog calls = new HexLog();
  private final RequestWriter<ByteBuffer> requests =
      RequestWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH);
  private final ReplyWriter<ByteBuffer> replies =
      ReplyWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH);
  private final RequestReader<ByteBuffer> requestReader =
      RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, calls);
  private final ReplyReader<ByteBuffer> replyReader =
      ReplyReader.zeroCopy(FrameQueue.MAX_LENGTH, calls);

  @Property(tries = 200)
  void aCallComesOutAsItWentIn(
      @ForAll long id,
      @ForAll long nonce,
      @ForAll("seqs") long seq,
      @ForAll("payloads") byte[] payload,
      @ForAll Status status,
      @ForAll("windows") int windowSize,
      @ForAll ReplyMode replyMode) {
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    fromSender(log -> log.open(id, nonce, windowSize), () -> requests.open(id, nonce, windowSize));
    fromSender(log -> log.close(id), () -> requests.close(id));
    fromSender(log -> log.in(id).data(seq, bytes), () -> requests.in(id).data(seq, bytes));
    fromSender(log -> log.in(id).check(seq), () -> requests.in(id).check(seq));
    fromSender(log -> log.in(id).seal(seq), () -> requests.in(id).seal(seq));
    fromReceiver(
        log -> log.opened(id, nonce, ~id, windowSize, replyMode),
        () -> replies.opened(id, nonce, ~id, windowSize, replyMode));
    fromReceiver(log -> log.full(id, nonce), () -> replies.full(id, nonce));
    fromReceiver(log -> log.gone(id), () -> replies.gone(id));
    fromReceiver(log -> log.in(id).ack(seq, null), () -> replies.in(id).ack(seq, null));
    fromReceiver(log -> log.in(id).ack(seq, bytes), () -> replies.in(id).ack(seq, bytes));
    fromReceiver(log -> log.in(id).status(seq, status), () -> replies.in(id).status(seq, status));
    assertThat(bytes).as("unchanged").isEqualTo(ByteBuffer.wrap(payload));
  }

  @Property(tries = 200)
  void aFrameOfSeveralIsSeveralCallsInOrder(
      @ForAll long id, @ForAll("bases") long base, @ForAll long low, @ForAll long high) {
    if (low != 0) {
      fromSender(
          log -> each(low, i -> log.in(id).check(base + i)), () -> requests.check(id, base, low));
      fromReceiver(
          log -> each(low, i -> log.in(id).ack(base + i, null)), () -> replies.ack(id, base, low));
    }
    if ((low | high) != 0) {
      fromReceiver(
          log -> each(
              low | high,
              i -> log.in(id)
                  .status(
                      base + i,
                      Status.values()[(int) (low >>> i & 1 | (high >>> i & 1) << 1) - 1])),
          () -> replies.status(id, base, low, high));
    }
  }

  @Example
  void onlyWhatLiesBetweenPositionAndLimitIsPayload() {
    ByteBuffer payload = Vector.ascii("abcde").position(1).limit(4);
    requests.in(1).data(2, payload);
    requestReader.read(ByteBuffer.wrap(frames.poll()));
    assertThat(calls.take()).containsExactly("DATA 1 2 \"626364\"");
    assertThat(payload.position()).isEqualTo(1);
    assertThat(payload.limit()).isEqualTo(4);
  }

  @Example
  void aPayloadThatIsNotCopiedIsTheFrameDuringTheCall() {
    requests.in(OneSession.ID).data(2, Vector.ascii("abc"));
    byte[] bytes = frames.poll();
    ByteBuffer frame = ByteBuffer.allocate(bytes.length + 5).order(ByteOrder.LITTLE_ENDIAN);
    frame.position(3).put(bytes).position(3).limit(3 + bytes.length);
    RequestReader<ByteBuffer> reader = RequestReader.zeroCopy(
        FrameQueue.MAX_LENGTH,
        new OneSession.Receiving<>(new ForwardingRequests<>(calls.in(OneSession.ID)) {
          @Override
          public void data(long seq, ByteBuffer payload) {
            assertThat(payload).isSameAs(frame);
            assertThat(payload).as("the rest of it").isEqualTo(Vector.ascii("abc"));
            assertThat(payload.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
            super.data(seq, payload);
            payload.clear().position(1); // whatever a handler does to it
            throw new IllegalStateException("as a handler may");
          }
        }));
    for (int reading = 0; reading < 2; reading++) {
      assertThatThrownBy(() -> reader.read(frame)).hasMessage("as a handler may");
      assertThat(calls.take()).containsExactly("DATA 1122334455667788 2 \"616263\"");
      assertThat(frame.position()).isEqualTo(3);
      assertThat(frame.limit()).isEqualTo(3 + bytes.length);
      assertThat(frame.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Example
  void aPayloadThatIsTooLongIsLostAndCounted() {
    int longest = FrameWriter.maxPayloadLength(FrameQueue.MAX_LENGTH);
    requests.in(1).data(2, ByteBuffer.allocate(longest));
    assertThat(frames.take()).singleElement().matches(f -> f.length == FrameQueue.MAX_LENGTH);
    requests.in(1).data(2, ByteBuffer.allocate(longest + 1));
    assertThat(frames.take()).isEmpty();
    assertThat(requests.tooLong()).isEqualTo(1);
  }

  @Example
  void aFrameForWhichThereIsNoSpaceIsLostAndCounted() {
    FrameSink full = new FrameSink() {
      @Override
      public ByteBuffer claim(int length) {
        return null;
      }

      @Override
      public void commit(ByteBuffer frame, int length) {
        throw new AssertionError("nothing was claimed");
      }
    };
    RequestWriter<ByteBuffer> requestsLost = RequestWriter.zeroCopy(full, FrameQueue.MAX_LENGTH);
    requestsLost.open(1, 2);
    requestsLost.in(1).data(2, Vector.ascii("abc"));
    requestsLost.in(1).check(2);
    assertThat(requestsLost.withoutSpace()).isEqualTo(3);
    ReplyWriter<ByteBuffer> repliesLost = ReplyWriter.zeroCopy(full, FrameQueue.MAX_LENGTH);
    repliesLost.opened(1, 2, 3, 4, ReplyMode.WITHOUT_REPLIES);
    repliesLost.in(1).status(2, Status.SEALED);
    assertThat(repliesLost.withoutSpace()).isEqualTo(2);
  }

  private void fromSender(Consumer<HexLog> expected, Runnable write) {
    roundTrip(requestReader, expected, write);
  }

  private void fromReceiver(Consumer<HexLog> expected, Runnable write) {
    roundTrip(replyReader, expected, write);
  }

  private void roundTrip(
      FrameReader<ByteBuffer> reader, Consumer<HexLog> expected, Runnable write) {
    write.run();
    List<byte[]> written = frames.take();
    assertThat(written).hasSize(1);
    assertThat(reader.read(ByteBuffer.wrap(written.get(0)))).isNull();
    HexLog log = new HexLog();
    expected.accept(log);
    assertThat(calls.take()).isEqualTo(log.take());
  }

  private static void each(long bits, IntConsumer call) {
    for (int i = 0; i < 64; i++) {
      if ((bits >>> i & 1) == 1) {
        call.accept(i);
      }
    }
  }

  @Provide
  Arbitrary<Long> seqs() {
    return Arbitraries.longs().between(0, Bounds.MAX_SEQ);
  }

  @Provide
  Arbitrary<Long> bases() {
    return Arbitraries.longs().between(0, Bounds.MAX_SEQ - 63);
  }

  @Provide
  Arbitrary<byte[]> payloads() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(FrameQueue.MAX_LENGTH - 24);
  }

  @Provide
  Arbitrary<Integer> windows() {
    return Arbitraries.integers().between(0, 30).map(power -> 1 << power);
  }
}

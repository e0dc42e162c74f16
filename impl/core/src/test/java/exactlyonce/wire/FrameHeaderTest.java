package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ReplyMode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {
  private final FrameQueue frames = new FrameQueue();

  @Test
  void joinedFramesAreFoundOneByOne() {
    RequestWriter<ByteBuffer> requests = RequestWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH);
    requests.open(1, 2);
    requests.in(3).data(4, Vector.ascii("abc"));
    requests.close(5);
    ByteBuffer joined = ByteBuffer.allocate(100);
    frames.take().forEach(joined::put);
    joined.flip();
    assertThat(FrameHeader.length(joined)).isEqualTo(24);
    assertThat(FrameHeader.isAboutSender(joined)).isTrue();
    assertThat(FrameHeader.id(joined)).isEqualTo(1);
    joined.position(24);
    assertThat(FrameHeader.length(joined)).isEqualTo(27);
    assertThat(FrameHeader.isAboutSender(joined)).isFalse();
    assertThat(FrameHeader.isReply(joined)).isFalse();
    assertThat(FrameHeader.id(joined)).isEqualTo(3);
    joined.position(51);
    assertThat(FrameHeader.length(joined)).isEqualTo(24);
    assertThat(FrameHeader.id(joined)).isEqualTo(5);
  }

  @Test
  void repliesAreToldFromRequests() {
    ReplyWriter<ByteBuffer> replies = ReplyWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH);
    replies.opened(1, 2, 3, 4, ReplyMode.WITH_REPLIES);
    replies.full(1, 2);
    replies.gone(3);
    replies.in(3).ack(0, Vector.ascii("abc"));
    assertThat(frames.take())
        .extracting(frame -> FrameHeader.isAboutSender(ByteBuffer.wrap(frame)))
        .containsExactly(true, true, false, false);
    replies.in(3).ack(0, null);
    assertThat(FrameHeader.isReply(ByteBuffer.wrap(frames.poll()))).isTrue();
  }

  @Test
  void whatIsNoFrameHasNoLength() {
    RequestWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH).in(3).data(4, Vector.ascii("abc"));
    byte[] frame = frames.poll();
    for (int cut = 0; cut < frame.length; cut++) {
      assertThat(FrameHeader.length(ByteBuffer.wrap(frame, 0, cut))).isEqualTo(-1);
    }
    assertThat(FrameHeader.length(ByteBuffer.wrap(frame))).isEqualTo(27);
    frame[7] = -1; // a negative length
    assertThat(FrameHeader.length(ByteBuffer.wrap(frame))).isEqualTo(-1);
    frame[7] = 0;
    frame[0] = 2;
    assertThat(FrameHeader.length(ByteBuffer.wrap(frame))).isEqualTo(-1);
  }
}

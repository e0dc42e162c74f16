package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionSender;
import exactlyonce.session.SessionState;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smaller window wins, over bytes; and what happens with a receiver that knows nothing of it. */
class WindowNegotiationTest {
  private static final int HEADER = 24;

  private final AtomicLong ids = new AtomicLong();
  private final FrameQueue toReceiver = new FrameQueue();
  private final FrameQueue toSender = new FrameQueue();
  private boolean receiverIsOld;

  @ParameterizedTest
  @CsvSource({"4, 16, 4", "16, 4, 4", "8, 8, 8"})
  void theSmallerWindowWins(int ofSender, int ofReceiver, int expected) {
    ReceiverHost<String, String> host = host(ofReceiver);
    SessionSender<String, String> sender = sender(ofSender);
    sender.open();
    run(sender, host);
    assertThat(sender.isOpen()).isTrue();
    assertThat(host.sessionInfo()).hasSize(1);
    assertThat(host.sessionInfo().get(0).session().windowSize()).isEqualTo(expected);
    for (int i = 0; i < expected; i++) {
      assertThat(sender.sender().trySubmit("a")).isEqualTo(i);
    }
    assertThat(sender.sender().trySubmit("a")).as("full").isNegative();
    run(sender, host);
    sender.close();
    sender.poll(0);
    run(sender, host);
    assertThat(sender.isIdle()).isTrue();
    assertThat(host.sessions()).isZero();
  }

  /** It refuses an OPEN with a body as malformed, and so it does not answer. */
  @Test
  void withAnOldReceiverTheStateSaysWhy() {
    receiverIsOld = true;
    ReceiverHost<String, String> host = host(16);
    SessionSender<String, String> small = sender(4);
    small.open();
    for (int now = 0; now < 1000; now += 100) {
      run(small, host);
      small.poll(now);
    }
    assertThat(small.state()).isEqualTo(SessionState.WINDOW_TOO_LARGE);
    assertThat(host.sessions()).as("the one that was too large is closed").isZero();
    SessionSender<String, String> large = sender(16);
    large.open();
    run(large, host);
    assertThat(large.isOpen()).isTrue();
  }

  private void run(SessionSender<String, String> sender, ReceiverHost<String, String> host) {
    RequestReader<String> requests =
        new RequestReader<>(FrameQueue.MAX_LENGTH, Codec.strings(), host);
    ReplyReader<String> replies = new ReplyReader<>(FrameQueue.MAX_LENGTH, Codec.strings(), sender);
    boolean worked = true;
    while (worked) {
      worked = false;
      for (byte[] frame : toReceiver.take()) {
        boolean refused = receiverIsOld && frame[1] == FrameLayout.OPEN && frame.length > HEADER;
        assertThat(refused ? null : requests.read(ByteBuffer.wrap(frame))).isNull();
        worked = true;
      }
      for (byte[] frame : toSender.take()) {
        assertThat(replies.read(ByteBuffer.wrap(frame))).isNull();
        worked = true;
      }
    }
  }

  private ReceiverHost<String, String> host(int windowSize) {
    return ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> null,
            new ReplyWriter<>(toSender, FrameQueue.MAX_LENGTH, Codec.strings()))
        .settings(HostSettings.ofWindowSize(windowSize))
        .ids(ids::incrementAndGet)
        .build();
  }

  private SessionSender<String, String> sender(int maxWindowSize) {
    return new SessionSender<>(
        7,
        ids::incrementAndGet,
        maxWindowSize,
        SenderStore.none(),
        new RequestWriter<>(toReceiver, FrameQueue.MAX_LENGTH, Codec.strings()),
        session -> (seq, payload, outcome, reply) -> {},
        new RetryPolicy(100, 100));
  }
}

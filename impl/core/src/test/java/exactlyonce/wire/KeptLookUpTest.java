package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionLog;
import exactlyonce.session.SessionSender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader keeps what it has looked up, while the session of it begins and ends. */
class KeptLookUpTest {
  private enum Early {
    DATA {
      @Override
      void send(Requests<String> requests) {
        requests.data(0, "early");
      }
    },
    CHECK {
      @Override
      void send(Requests<String> requests) {
        requests.check(0);
      }
    },
    SEAL {
      @Override
      void send(Requests<String> requests) {
        requests.seal(0);
      }
    };

    abstract void send(Requests<String> requests);
  }

  private final SessionLog<String> log = new SessionLog<>();
  private final FrameQueue frames = new FrameQueue();

  @ParameterizedTest
  @EnumSource
  void aSessionIsFoundThoughItWasLookedUpBeforeItExisted(Early early) {
    AtomicLong ids = new AtomicLong();
    ReceiverHost<String, String> host = ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> payload + "!", log)
        .settings(HostSettings.ofWindowSize(4).withReplies())
        .ids(ids::incrementAndGet)
        .onEvent(event -> {})
        .build();
    RequestReader<String> reader =
        new RequestReader<>(FrameQueue.MAX_LENGTH, Codec.strings(), host);
    RequestWriter<String> writer =
        new RequestWriter<>(frames, FrameQueue.MAX_LENGTH, Codec.strings());
    Requests<String> requests = writer.in(1);
    early.send(requests);
    assertThat(readBy(reader)).containsExactly("GONE 1");
    writer.open(7, 100);
    assertThat(readBy(reader)).containsExactly("OPENED 7 100 1 4 WITH_REPLIES");
    requests.data(0, "a");
    requests.check(0);
    requests.seal(1);
    assertThat(readBy(reader)).containsExactly("1: ACK 0 a!", "1: ACK 0 a!", "1: STATUS 1 SEALED");
    writer.close(1);
    requests.check(0);
    assertThat(readBy(reader)).containsExactly("GONE 1", "GONE 1");
  }

  @Test
  void aReplyIsForTheSessionThatIsOpenWhenItArrives() {
    List<String> outcomes = new ArrayList<>();
    SessionSender<String, String> sender = new SessionSender<>(
        7,
        () -> 100,
        4,
        SenderStore.none(),
        log,
        session -> (seq, payload, outcome, reply) -> outcomes.add(payload + " " + outcome),
        new RetryPolicy(10, 40));
    ReplyReader<String> reader = new ReplyReader<>(FrameQueue.MAX_LENGTH, Codec.strings(), sender);
    ReplyWriter<String> writer = new ReplyWriter<>(frames, FrameQueue.MAX_LENGTH, Codec.strings());
    writer.in(1).ack(0, null);
    sender.open();
    readBy(reader);
    writer.opened(7, 100, 1, 4, ReplyMode.WITHOUT_REPLIES);
    readBy(reader);
    sender.sender().trySubmit("a");
    writer.in(1).ack(0, null);
    readBy(reader);
    assertThat(outcomes).containsExactly("a DELIVERED");
  }

  private List<String> readBy(FrameReader<?> reader) {
    for (byte[] frame : frames.take()) {
      assertThat(reader.read(ByteBuffer.wrap(frame))).isNull();
    }
    return log.take();
  }
}

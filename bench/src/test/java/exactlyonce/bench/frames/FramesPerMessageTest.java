package exactlyonce.bench.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import exactlyonce.bench.frames.Handshake.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesPerMessageTest {
  private static final Path README = Path.of("README.md");

  /** The results are deterministic: only the losses are random, and they are drawn from a seed. */
  @Test
  void theReadmeHasTheMeasuredTable() throws IOException {
    List<String> readme = Files.readAllLines(README);
    int begin = readme.indexOf("<!-- frames -->");
    int end = readme.indexOf("<!-- end of frames -->");
    assertThat(begin).isNotNegative();
    assertThat(readme.subList(begin + 2, end - 1)).isEqualTo(FramesPerMessage.lines());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16, 64})
  void withoutLossThereAreNoChecksAndAcknowledgementsShareFrames(int blockSize) {
    ShippedProtocol protocol = new ShippedProtocol(0, blockSize);
    double frames = FramesPerMessage.measure(protocol);
    assertThat(protocol.checks()).isZero();
    assertThat(frames).isEqualTo(1 + 1.0 / blockSize, within(1e-3)); // the last block is short
  }

  @Test
  void withoutLossTheOthersSendTheMinimum() {
    assertThat(FramesPerMessage.measure(handshake(Kind.ALWAYS_RESEND))).isEqualTo(2);
    assertThat(FramesPerMessage.measure(handshake(Kind.CHECK_FIRST))).isEqualTo(4);
    assertThat(FramesPerMessage.measure(handshake(Kind.MQTT_QOS_2))).isEqualTo(4);
  }

  private static Handshake handshake(Kind kind) {
    return new Handshake(kind, 0, FramesPerMessage.MESSAGES);
  }
}

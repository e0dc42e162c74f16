package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of each frame are pinned, because implementations in other languages read and write
 * them too.
 */
class VectorTest {
  private static final Path SPECIFICATION = Path.of("../../spec/docs/wire-format.md");

  private final Reading reading = new Reading();

  static List<Vector> vectors() {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isWritten(Vector vector) {
    FrameQueue frames = new FrameQueue();
    vector
        .write()
        .accept(new Vector.Out(
            RequestWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH),
            ReplyWriter.zeroCopy(frames, FrameQueue.MAX_LENGTH)));
    assertThat(frames.take())
        .singleElement()
        .satisfies(bytes ->
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(vector.hex().replace(" ", "")));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isRead(Vector vector) {
    assertThat(reading.of(vector, vector.bytes())).isEqualTo(vector.calls());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isReadAtAnyPositionAndNotModified(Vector vector) {
    byte[] bytes = vector.bytes();
    for (ByteBuffer memory : List.of(
        ByteBuffer.allocate(200), ByteBuffer.allocateDirect(200).order(ByteOrder.LITTLE_ENDIAN))) {
      ByteBuffer frame = memory.position(5).put(bytes).flip().position(5);
      assertThat(reading.of(vector, frame)).isEqualTo(vector.calls());
      assertThat(reading.of(vector, frame.asReadOnlyBuffer())).isEqualTo(vector.calls());
      assertThat(frame.position()).isEqualTo(5);
      assertThat(frame.limit()).isEqualTo(5 + bytes.length);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isRefusedIfTruncatedAnywhere(Vector vector) {
    byte[] bytes = vector.bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(reading.of(vector, ByteBuffer.wrap(bytes, 0, length)))
          .as("%d bytes", length)
          .containsExactly(
              (length < 24 ? Malformation.TOO_SHORT : Malformation.WRONG_LENGTH).name());
    }
  }

  /** So no bit is without meaning, and none is ignored. */
  @ParameterizedTest
  @MethodSource("vectors")
  void withOneBitFlippedItIsRefusedOrMakesOtherCalls(Vector vector) {
    for (int bit = 0; bit < 8 * vector.bytes().length; bit++) {
      byte[] bytes = vector.bytes();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(reading.of(vector, bytes)).as("bit %d", bit).isNotEqualTo(vector.calls());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void noChangeOfOneByteMakesTheReaderThrow(Vector vector) {
    for (int i = 0; i < vector.bytes().length; i++) {
      for (int value = 0; value < 256; value++) {
        byte[] bytes = vector.bytes();
        bytes[i] = (byte) value;
        reading.of(vector, bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isRefusedByTheOtherSide(Vector vector) {
    assertThat(reading.of(!vector.fromSender(), ByteBuffer.wrap(vector.bytes())))
        .containsExactly(Malformation.WRONG_DIRECTION.name());
  }

  @Test
  void everyTypeHasAVector() {
    assertThat(Vector.all().stream().map(v -> v.bytes()[1] & 0xff).collect(Collectors.toSet()))
        .isEqualTo(Stream.iterate(0, type -> type < 256, type -> type + 1)
            .filter(type -> FrameLayout.isRequest(type) || FrameLayout.isReply(type))
            .collect(Collectors.toSet()));
  }

  /** The lines of the specification's table. */
  @Test
  void theSpecificationListsTheSameVectors() throws IOException {
    assertThat(Files.readAllLines(SPECIFICATION))
        .containsSubsequence(Vector.all().stream().map(VectorTest::line).toList());
  }

  private static String line(Vector vector) {
    return vector.hex() + "  " + String.join(", ", vector.calls());
  }
}

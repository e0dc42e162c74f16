package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.Requests;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A malformed frame is recognised, reported, counted once, and causes no call. */
class MalformationTest {
  private static final String ABOUT_0 = "8877665544332211 0000000000000000";
  private static final String ABOUT_LAST = "8877665544332211 ffffffffffffff0f";
  private static final String ABOUT_NONE = "8877665544332211 0000000000000010";
  private static final String BIT = " 0100000000000000";
  private static final String NO_BIT = " 0000000000000000";
  private static final String TWO_BITS = " 0300000000000000";

  private record Case(Malformation expected, boolean fromSender, String hex) {}

  static Stream<Case> cases() {
    return Stream.of(
        requests(Malformation.TOO_SHORT, ""),
        requests(Malformation.TOO_SHORT, "01020000 00000000 8877665544332211 00000000000000"),
        requests(Malformation.TOO_LONG, "01030000 e9030000 " + ABOUT_0 + "61".repeat(1001)),
        requests(Malformation.WRONG_VERSION, "00020000 00000000 " + ABOUT_0),
        requests(Malformation.WRONG_VERSION, "02020000 00000000 " + ABOUT_0),
        requests(Malformation.RESERVED_BITS, "01020100 00000000 " + ABOUT_0),
        requests(Malformation.RESERVED_BITS, "01020080 00000000 " + ABOUT_0),
        requests(Malformation.WRONG_LENGTH, "01030000 01000000 " + ABOUT_0),
        requests(Malformation.WRONG_LENGTH, "01030000 00000000 " + ABOUT_0 + "61"),
        requests(Malformation.WRONG_LENGTH, "01030000 01000080 " + ABOUT_0 + "61"),
        requests(Malformation.WRONG_LENGTH, "01030000 ffffffff " + ABOUT_0),
        requests(Malformation.UNKNOWN_TYPE, "01000000 00000000 " + ABOUT_0),
        requests(Malformation.UNKNOWN_TYPE, "01060000 00000000 " + ABOUT_0),
        requests(Malformation.UNKNOWN_TYPE, "01890000 00000000 " + ABOUT_0),
        replies(Malformation.UNKNOWN_TYPE, "01800000 00000000 " + ABOUT_0),
        replies(Malformation.UNKNOWN_TYPE, "01ff0000 00000000 " + ABOUT_0),
        requests(Malformation.WRONG_DIRECTION, "01830000 00000000 " + ABOUT_0),
        replies(Malformation.WRONG_DIRECTION, "01020000 00000000 " + ABOUT_0),
        // The number field of a frame without a message must be 0.
        requests(Malformation.RESERVED_BITS, "01020000 00000000 " + ABOUT_LAST),
        replies(Malformation.RESERVED_BITS, "01830000 00000000 " + ABOUT_LAST),
        opened(Malformation.RESERVED_BITS, "00000400" + "02000000"),
        opened(Malformation.RESERVED_BITS, "00000400" + "00000080"),
        requests(Malformation.WRONG_BODY, "01010000 01000000 " + ABOUT_0 + "00"),
        requests(Malformation.WRONG_BODY, "01020000 01000000 " + ABOUT_0 + "00"),
        requests(Malformation.WRONG_BODY, "01040000 00000000 " + ABOUT_0),
        requests(Malformation.WRONG_BODY, "01040000 10000000 " + ABOUT_0 + BIT + NO_BIT),
        requests(Malformation.WRONG_BODY, "01050000 07000000 " + ABOUT_0 + " 01000000000000"),
        replies(Malformation.WRONG_BODY, "01810000 0c000000 " + ABOUT_0 + BIT + "00000400"),
        replies(Malformation.WRONG_BODY, "01810000 0f000000 " + ABOUT_0 + BIT + "00000400000000"),
        replies(Malformation.WRONG_BODY, "01820000 01000000 " + ABOUT_0 + "00"),
        replies(Malformation.WRONG_BODY, "01830000 01000000 " + ABOUT_0 + "00"),
        replies(Malformation.WRONG_BODY, "01840000 00000000 " + ABOUT_0),
        replies(Malformation.WRONG_BODY, "01860000 08000000 " + ABOUT_0 + BIT),
        replies(Malformation.WRONG_BODY, "01870000 08000000 " + ABOUT_0 + BIT),
        replies(Malformation.NO_MESSAGE, "01870000 10000000 " + ABOUT_0 + NO_BIT + NO_BIT),
        replies(Malformation.WRONG_BODY, "01860000 18000000 " + ABOUT_0 + BIT + BIT + BIT),
        replies(Malformation.WRONG_BODY, "01840000 10000000 " + ABOUT_0 + BIT + BIT),
        replies(Malformation.WRONG_BODY, "01810000 18000000 " + ABOUT_0 + BIT + BIT + BIT),
        requests(Malformation.SEQ_OUT_OF_RANGE, "01030000 00000000 " + ABOUT_NONE),
        requests(Malformation.SEQ_OUT_OF_RANGE, "01040000 08000000 " + ABOUT_NONE + BIT),
        requests(Malformation.SEQ_OUT_OF_RANGE, "01050000 08000000 " + ABOUT_NONE + BIT),
        replies(Malformation.SEQ_OUT_OF_RANGE, "01840000 08000000 " + ABOUT_NONE + BIT),
        replies(Malformation.SEQ_OUT_OF_RANGE, "01850000 00000000 " + ABOUT_NONE),
        replies(Malformation.SEQ_OUT_OF_RANGE, "01860000 10000000 " + ABOUT_NONE + BIT + BIT),
        replies(Malformation.SEQ_OUT_OF_RANGE, "01880000 00000000 " + ABOUT_NONE),
        requests(
            Malformation.SEQ_OUT_OF_RANGE, "01030000 00000000 8877665544332211 ffffffffffffffff"),
        requests(Malformation.NO_MESSAGE, "01040000 08000000 " + ABOUT_0 + NO_BIT),
        requests(Malformation.NO_MESSAGE, "01050000 08000000 " + ABOUT_0 + NO_BIT),
        replies(Malformation.NO_MESSAGE, "01840000 08000000 " + ABOUT_0 + NO_BIT),
        replies(Malformation.NO_MESSAGE, "01860000 10000000 " + ABOUT_0 + NO_BIT + NO_BIT),
        requests(Malformation.LAST_OUT_OF_RANGE, "01040000 08000000 " + ABOUT_LAST + TWO_BITS),
        requests(Malformation.LAST_OUT_OF_RANGE, "01050000 08000000 " + ABOUT_LAST + TWO_BITS),
        replies(Malformation.LAST_OUT_OF_RANGE, "01840000 08000000 " + ABOUT_LAST + TWO_BITS),
        replies(Malformation.LAST_OUT_OF_RANGE, "01860000 10000000 " + ABOUT_LAST + BIT + TWO_BITS),
        requests(Malformation.WRONG_BODY, "01010000 03000000 " + ABOUT_0 + "000000"),
        requests(Malformation.WRONG_BODY, "01010000 08000000 " + ABOUT_0 + BIT),
        requests(Malformation.WRONG_WINDOW_SIZE, "01010000 04000000 " + ABOUT_0 + "00000000"),
        requests(Malformation.WRONG_WINDOW_SIZE, "01010000 04000000 " + ABOUT_0 + "03000000"),
        requests(Malformation.WRONG_WINDOW_SIZE, "01010000 04000000 " + ABOUT_0 + "00000080"),
        opened(Malformation.WRONG_WINDOW_SIZE, "00000000" + "00000000"),
        opened(Malformation.WRONG_WINDOW_SIZE, "03000000" + "00000000"),
        opened(Malformation.WRONG_WINDOW_SIZE, "00000080" + "00000000"), // 2^31
        opened(Malformation.WRONG_WINDOW_SIZE, "ffffffff" + "01000000"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFoundAndCounted(Case c) {
    Reading reading = new Reading();
    assertThat(reading.of(c.fromSender(), frame(c.hex())))
        .containsExactly(c.expected().name());
    for (Malformation malformation : Malformation.values()) {
      assertThat(reading.reader(c.fromSender()).refused(malformation))
          .as("%s", malformation)
          .isEqualTo(malformation == c.expected() ? 1 : 0);
    }
    assertThat(reading.reader(c.fromSender()).refused()).isEqualTo(1);
  }

  @Test
  void everyReasonOccurs() {
    assertThat(cases().map(Case::expected).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Malformation.class));
  }

  @Test
  void theLongestFrameAndTheLastMessageAreRead() {
    Reading reading = new Reading();
    assertThat(reading.of(true, frame("01030000 e8030000 " + ABOUT_0 + "61".repeat(1000))))
        .containsExactly("DATA 1122334455667788 0 \"" + "61".repeat(1000) + "\"");
    assertThat(reading.of(true, frame("01040000 08000000 " + ABOUT_LAST + BIT)))
        .containsExactly("CHECK 1122334455667788 fffffffffffffff");
    assertThat(reading.of(
            false, frame("01810000 10000000 " + ABOUT_0 + BIT + "00000040" + "01000000")))
        .containsExactly("OPENED 1122334455667788 0 1 " + (1 << 30) + " WITH_REPLIES");
  }

  /**
   * A frame about several messages is refused as a whole if the first is in range and the last is
   * not.
   */
  @Test
  void aFrameIsNeverHandedOverInPart() {
    assertThat(new Reading().of(true, frame("01040000 08000000 " + ABOUT_LAST + TWO_BITS)))
        .containsExactly(Malformation.LAST_OUT_OF_RANGE.name());
  }

  @Test
  void whatACallThrowsIsNotSwallowed() {
    for (Throwable thrown : List.of(new StackOverflowError(), new IllegalStateException())) {
      Requests<ByteBuffer> throwing = new ForwardingRequests<>(new HexLog().in(OneSession.ID)) {
        @Override
        public void data(long seq, ByteBuffer payload) {
          MalformationTest.<RuntimeException>sneak(thrown);
        }
      };
      RequestReader<ByteBuffer> reader =
          RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, new OneSession.Receiving<>(throwing));
      assertThatThrownBy(() -> reader.read(frame("01030000 00000000 " + ABOUT_0)))
          .isSameAs(thrown);
      assertThat(reader.refused()).isZero();
    }
  }

  @Test
  void aMaximumTooSmallForAStatusIsRejected() {
    assertThatThrownBy(() -> ReplyReader.zeroCopy(39, new HexLog()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the maximum frame length must be at least 40, not 39");
    ReplyReader.zeroCopy(40, new HexLog());
  }

  /** Throws a checked exception that is not declared. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Case opened(Malformation expected, String windowSizeAndFlags) {
    return replies(expected, "01810000 10000000 " + ABOUT_0 + BIT + windowSizeAndFlags);
  }

  private static Case requests(Malformation expected, String hex) {
    return new Case(expected, true, hex);
  }

  private static Case replies(Malformation expected, String hex) {
    return new Case(expected, false, hex);
  }

  private static ByteBuffer frame(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}

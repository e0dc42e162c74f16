package exactlyonce.wire;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** A frame, its bytes, and the calls that it stands for. */
record Vector(boolean fromSender, String hex, Consumer<Vector.Out> write, List<String> calls) {

  /** The writers of both directions. */
  record Out(RequestWriter<ByteBuffer> requests, ReplyWriter<ByteBuffer> replies) {}

  private static final long SESSION = 0x1122334455667788L;
  private static final long SEQ = 0x0123456789abcdefL;

  byte[] bytes() {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  String name() {
    return calls.get(0).substring(0, calls.get(0).indexOf(' '));
  }

  static List<Vector> all() {
    List<Vector> vectors = new ArrayList<>();
    vectors.add(new Vector(
        true,
        "01010000 00000000 0807060504030201 1817161514131211",
        out -> out.requests().open(0x0102030405060708L, 0x1112131415161718L),
        List.of("OPEN 102030405060708 1112131415161718")));
    vectors.add(new Vector(
        true,
        "01010000 04000000 0807060504030201 1817161514131211 00040000",
        out -> out.requests().open(0x0102030405060708L, 0x1112131415161718L, 1024),
        List.of("OPEN 102030405060708 1112131415161718 1024")));
    vectors.add(new Vector(
        true,
        "01020000 00000000 8877665544332211 0000000000000000",
        out -> out.requests().close(SESSION),
        List.of("CLOSE 1122334455667788")));
    vectors.add(new Vector(
        true,
        "01030000 03000000 8877665544332211 efcdab8967452301 616263",
        out -> out.requests().in(SESSION).data(SEQ, ascii("abc")),
        List.of("DATA 1122334455667788 123456789abcdef \"616263\"")));
    vectors.add(new Vector(
        true,
        "01030000 00000000 8877665544332211 efcdab8967452301",
        out -> out.requests().in(SESSION).data(SEQ, ascii("")),
        List.of("DATA 1122334455667788 123456789abcdef \"\"")));
    vectors.add(new Vector(
        true,
        "01040000 08000000 8877665544332211 efcdab8967452301 0100000000000000",
        out -> out.requests().in(SESSION).check(SEQ),
        List.of("CHECK 1122334455667788 123456789abcdef")));
    vectors.add(new Vector(
        true,
        "01040000 08000000 8877665544332211 0000000000000000 0500000000000080",
        out -> out.requests().check(SESSION, 0, 1L << 63 | 5),
        List.of(
            "CHECK 1122334455667788 0", "CHECK 1122334455667788 2", "CHECK 1122334455667788 3f")));
    vectors.add(new Vector(
        true,
        "01050000 08000000 8877665544332211 efcdab8967452301 0100000000000000",
        out -> out.requests().in(SESSION).seal(SEQ),
        List.of("SEAL 1122334455667788 123456789abcdef")));
    vectors.add(new Vector(
        false,
        "01810000 10000000 0807060504030201 1817161514131211 8877665544332211 00040000 00000000",
        opened(ReplyMode.WITHOUT_REPLIES),
        List.of("OPENED 102030405060708 1112131415161718 1122334455667788 1024 WITHOUT_REPLIES")));
    vectors.add(new Vector(
        false,
        "01810000 10000000 0807060504030201 1817161514131211 8877665544332211 00040000 01000000",
        opened(ReplyMode.WITH_REPLIES),
        List.of("OPENED 102030405060708 1112131415161718 1122334455667788 1024 WITH_REPLIES")));
    vectors.add(new Vector(
        false,
        "01820000 00000000 0807060504030201 1817161514131211",
        out -> out.replies().full(0x0102030405060708L, 0x1112131415161718L),
        List.of("FULL 102030405060708 1112131415161718")));
    vectors.add(new Vector(
        false,
        "01830000 00000000 8877665544332211 0000000000000000",
        out -> out.replies().gone(SESSION),
        List.of("GONE 1122334455667788")));
    vectors.add(new Vector(
        false,
        "01840000 08000000 8877665544332211 efcdab8967452301 0100000000000000",
        out -> out.replies().in(SESSION).ack(SEQ, null),
        List.of("ACK 1122334455667788 123456789abcdef")));
    vectors.add(new Vector(
        false,
        "01840000 08000000 8877665544332211 fcffffffffffff0f 0d00000000000000",
        out -> out.replies().ack(SESSION, (1L << 60) - 4, 0b1101),
        List.of(
            "ACK 1122334455667788 ffffffffffffffc",
            "ACK 1122334455667788 ffffffffffffffe",
            "ACK 1122334455667788 fffffffffffffff")));
    vectors.add(new Vector(
        false,
        "01850000 02000000 8877665544332211 efcdab8967452301 6f6b",
        out -> out.replies().in(SESSION).ack(SEQ, ascii("ok")),
        List.of("ACK 1122334455667788 123456789abcdef \"6f6b\"")));
    vectors.add(new Vector(
        false,
        "01850000 00000000 8877665544332211 efcdab8967452301",
        out -> out.replies().in(SESSION).ack(SEQ, ascii("")),
        List.of("ACK 1122334455667788 123456789abcdef \"\"")));
    vectors.add(new Vector(
        false,
        "01860000 10000000 8877665544332211 efcdab8967452301 0000000000000000 0100000000000000",
        out -> out.replies().in(SESSION).status(SEQ, Status.UNKNOWN),
        List.of("STATUS 1122334455667788 123456789abcdef UNKNOWN")));
    vectors.add(new Vector(
        false,
        "01860000 10000000 8877665544332211 4000000000000000 0900000000000000 0c00000000000000",
        out -> out.replies().status(SESSION, 0x40, 0b1001, 0b1100),
        List.of(
            "STATUS 1122334455667788 40 IN_PROGRESS",
            "STATUS 1122334455667788 42 UNKNOWN",
            "STATUS 1122334455667788 43 SEALED")));
    vectors.add(new Vector(
        false,
        "01870000 10000000 8877665544332211 efcdab8967452301 0100000000000000 0000000000000000",
        out -> out.replies().in(SESSION).status(SEQ, Status.REFUSED),
        List.of("STATUS 1122334455667788 123456789abcdef REFUSED")));
    vectors.add(new Vector(
        false,
        "01870000 10000000 8877665544332211 efcdab8967452301 0000000000000000 0100000000000000",
        out -> out.replies().in(SESSION).status(SEQ, Status.FORGOTTEN),
        List.of("STATUS 1122334455667788 123456789abcdef FORGOTTEN")));
    vectors.add(new Vector(
        false,
        "01870000 10000000 8877665544332211 efcdab8967452301 0100000000000000 0100000000000000",
        out -> out.replies().in(SESSION).status(SEQ, Status.REPLY_TOO_LONG),
        List.of("STATUS 1122334455667788 123456789abcdef REPLY_TOO_LONG")));
    vectors.add(new Vector(
        false,
        "01880000 03000000 8877665544332211 efcdab8967452301 776879",
        out -> out.replies().in(SESSION).rejected(SEQ, "why"),
        List.of("REJECTED 1122334455667788 123456789abcdef why")));
    return vectors;
  }

  private static Consumer<Out> opened(ReplyMode replyMode) {
    return out ->
        out.replies().opened(0x0102030405060708L, 0x1112131415161718L, SESSION, 1024, replyMode);
  }

  static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}

package exactlyonce.vectors;

import exactlyonce.wire.Malformation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames as bytes: what a reader makes of each, or why it refuses it. Numbers may need all 64 bits, which
 * JSON readers do not all have: they are written in hexadecimal digits, as text.
 */
final class WireVectors {

  private static final String RECEIVER = "receiver";
  private static final String SENDER = "sender";

  private static final String SESSION = "1122334455667788";
  private static final String SEQ = "123456789abcdef";
  private static final String ID = " 8877665544332211";
  private static final String ABOUT = ID + " efcdab8967452301";
  private static final String ABOUT_0 = ID + " 0000000000000000";
  private static final String ABOUT_LAST = ID + " ffffffffffffff0f";
  private static final String BEYOND_LAST = ID + " 0000000000000010";
  private static final String OF_SENDER = " 0807060504030201 1817161514131211";
  private static final String BIT = " 0100000000000000";
  private static final String NO_BIT = " 0000000000000000";
  private static final String TWO_BITS = " 0300000000000000";

  private final List<Map<String, Object>> vectors = new ArrayList<>();

  private WireVectors() {}

  static List<Map<String, Object>> all() {
    WireVectors all = new WireVectors();
    all.requests();
    all.replies();
    all.limits();
    all.malformedHeaders();
    all.malformedRequests();
    all.malformedReplies();
    return all.vectors;
  }

  private void requests() {
    String open = "sender 102030405060708 nonce 1112131415161718 window ";
    read(RECEIVER, "OPEN", "01010000 00000000" + OF_SENDER, "OPEN " + open + "40000000");
    read(
        RECEIVER,
        "OPEN.window",
        "01010000 04000000" + OF_SENDER + " 00040000",
        "OPEN " + open + "400");
    read(RECEIVER, "CLOSE", "01020000 00000000" + ABOUT_0, "CLOSE session " + SESSION);
    read(
        RECEIVER,
        "DATA",
        "01030000 03000000" + ABOUT + " 616263",
        about("DATA", SEQ) + " payload 616263");
    read(RECEIVER, "DATA.empty", "01030000 00000000" + ABOUT, about("DATA", SEQ) + " payload ");
    for (String type : List.of("CHECK", "SEAL")) {
      String header = (type.equals("CHECK") ? "0104" : "0105") + "0000 08000000";
      read(RECEIVER, type, header + ABOUT + BIT, about(type, SEQ));
      read(
          RECEIVER,
          type + ".several",
          header + ABOUT_0 + " 0500000000000080",
          about(type, "0"),
          about(type, "2"),
          about(type, "3f"));
    }
  }

  private void replies() {
    String opened = "OPENED sender 102030405060708 nonce 1112131415161718 session " + SESSION
        + " window 400 replies ";
    String header = "01810000 10000000" + OF_SENDER + ID + " 00040000 ";
    read(SENDER, "OPENED", header + "00000000", opened + "no");
    read(SENDER, "OPENED.replies", header + "01000000", opened + "yes");
    read(
        SENDER,
        "FULL",
        "01820000 00000000" + OF_SENDER,
        "FULL sender 102030405060708 nonce 1112131415161718");
    read(SENDER, "GONE", "01830000 00000000" + ABOUT_0, "GONE session " + SESSION);
    read(SENDER, "ACK", "01840000 08000000" + ABOUT + BIT, about("ACK", SEQ));
    read(
        SENDER,
        "ACK.several",
        "01840000 08000000" + ID + " fcffffffffffff0f 0d00000000000000",
        about("ACK", "ffffffffffffffc"),
        about("ACK", "ffffffffffffffe"),
        about("ACK", "fffffffffffffff"));
    read(SENDER, "REPLY", "01850000 02000000" + ABOUT + " 6f6b", about("ACK", SEQ) + " reply 6f6b");
    read(SENDER, "REPLY.empty", "01850000 00000000" + ABOUT, about("ACK", SEQ) + " reply ");
    states("STATUS", "0186", "IN_PROGRESS", "UNKNOWN", "SEALED");
    states("NO_ANSWER", "0187", "REFUSED", "FORGOTTEN", "REPLY_TOO_LONG");
    read(
        SENDER,
        "STATUS.several",
        "01860000 10000000" + ID + " 4000000000000000 0900000000000000 0c00000000000000",
        about("STATUS", "40") + " state IN_PROGRESS",
        about("STATUS", "42") + " state UNKNOWN",
        about("STATUS", "43") + " state SEALED");
    read(
        SENDER,
        "REJECTED",
        "01880000 03000000" + ABOUT + " 776879",
        about("REJECTED", SEQ) + " reason 776879");
    read(
        SENDER, "REJECTED.empty", "01880000 00000000" + ABOUT, about("REJECTED", SEQ) + " reason ");
  }

  private void states(String type, String start, String low, String high, String both) {
    String header = start + "0000 10000000" + ABOUT;
    read(SENDER, type + "." + low, header + BIT + NO_BIT, about(type, SEQ) + " state " + low);
    read(SENDER, type + "." + high, header + NO_BIT + BIT, about(type, SEQ) + " state " + high);
    read(SENDER, type + "." + both, header + BIT + BIT, about(type, SEQ) + " state " + both);
  }

  private void limits() {
    int most = VectorFiles.LONGEST_FRAME - 24;
    read(
        RECEIVER,
        "DATA.longest",
        "01030000 e8030000" + ABOUT_0 + "61".repeat(most),
        about("DATA", "0") + " payload " + "61".repeat(most));
    read(
        RECEIVER,
        "CHECK.last",
        "01040000 08000000" + ABOUT_LAST + BIT,
        about("CHECK", "fffffffffffffff"));
    read(
        SENDER,
        "OPENED.greatest-window",
        "01810000 10000000" + OF_SENDER + ID + " 00000040 00000000",
        "OPENED sender 102030405060708 nonce 1112131415161718 session " + SESSION
            + " window 40000000 replies no");
  }

  private void malformedHeaders() {
    for (String reader : List.of(RECEIVER, SENDER)) {
      boolean receiver = reader.equals(RECEIVER);
      String type = receiver ? "02" : "83";
      String rest = " 00000000" + ABOUT_0;
      refuse(reader, Malformation.TOO_SHORT, "it has no bytes", "");
      refuse(
          reader,
          Malformation.TOO_SHORT,
          "it has 23 bytes, one less than a header",
          "01" + type + "0000 00000000" + ID + " 00000000000000");
      refuse(
          reader,
          Malformation.TOO_LONG,
          "it has 1025 bytes, where 1024 are the most",
          "01" + (receiver ? "03" : "85") + "0000 e9030000" + ABOUT_0 + "61".repeat(1001));
      refuse(reader, Malformation.WRONG_VERSION, "its version is 0", "00" + type + "0000" + rest);
      refuse(reader, Malformation.WRONG_VERSION, "its version is 2", "02" + type + "0000" + rest);
      refuse(
          reader,
          Malformation.RESERVED_BITS,
          "the first reserved bit is set",
          "01" + type + "0100" + rest);
      refuse(
          reader,
          Malformation.RESERVED_BITS,
          "the last reserved bit is set",
          "01" + type + "0080" + rest);
      String content = "01" + (receiver ? "03" : "85") + "0000";
      refuse(
          reader,
          Malformation.WRONG_LENGTH,
          "the header says 1, but there is no body",
          content + " 01000000" + ABOUT_0);
      refuse(
          reader,
          Malformation.WRONG_LENGTH,
          "the header says 0, but there is a body",
          content + " 00000000" + ABOUT_0 + "61");
      refuse(
          reader,
          Malformation.WRONG_LENGTH,
          "the length in the header is negative in 32 bits",
          content + " 01000080" + ABOUT_0 + "61");
      for (String unknown : List.of("00", "06", "80", "89", "ff")) {
        refuse(
            reader,
            Malformation.UNKNOWN_TYPE,
            "there is no type 0x" + unknown,
            "01" + unknown + "0000" + rest);
      }
      refuse(
          reader,
          Malformation.WRONG_DIRECTION,
          "it is from the same side",
          "01" + (receiver ? "83" : "02") + "0000" + rest);
      refuse(
          reader,
          Malformation.RESERVED_BITS,
          "it names no message, but its number is not 0",
          "01" + type + "0000 00000000" + ABOUT_LAST);
    }
  }

  private void malformedRequests() {
    String open = "01010000 04000000" + OF_SENDER;
    refuse(
        RECEIVER,
        Malformation.WRONG_BODY,
        "OPEN has 3 bytes",
        "01010000 03000000" + OF_SENDER + " 000000");
    refuse(
        RECEIVER,
        Malformation.WRONG_BODY,
        "OPEN has 8 bytes",
        "01010000 08000000" + OF_SENDER + BIT);
    refuse(
        RECEIVER, Malformation.WRONG_WINDOW_SIZE, "OPEN wants a window of 0", open + " 00000000");
    refuse(
        RECEIVER, Malformation.WRONG_WINDOW_SIZE, "OPEN wants a window of 3", open + " 03000000");
    refuse(
        RECEIVER,
        Malformation.WRONG_WINDOW_SIZE,
        "OPEN wants a window of 2^31",
        open + " 00000080");
    refuse(
        RECEIVER,
        Malformation.WRONG_BODY,
        "CLOSE has a body",
        "01020000 01000000" + ABOUT_0 + " 00");
    refuse(
        RECEIVER,
        Malformation.SEQ_OUT_OF_RANGE,
        "DATA is about 2^60",
        "01030000 00000000" + BEYOND_LAST);
    refuse(
        RECEIVER,
        Malformation.SEQ_OUT_OF_RANGE,
        "DATA is about -1",
        "01030000 00000000" + ID + " ffffffffffffffff");
    for (String type : List.of("CHECK", "SEAL")) {
      bits(RECEIVER, type, type.equals("CHECK") ? "0104" : "0105");
    }
  }

  private void malformedReplies() {
    String opened = "01810000 10000000" + OF_SENDER + ID;
    refuse(
        SENDER,
        Malformation.WRONG_BODY,
        "OPENED has 12 bytes",
        "01810000 0c000000" + OF_SENDER + ID + " 00000400");
    refuse(
        SENDER,
        Malformation.WRONG_BODY,
        "OPENED has 24 bytes",
        "01810000 18000000" + OF_SENDER + ID + " 00040000 00000000" + NO_BIT);
    refuse(
        SENDER,
        Malformation.RESERVED_BITS,
        "the second flag of OPENED is set",
        opened + " 00040000 02000000");
    refuse(
        SENDER,
        Malformation.RESERVED_BITS,
        "the last flag of OPENED is set",
        opened + " 00040000 00000080");
    refuse(
        SENDER,
        Malformation.WRONG_WINDOW_SIZE,
        "OPENED has a window of 0",
        opened + " 00000000 00000000");
    refuse(
        SENDER,
        Malformation.WRONG_WINDOW_SIZE,
        "OPENED has a window of 3",
        opened + " 03000000 00000000");
    refuse(
        SENDER,
        Malformation.WRONG_WINDOW_SIZE,
        "OPENED has a window of 2^31",
        opened + " 00000080 01000000");
    refuse(
        SENDER,
        Malformation.WRONG_BODY,
        "FULL has a body",
        "01820000 01000000" + OF_SENDER + " 00");
    refuse(
        SENDER, Malformation.WRONG_BODY, "GONE has a body", "01830000 01000000" + ABOUT_0 + " 00");
    bits(SENDER, "ACK", "0184");
    refuse(
        SENDER,
        Malformation.SEQ_OUT_OF_RANGE,
        "REPLY is about 2^60",
        "01850000 00000000" + BEYOND_LAST);
    refuse(
        SENDER,
        Malformation.SEQ_OUT_OF_RANGE,
        "REJECTED is about 2^60",
        "01880000 00000000" + BEYOND_LAST);
    for (String type : List.of("STATUS", "NO_ANSWER")) {
      String start = (type.equals("STATUS") ? "0186" : "0187") + "0000 ";
      refuse(
          SENDER,
          Malformation.WRONG_BODY,
          type + " has 8 bytes",
          start + "08000000" + ABOUT_0 + BIT);
      refuse(
          SENDER,
          Malformation.WRONG_BODY,
          type + " has 24 bytes",
          start + "18000000" + ABOUT_0 + BIT + BIT + BIT);
      refuse(
          SENDER,
          Malformation.SEQ_OUT_OF_RANGE,
          type + " is about 2^60",
          start + "10000000" + BEYOND_LAST + BIT + BIT);
      refuse(
          SENDER,
          Malformation.NO_MESSAGE,
          type + " names no message",
          start + "10000000" + ABOUT_0 + NO_BIT + NO_BIT);
      refuse(
          SENDER,
          Malformation.LAST_OUT_OF_RANGE,
          "the last message of " + type + " is 2^60",
          start + "10000000" + ABOUT_LAST + BIT + TWO_BITS);
    }
  }

  /** A frame about the messages whose bits are set. */
  private void bits(String reader, String type, String start) {
    String header = start + "0000 ";
    refuse(reader, Malformation.WRONG_BODY, type + " has no body", header + "00000000" + ABOUT_0);
    refuse(
        reader,
        Malformation.WRONG_BODY,
        type + " has 7 bytes",
        header + "07000000" + ABOUT_0 + " 01000000000000");
    refuse(
        reader,
        Malformation.WRONG_BODY,
        type + " has 16 bytes",
        header + "10000000" + ABOUT_0 + BIT + BIT);
    refuse(
        reader,
        Malformation.SEQ_OUT_OF_RANGE,
        type + " is about 2^60",
        header + "08000000" + BEYOND_LAST + BIT);
    refuse(
        reader,
        Malformation.NO_MESSAGE,
        type + " names no message",
        header + "08000000" + ABOUT_0 + NO_BIT);
    refuse(
        reader,
        Malformation.LAST_OUT_OF_RANGE,
        "the last message of " + type + " is 2^60",
        header + "08000000" + ABOUT_LAST + TWO_BITS);
  }

  private static String about(String type, String seq) {
    return type + " session " + SESSION + " seq " + seq;
  }

  private void read(String reader, String name, String hex, String... calls) {
    Map<String, Object> vector = vector(
        reader, "reads." + name, "a frame that is well-formed", "it is read as these calls", hex);
    List<Map<String, String>> all = new ArrayList<>();
    for (String call : calls) {
      String[] words = call.split(" ", -1);
      Map<String, String> fields = new LinkedHashMap<>(Map.of("call", words[0]));
      for (int i = 1; i < words.length; i += 2) {
        fields.put(words[i], words[i + 1]);
      }
      all.add(fields);
    }
    vector.put("calls", all);
    vectors.add(vector);
  }

  private void refuse(String reader, Malformation reason, String tests, String hex) {
    Map<String, Object> vector = vector(
        reader,
        "refuses." + tests.replaceAll("\\W+", "-"),
        tests,
        "a malformed frame is refused as a whole",
        hex);
    vector.put("refused", reason.name());
    vectors.add(vector);
  }

  private static Map<String, Object> vector(
      String reader, String name, String tests, String rule, String hex) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("vector", "wire." + reader + "." + name);
    vector.put("level", "L0");
    vector.put("requirement", "MUST");
    vector.put("capabilities", List.of("wire"));
    vector.put("reader", reader);
    vector.put("tests", tests);
    vector.put("rule", rule);
    vector.put("hex", hex.replace(" ", ""));
    return vector;
  }
}

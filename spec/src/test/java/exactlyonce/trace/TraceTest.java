package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which trace files are accepted, and the messages about the others. */
class TraceTest {
  private static final String HEADER =
      "{\"format\":\"exactly-once-trace\",\"version\":2,\"delivery\":\"unordered\",\"window\":4}\n";
  private static final String SUBMIT =
      "{\"thread\":\"a\",\"action\":\"Submit\",\"seq\":0,\"before\":0,\"after\":3}\n";

  @TempDir
  private Path directory;

  @Test
  void readsWhatItShould() throws IOException {
    Trace trace = read(HEADER + SUBMIT);

    assertThat(trace.kind()).isEqualTo(TraceKind.UNORDERED);
    assertThat(trace.window()).isEqualTo(4);
    assertThat(trace.messages()).isEqualTo(1);
    assertThat(trace.threads()).hasSize(1);
    assertThat(trace.threads().get(0).get(0))
        .isEqualTo(new TraceEvent("a", "Submit", 0, null, 0, 3, 2));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
          {"format":"exactly-once-trace","version":1,"window":4}                        | UNORDERED
          {"format":"exactly-once-trace","version":2,"window":4,"delivery":"unordered"} | UNORDERED
          {"format":"exactly-once-trace","version":2,"window":4,"delivery":"ordered"}   | ORDERED
          {"format":"exactly-once-trace","version":3,"window":4,"delivery":"ordered"}   | ORDERED
          {"format":"exactly-once-trace","version":4,"window":4,"delivery":"ordered"}   | ORDERED
          {"format":"exactly-once-trace","version":2,"window":4,"delivery":"unordered","crashes":false} | UNORDERED
          """)
  void readsWhatWasRecorded(String header, TraceKind kind) throws IOException {
    assertThat(read(header + "\n" + SUBMIT).kind()).isEqualTo(kind);
    assertThat(Trace.kind(directory.resolve("trace"))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"unordered, CRASHES", "ordered, ORDERED_CRASHES"})
  void readsARunWithCrashes(String delivery, TraceKind kind) throws IOException {
    Trace trace = read("""
        {"format":"exactly-once-trace","version":2,"window":4,"delivery":"%s","crashes":true}
        {"thread":"a","action":"SenderCrash","before":0,"after":1}
        """.formatted(delivery));
    assertThat(trace.kind()).isEqualTo(kind);
    assertThat(trace.events()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
          {"format":"other","version":1,"window":4}                             | :1: "format" must be
          {"format":"exactly-once-trace","version":5,"window":4}                | :1: "version" must be 4, 3, 2 or 1
          {"format":"exactly-once-trace","version":2,"window":4}                | :1: "delivery" must be a string
          {"format":"exactly-once-trace","version":2,"window":4,"delivery":"x"} | :1: "delivery" must be "unordered" or "ordered"
          {"format":"exactly-once-trace","version":1,"window":4,"delivery":"x"} | :1: unknown field "delivery"
          {"format":"exactly-once-trace","version":1,"window":4,"crashes":true} | :1: unknown field "crashes"
          {"format":"exactly-once-trace","version":2,"window":4,"delivery":"unordered","crashes":1} | :1: "crashes" must be true or false
          {"format":"exactly-once-trace","version":1,"window":3}                | :1: "window" must be a power of two
          {"format":"exactly-once-trace","version":1,"window":0}                | :1: "window" must be a power of two
          {"format":"exactly-once-trace","version":1}                           | :1: "window" must be a whole number
          {"format":"exactly-once-trace","version":1,"window":4,"colour":"red"} | :1: unknown field "colour"
          {"format":                                                            | :1: this is not JSON
          7                                                                     | :1: a line must be one JSON object
          """)
  void refusesHeader(String header, String complaint) {
    assertThatThrownBy(() -> read(header + "\n" + SUBMIT))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
          {"thread":"a","action":"Submti","seq":1,"before":4,"after":5}                         | "Submti" is not an action of CheckBeforeSend
          {"thread":"a","action":"StartHandler","seq":0,"before":4,"after":5}                   | "StartHandler" is not an action of CheckBeforeSend
          {"thread":"a","action":"Submit","seq":-1,"before":4,"after":5}                        | "seq" must be a whole number
          {"thread":"a","action":"Submit","seq":1.5,"before":4,"after":5}                       | "seq" must be a whole number
          {"thread":"a","action":"Submit","seq":9999999999,"before":4,"after":5}                | "seq" must be a whole number
          {"thread":"a","action":"Submit","seq":1,"before":5,"after":5}                         | "before" must be less than "after"
          {"thread":"a","action":"Submit","seq":1,"before":2,"after":5}                         | "before" must be greater than "after" of the last event of a
          {"thread":3,"action":"Submit","seq":1,"before":4,"after":5}                           | "thread" must be a string
          {"thread":"a","action":"Submit","seq":1,"result":"CHECK","before":4,"after":5}        | the "result" of Submit must be absent
          {"thread":"a","action":"TimeOut","seq":1,"before":4,"after":5}                        | the "result" of TimeOut must be one of CHECK, SEAL
          {"thread":"a","action":"Submit","seq":1,"reply":"0123abcd","before":4,"after":5}      | "reply" must be absent
          {"thread":"a","action":"ReceiveAck","seq":1,"result":"IGNORED","reply":"0123abcd","before":4,"after":5} | "reply" must be absent
          {"thread":"a","action":"Deliver","seq":1,"reply":"ABCD0123","before":4,"after":5}     | "reply" must be 8 digits
          {"thread":"a","action":"Reject","seq":1,"before":4,"after":5}                         | "reply" must be a string
          {"thread":"a","action":"ReceiveRejected","seq":1,"result":"DECIDED","before":4,"after":5} | "reply" must be a string
          {"thread":"a","action":"ReceiveRejected","seq":1,"result":"IGNORED","reply":"0123abcd","before":4,"after":5} | "reply" must be absent
          {"thread":"a","action":"Deliver","seq":1,"reply":7,"before":4,"after":5}              | "reply" must be a string
          {"thread":"a","action":"Submit","seq":1,"before":4,"after":5} {}                      | this is not JSON
          {"thread":"a","action":"Submit","seq":1,"seq":2,"before":4,"after":5}                 | this is not JSON
          """)
  void refusesEvent(String event, String complaint) {
    assertThatThrownBy(() -> read(HEADER + SUBMIT + event + "\n"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(":3: " + complaint);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
          {"thread":"a","action":"Submit","session":1,"seq":0,"result":"CRASHED","before":0,"after":1}     |
          {"thread":"a","action":"Deliver","session":1,"seq":0,"result":"CRASHED","reply":"0123abcd","before":0,"after":1} |
          {"thread":"a","action":"ReceiveOpen","nonce":1,"session":1,"result":"CRASHED","before":0,"after":1} |
          {"thread":"a","action":"ReceiveGone","session":1,"result":"CRASHED","before":0,"after":1}        |
          {"thread":"a","action":"Submit","session":1,"seq":0,"result":"DECIDED","before":0,"after":1}     | of Submit must be absent, or CRASHED
          {"thread":"a","action":"ReceiveAck","session":1,"seq":0,"result":"SEALED","before":0,"after":1}  | of ReceiveAck must be one of DECIDED, IGNORED, CRASHED
          {"thread":"a","action":"TimeOut","session":1,"seq":0,"result":"CRASHED","before":0,"after":1}    | of TimeOut must be one of CHECK, SEAL
          {"thread":"a","action":"Doubt","session":1,"seq":0,"result":"CRASHED","before":0,"after":1}      | of Doubt must be absent
          """)
  void aCrashMayCutAStepShort(String event, String complaint) throws IOException {
    String crashes = HEADER.replace("}", ",\"crashes\":true}") + event;
    if (complaint == null) {
      assertThat(read(crashes).events()).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> read(crashes)).hasMessageEndingWith(complaint);
    }
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> read("")).hasMessageContaining(":1: the file is empty");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = Files.write(directory.resolve("trace"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Trace.read(file)).hasMessageEndingWith(":1: this is not UTF-8 text");
  }

  @Test
  void namesTheLineThatIsNoText() throws IOException {
    String text = HEADER + SUBMIT + SUBMIT.replace("\"a\"", "\"\u00e9\"") + SUBMIT;
    Path file = Files.write(directory.resolve("trace"), text.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Trace.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(":3: this is not UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void readsTheLinesOfAnySystem(String end) throws IOException {
    assertThat(read((HEADER + SUBMIT).replace("\n", end)).events()).isEqualTo(1);
    assertThat(read((HEADER + SUBMIT).strip().replace("\n", end)).events()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\nb", "\\u0000", "\\ud83d", "\\ude00", "a\\u2028b", "\\u0085"})
  void refusesNamesThatCannotBePrinted(String name) {
    refusesName(name);
  }

  @Test
  void refusesHugeNames() throws IOException {
    refusesName("a".repeat(201));
    refusesName("a".repeat(1 << 20));
    assertThat(read(HEADER + SUBMIT.replace("\"a\"", "\"" + "a".repeat(200) + "\""))
            .events())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker 1/2", "\u00e9", "\\u00e9", "\\ud83d\\ude00", "\\\"", "\\\\"})
  void readsAnyOtherName(String name) throws IOException {
    assertThat(read(HEADER + SUBMIT.replace("\"a\"", "\"" + name + "\"")).events())
        .isEqualTo(1);
  }

  private void refusesName(String name) {
    assertThatThrownBy(() -> read(HEADER + SUBMIT.replace("\"a\"", "\"" + name + "\"")))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(":2: \"thread\" must have 1 to 200 characters");
  }

  @Test
  void complainsInOneShortLine() {
    String huge = "a\\nb".repeat(100_000);
    for (String line : new String[] {
      SUBMIT.replace("Submit", huge), SUBMIT.replace("\"seq\"", "\"" + huge + "\""), huge
    }) {
      assertThatThrownBy(() -> read(HEADER + line))
          .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(1000));
    }
  }

  /** All numbers that can be used are below this power of two: a larger window is as good. */
  @ParameterizedTest
  @CsvSource({
    "unordered, 1048576, 1, 1",
    "unordered, 1048576, 3, 4",
    "unordered, 2, 3, 2",
    "ordered, 1073741824, 5, 8"
  })
  void onlySlotsThatCanBeUsedMatter(String delivery, int window, int messages, int slots)
      throws IOException {
    StringBuilder text = new StringBuilder(
        HEADER.replace("\"window\":4", "\"window\":" + window).replace("unordered", delivery));
    for (int seq = 0; seq < messages; seq++) {
      text.append("{\"thread\":\"a\",\"action\":\"Submit\",\"seq\":%d,\"before\":%d,\"after\":%d}%n"
          .formatted(seq, 2 * seq, 2 * seq + 1));
    }
    assertThat(read(text.toString()).slots()).isEqualTo(slots);
  }

  @Test
  void refusesMoreSlotsThanCanBeChecked() throws IOException {
    String crashes = HEADER.replace("\"window\":4", "\"window\":1073741824,\"crashes\":true");
    String submit = SUBMIT.replace("\"seq\":0", "\"session\":1,\"seq\":%d");

    assertThat(read(crashes + submit.formatted(1_048_575)).slots()).isEqualTo(1 << 20);
    assertThatThrownBy(() -> read(crashes + submit.formatted(1_048_576)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(
            "1048577 numbers in a window of 1073741824 are more than can be checked: 1048576");
  }

  private Trace read(String text) throws IOException {
    return Trace.read(Files.writeString(directory.resolve("trace"), text));
  }
}

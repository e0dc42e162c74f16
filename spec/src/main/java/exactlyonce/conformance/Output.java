package exactlyonce.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a side made. Two are equal if they mean the same, however they were written: frames are
 * compared as calls, and a joined frame is several outputs.
 *
 * @param meaning each field with its name
 * @param text in a few words, as in {@code STATUS 0 SEALED}
 * @param hex the frame as it was made; empty if this is no frame
 */
public record Output(Map<String, String> meaning, String text, String hex) {

  private static final byte FROM_RECEIVER = (byte) 0x80;

  /** The outputs in an answer, or in a step of a vector. */
  static List<Output> of(JsonNode outs, FrameCalls frames) {
    List<Output> all = new ArrayList<>();
    for (JsonNode out : outs) {
      if (out.path("out").asText().equals("frame")) {
        all.addAll(ofFrame(out, frames));
      } else {
        all.add(ofFields(out));
      }
    }
    return all;
  }

  /** What is no output, and so never as expected. */
  static Output wrong(String text) {
    return new Output(Map.of("wrong", text), text, "");
  }

  private static List<Output> ofFrame(JsonNode out, FrameCalls frames) {
    String hex = out.path("hex").asText();
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return List.of(wrong("a frame whose hex has no bytes: " + out));
    }
    boolean fromReceiver = bytes.length > 1 && (bytes[1] & FROM_RECEIVER) != 0;
    FrameCalls.Read read = frames.read(bytes, fromReceiver);
    if (read.refused() != null) {
      String text = "a malformed frame, " + read.refused();
      return List.of(new Output(Map.of("malformed", hex), text, hex));
    }
    return read.calls().stream()
        .map(call -> new Output(Map.copyOf(call), text(call), hex))
        .toList();
  }

  private static String text(Map<String, String> call) {
    List<String> words = new ArrayList<>();
    call.forEach((name, value) -> {
      switch (name) {
        case "call", "state" -> words.add(value);
        case "seq" -> words.add(Long.toUnsignedString(Long.parseUnsignedLong(value, 16)));
        case "reply", "reason" ->
          words.add(
              value.isEmpty() ? "(empty)" : new String(HexFormat.of().parseHex(value), UTF_8));
        case "payload" -> {
          // The number of the message: it is among the bytes.
        }
        case "session" -> {
          if (!value.equals(Integer.toHexString(Replay.SESSION))) {
            words.add("(session " + value + ")");
          }
        }
        default -> words.add(name + " " + value);
      }
    });
    return String.join(" ", words);
  }

  /** A reply that is null is none; a requirement says nothing about the output. */
  private static Output ofFields(JsonNode out) {
    if (!out.isObject()) {
      return wrong(out.toString());
    }
    Map<String, String> meaning = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    String named = out.path("out").asText(); // so "call CLOSE", not "call call CLOSE"
    out.properties().forEach(field -> {
      if (!field.getValue().isNull() && !field.getKey().equals("requirement")) {
        boolean isContent = field.getKey().equals("reply") || field.getKey().equals("payload");
        String kind = isContent && !field.getValue().isTextual() ? "not text: " : "";
        meaning.put(field.getKey(), kind + field.getValue().asText());
        text.append(text.isEmpty() ? "" : " ");
        boolean isNamed = field.getKey().equals("out") || field.getKey().equals(named);
        text.append(isNamed ? "" : field.getKey() + " ");
        text.append(field.getValue().isTextual() ? field.getValue().asText() : field.getValue());
      }
    });
    return new Output(meaning, text.toString(), "");
  }

  /** Whether this is a frame that asks about a message, and changes nothing but the sender's timers. */
  boolean isQuestion() {
    String call = meaning.getOrDefault("call", "");
    return !hex.isEmpty() && (call.equals("CHECK") || call.equals("SEAL"));
  }

  boolean isAbout(long seq) {
    return Long.toHexString(seq).equals(meaning.get("seq"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Output output && meaning.equals(output.meaning);
  }

  @Override
  public int hashCode() {
    return meaning.hashCode();
  }
}

package exactlyonce.vectors;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.tlc.TlaValue;
import exactlyonce.wire.Codec;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames of the specification, as bytes. Those that name no session belong to session 1. */
final class Frames {

  /** A reply is the session, the message, and which time it was handled. */
  static final int PARTS_OF_REPLY = 3;

  private final OneFrame sink = new OneFrame();
  private final RequestWriter<String> requests =
      new RequestWriter<>(sink, VectorFiles.LONGEST_FRAME, Codec.strings());
  private final ReplyWriter<String> replies =
      new ReplyWriter<>(sink, VectorFiles.LONGEST_FRAME, Codec.strings());

  private Frames() {}

  /** Returns a frame in hexadecimal digits. */
  static String hex(TlaValue.Rec frame) {
    Frames writer = new Frames();
    writer.write(frame.fields());
    return HexFormat.of().formatHex(writer.sink.bytes());
  }

  /**
   * Returns a frame in a few words: {@code DATA 0}, {@code STATUS 0 UNKNOWN}, {@code ACK 0 r0}, {@code CLOSE
   * session 2}.
   */
  static String inWords(TlaValue.Rec frame) {
    Map<String, TlaValue> fields = frame.fields();
    List<String> words = new ArrayList<>();
    for (String name : List.of("type", "seq", "state", "reply")) {
      TlaValue value = fields.get(name);
      if (value != null && !isNone(value)) {
        words.add(text(value));
      }
    }
    if (!fields.containsKey("seq")) {
      for (String name : List.of("sender", "nonce", "session", "window")) {
        if (fields.containsKey(name)) {
          words.add(name + " " + text(field(fields, name)));
        }
      }
    } else if (sessionOf(fields) != 1) {
      words.add("in session " + sessionOf(fields));
    }
    return String.join(" ", words);
  }

  private static long sessionOf(Map<String, TlaValue> frame) {
    return frame.containsKey("session") ? number(frame, "session") : 1;
  }

  /** What stands for a payload or a reply in the specification, as text. */
  static String text(TlaValue content) {
    if (content instanceof TlaValue.Str text) {
      return text.value();
    }
    if (content instanceof TlaValue.Tuple reply && reply.elements().size() == PARTS_OF_REPLY) {
      TlaValue time = reply.elements().get(2);
      return "r" + reply.elements().get(1) + (time.equals(new TlaValue.Int(1)) ? "" : "." + time);
    }
    return content.toString();
  }

  /** Whether this stands for no reply. */
  static boolean isNone(TlaValue reply) {
    return reply.equals(new TlaValue.Tuple(List.of()));
  }

  private void write(Map<String, TlaValue> frame) {
    long session = sessionOf(frame);
    String type = text(field(frame, "type"));
    if (frame.containsKey("seq")) {
      writeAboutMessage(type, session, number(frame, "seq"), frame);
      return;
    }
    switch (type) {
      case "OPEN" -> {
        int window = Math.toIntExact(number(frame, "window"));
        requests.open(number(frame, "sender"), number(frame, "nonce"), window);
      }
      case "CLOSE" -> requests.close(session);
      case "OPENED" ->
        replies.opened(
            number(frame, "sender"),
            number(frame, "nonce"),
            session,
            Math.toIntExact(number(frame, "window")),
            ReplyMode.WITHOUT_REPLIES);
      case "FULL" -> replies.full(number(frame, "sender"), number(frame, "nonce"));
      case "GONE" -> replies.gone(session);
      default -> throw new IllegalArgumentException("no such frame: " + type);
    }
  }

  private void writeAboutMessage(String type, long session, long seq, Map<String, TlaValue> frame) {
    switch (type) {
      case "DATA" ->
        requests.in(session).data(seq, text(frame.getOrDefault("payload", field(frame, "seq"))));
      case "CHECK" -> requests.in(session).check(seq);
      case "SEAL" -> requests.in(session).seal(seq);
      case "ACK" -> {
        TlaValue reply = frame.get("reply");
        replies.in(session).ack(seq, reply == null || isNone(reply) ? null : text(reply));
      }
      case "STATUS", "NO_ANSWER" ->
        replies.in(session).status(seq, Status.valueOf(text(field(frame, "state"))));
      default -> throw new IllegalArgumentException("no such frame: " + type);
    }
  }

  private static long number(Map<String, TlaValue> frame, String name) {
    return ((TlaValue.Int) field(frame, name)).value();
  }

  static TlaValue field(Map<String, TlaValue> frame, String name) {
    TlaValue value = frame.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + frame);
    }
    return value;
  }

  /** Keeps the last frame. */
  private static final class OneFrame implements FrameSink {
    private byte[] last = {};

    @Override
    public @Nullable ByteBuffer claim(int length) {
      return ByteBuffer.allocate(length);
    }

    @Override
    public void commit(ByteBuffer frame, int length) {
      last = new byte[length];
      frame.get(frame.position(), last);
    }

    byte[] bytes() {
      return last;
    }
  }
}

package exactlyonce.conformance;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.FrameReader;
import exactlyonce.wire.Malformation;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.RequestReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes, read as the calls that they stand for: a joined frame as several. Numbers are in
 * hexadecimal digits, and so are contents.
 */
final class FrameCalls {

  /**
   * What is read.
   *
   * @param calls the fields of each, its name first
   * @param refused why there are none
   */
  record Read(List<Map<String, String>> calls, @Nullable Malformation refused) {}

  private static final EnumSet<Status> ANSWERS = EnumSet.range(Status.IN_PROGRESS, Status.SEALED);

  private final List<Map<String, String>> calls = new ArrayList<>();
  private final RequestReader<ByteBuffer> requests;
  private final ReplyReader<ByteBuffer> replies;

  /**
   * @param longest frames that are longer, in bytes, are refused
   */
  FrameCalls(int longest) {
    requests = RequestReader.zeroCopy(longest, new RecordedRequests());
    replies = ReplyReader.zeroCopy(longest, new RecordedReplies());
  }

  Read read(byte[] frame, boolean fromReceiver) {
    calls.clear();
    FrameReader<?> reader = fromReceiver ? replies : requests;
    Malformation refused = reader.read(ByteBuffer.wrap(frame));
    return new Read(List.copyOf(calls), refused);
  }

  private void called(String call, String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("call", call);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    calls.add(fields);
  }

  private static String hex(long number) {
    return Long.toHexString(number);
  }

  private static String hex(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private final class RecordedRequests implements SessionRequests<ByteBuffer> {
    @Override
    public void open(long sender, long nonce, int maxWindowSize) {
      called("OPEN", "sender", hex(sender), "nonce", hex(nonce), "window", hex(maxWindowSize));
    }

    @Override
    public void close(long session) {
      called("CLOSE", "session", hex(session));
    }

    @Override
    public Requests<ByteBuffer> in(long session) {
      return new Requests<>() {
        @Override
        public void data(long seq, ByteBuffer payload) {
          called("DATA", "session", hex(session), "seq", hex(seq), "payload", hex(payload));
        }

        @Override
        public void check(long seq) {
          called("CHECK", "session", hex(session), "seq", hex(seq));
        }

        @Override
        public void seal(long seq) {
          called("SEAL", "session", hex(session), "seq", hex(seq));
        }
      };
    }
  }

  private final class RecordedReplies implements SessionReplies<ByteBuffer> {
    @Override
    public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
      called(
          "OPENED",
          "sender",
          hex(sender),
          "nonce",
          hex(nonce),
          "session",
          hex(session),
          "window",
          hex(windowSize),
          "replies",
          replyMode == ReplyMode.WITH_REPLIES ? "yes" : "no");
    }

    @Override
    public void full(long sender, long nonce) {
      called("FULL", "sender", hex(sender), "nonce", hex(nonce));
    }

    @Override
    public void gone(long session) {
      called("GONE", "session", hex(session));
    }

    @Override
    public Replies<ByteBuffer> in(long session) {
      return new Replies<>() {
        @Override
        public void ack(long seq, @Nullable ByteBuffer reply) {
          if (reply == null) {
            called("ACK", "session", hex(session), "seq", hex(seq));
          } else {
            called("ACK", "session", hex(session), "seq", hex(seq), "reply", hex(reply));
          }
        }

        @Override
        public void rejected(long seq, String reason) {
          String bytes = HexFormat.of().formatHex(reason.getBytes(StandardCharsets.UTF_8));
          called("REJECTED", "session", hex(session), "seq", hex(seq), "reason", bytes);
        }

        @Override
        public void status(long seq, Status status) {
          String call = ANSWERS.contains(status) ? "STATUS" : "NO_ANSWER";
          called(call, "session", hex(session), "seq", hex(seq), "state", status.name());
        }
      };
    }
  }
}

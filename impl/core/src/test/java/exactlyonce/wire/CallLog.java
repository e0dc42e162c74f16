package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down the frames that are sent to it, as text. */
final class CallLog implements SessionRequests<ByteBuffer>, SessionReplies<ByteBuffer> {
  private final List<String> calls = new ArrayList<>();

  /** Returns what was called since the last time. */
  List<String> take() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  /** Both directions of a session: their names differ. */
  interface Both extends Requests<ByteBuffer>, Replies<ByteBuffer> {}

  @Override
  public void open(long sender, long nonce) {
    calls.add("OPEN " + hex(sender) + " " + hex(nonce));
  }

  @Override
  public void close(long session) {
    calls.add("CLOSE " + hex(session));
  }

  @Override
  public void opened(long sender, long nonce, long session, int windowSize) {
    calls.add("OPENED " + hex(sender) + " " + hex(nonce) + " " + hex(session) + " " + windowSize);
  }

  @Override
  public void full(long sender, long nonce) {
    calls.add("FULL " + hex(sender) + " " + hex(nonce));
  }

  @Override
  public void gone(long session) {
    calls.add("GONE " + hex(session));
  }

  @Override
  public Both in(long session) {
    return new Both() {
      @Override
      public void data(long seq, ByteBuffer payload) {
        add("DATA", seq, bytes(payload));
      }

      @Override
      public void check(long seq) {
        add("CHECK", seq, "");
      }

      @Override
      public void seal(long seq) {
        add("SEAL", seq, "");
      }

      @Override
      public void ack(long seq, ByteBuffer reply) {
        add("ACK", seq, reply == null ? "" : bytes(reply));
      }

      @Override
      public void status(long seq, Status status) {
        add("STATUS", seq, " " + status);
      }

      private void add(String frame, long seq, String rest) {
        calls.add(frame + " " + hex(session) + " " + hex(seq) + rest);
      }
    };
  }

  private static String bytes(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(payload.position(), bytes);
    return " \"" + HexFormat.of().formatHex(bytes) + "\"";
  }

  private static String hex(long number) {
    return Long.toHexString(number);
  }
}

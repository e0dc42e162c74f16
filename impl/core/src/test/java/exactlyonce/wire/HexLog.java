package exactlyonce.wire;

import exactlyonce.protocol.FrameLog;
import exactlyonce.session.SessionLog;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Records the calls of a reader, in the notation of the wire format's vectors. */
final class HexLog extends SessionLog<ByteBuffer> {
  @Override
  protected String number(long number) {
    return Long.toHexString(number);
  }

  @Override
  public FrameLog<ByteBuffer> in(long session) {
    return new FrameLog<>(lines) {
      @Override
      protected String start(String frame, long seq) {
        return frame + " " + number(session) + " " + number(seq);
      }

      @Override
      protected String text(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return "\"" + HexFormat.of().formatHex(bytes) + "\"";
      }
    };
  }
}

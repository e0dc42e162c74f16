package exactlyonce.wire;

import java.nio.ByteBuffer;
import java.util.List;

/** A reader for each direction: shows which calls a frame causes. */
final class Reading {
  private final HexLog calls = new HexLog();
  private final RequestReader<ByteBuffer> requests =
      RequestReader.zeroCopy(FrameQueue.MAX_LENGTH, calls);
  private final ReplyReader<ByteBuffer> replies =
      ReplyReader.zeroCopy(FrameQueue.MAX_LENGTH, calls);

  List<String> of(Vector vector, byte[] frame) {
    return of(vector, ByteBuffer.wrap(frame));
  }

  List<String> of(Vector vector, ByteBuffer frame) {
    return of(vector.fromSender(), frame);
  }

  /** Returns the calls, or the reason why there were none. */
  List<String> of(boolean fromSender, ByteBuffer frame) {
    FrameReader<ByteBuffer> reader = reader(fromSender);
    long refused = reader.refused();
    Malformation malformation = reader.read(frame);
    List<String> made = calls.take();
    if (made.isEmpty() != (malformation != null)
        || reader.refused() - refused != (malformation == null ? 0 : 1)) {
      throw new AssertionError("refused as " + malformation + ", but made calls: " + made);
    }
    return malformation == null ? made : List.of(malformation.name());
  }

  FrameReader<ByteBuffer> reader(boolean fromSender) {
    return fromSender ? requests : replies;
  }
}

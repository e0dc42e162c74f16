package exactlyonce.trace;

import exactlyonce.simulation.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What a trace says about a reply: enough to notice that it is another one. Stateless and
 * thread-safe.
 */
final class ReplyDigest {
  /** How a digest is written. */
  static final String PATTERN = "[0-9a-f]{8}";

  private ReplyDigest() {}

  /** The CRC-32 of the fields, which are encoded in little-endian order. */
  static String of(Reply reply) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(reply.number()).putInt(reply.effect()).flip();
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

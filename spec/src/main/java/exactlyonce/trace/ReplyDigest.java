package exactlyonce.trace;

import exactlyonce.simulation.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a trace says about a reply, or the reason of a rejection: enough to notice that it is another
 * one. Stateless and thread-safe.
 */
final class ReplyDigest {
  /** How a digest is written. */
  static final String PATTERN = "[0-9a-f]{8}";

  private ReplyDigest() {}

  /** The CRC-32 of the fields, which are encoded in little-endian order; null if there is no reply. */
  static @Nullable String of(@Nullable Reply reply) {
    if (reply == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return of(bytes.putInt(reply.number()).putInt(reply.effect()).flip());
  }

  /** The CRC-32 of the text in UTF-8; null if there is no reply. */
  static @Nullable String of(@Nullable String reply) {
    return reply == null ? null : of(StandardCharsets.UTF_8.encode(reply));
  }

  private static String of(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

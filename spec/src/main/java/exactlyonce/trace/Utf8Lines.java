package exactlyonce.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines one by one, so that it is known which of them is not UTF-8. Not thread-safe. */
final class Utf8Lines implements Closeable {
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Utf8Lines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * Returns the next line without its end, LF or CR LF; null if there is none.
   *
   * @throws CharacterCodingException if it is not UTF-8
   * @throws IOException if it cannot be read
   */
  @Nullable String next() throws IOException {
    line.reset();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    String text = StandardCharsets.UTF_8
        .newDecoder() // which reports what is malformed
        .decode(ByteBuffer.wrap(line.toByteArray()))
        .toString();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

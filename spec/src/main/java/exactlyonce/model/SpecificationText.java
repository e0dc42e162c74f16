package exactlyonce.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a configuration or a manifest. */
final class SpecificationText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SpecificationText() {}

  /**
   * The text of {@code directory/file}.
   *
   * @throws ManifestException if there is no such file
   * @throws TextEncodingException if it is not UTF-8 or has a byte order mark, for which TLC and JSON
   *     parsers give misleading errors
   */
  static String read(Path directory, String file) {
    Path path = directory.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new ManifestException("there is no file " + path);
    }
    try {
      String text = Files.readString(path, StandardCharsets.UTF_8);
      if (text.startsWith(BYTE_ORDER_MARK)) {
        throw new TextEncodingException(path, "starts with a byte order mark");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new TextEncodingException(path, "is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}

package exactlyonce.model;

import java.nio.file.Path;

/** A file is not UTF-8 text without a byte order mark; the message says which, in one line. */
public final class TextEncodingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TextEncodingException(Path file, String problem) {
    super(file + " " + problem + "; save it as UTF-8 without BOM");
  }
}

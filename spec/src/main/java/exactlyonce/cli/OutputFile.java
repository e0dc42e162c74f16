package exactlyonce.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes, as a whole or not at all: it is written under another name in the same
 * directory, and gets its own when it is complete.
 */
final class OutputFile implements AutoCloseable {

  private final String option;
  private final Path file;
  private final Path temporary;

  /**
   * Fails now, rather than after minutes of work, if the file cannot be written.
   *
   * @param option what the caller gave the file's name with
   * @throws BadInput if it cannot be written
   */
  OutputFile(String option, Path file) {
    this.option = option;
    this.file = file;
    if (Files.isDirectory(file)) {
      throw bad("is a directory");
    }
    try {
      Path directory = file.toAbsolutePath().resolveSibling("");
      temporary = Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
      temporary.toFile().deleteOnExit(); // after Ctrl-C
    } catch (IOException e) {
      throw bad("cannot be written (" + reason(e) + ")");
    }
  }

  /** Where to write. */
  Path temporary() {
    return temporary;
  }

  /** What was written is complete. */
  void complete() {
    try {
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What was written is not complete after all. */
  BadInput failed(IOException e) {
    return bad("cannot be written (" + reason(e) + ")");
  }

  /** Removes what is not complete. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  private BadInput bad(String what) {
    return new BadInput(
        "the file " + what, option + " " + file, "name a file in a writable directory");
  }
}

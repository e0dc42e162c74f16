package exactlyonce.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes, as a whole or not at all: it is written under another name in the same
 * directory, and renamed when it is complete.
 */
final class OutputFile implements AutoCloseable {

  private final String option;
  private final Path file;
  private final Path target;
  private final Path temporary;

  /**
   * Fails before the work starts, if the file cannot be written.
   *
   * @param option the option with which the caller named the file
   * @throws BadInput if it cannot be written
   */
  OutputFile(String option, Path file) {
    this.option = option;
    this.file = file;
    if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
      throw bad(Files.isDirectory(file) ? "is a directory" : "exists and cannot be replaced");
    }
    try {
      target =
          Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(); // a link stays a link
      long process = ProcessHandle.current().pid();
      temporary = target.resolveSibling("." + target.getFileName() + "." + process + ".tmp");
      Files.createFile(temporary);
      temporary.toFile().deleteOnExit(); // after Ctrl-C
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Checks only that the file can be written. */
  static void check(String option, Path file) {
    new OutputFile(option, file).close();
  }

  /** Writes the whole file. */
  static void write(String option, Path file, byte[] content) {
    try (OutputFile whole = new OutputFile(option, file)) {
      try {
        Files.write(whole.temporary, content);
      } catch (IOException e) {
        throw whole.failed(e);
      }
      whole.complete();
    }
  }

  /** Where to write. */
  Path temporary() {
    return temporary;
  }

  /** The content is complete: gives the file its name. */
  void complete() {
    try {
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The content cannot be completed. */
  BadInput failed(IOException e) {
    return bad("cannot be written (" + reason(e) + ")");
  }

  /** Removes an incomplete file. */
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

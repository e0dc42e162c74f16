package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option {@code --json FILE}. A command calls {@link #checkWritable} before its work and {@link
 * #write} after it. The file appears as a whole or not at all.
 */
final class JsonFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the result to this file, as JSON.")
  private @Nullable Path file;

  /** Fails now rather than after minutes of work. */
  void checkWritable() {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw bad("is a directory", file);
    }
    try {
      Files.delete(temporary(file));
    } catch (IOException e) {
      throw bad("cannot be written (" + reason(e) + ")", file);
    }
  }

  /** Writes a value that Jackson can write. */
  void write(Object value) {
    if (file == null) {
      return;
    }
    try {
      Path temporary = temporary(file);
      Files.writeString(temporary, JSON.writeValueAsString(value) + "\n");
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw bad("cannot be written (" + reason(e) + ")", file);
    }
  }

  private static Path temporary(Path file) throws IOException {
    Path directory = file.toAbsolutePath().resolveSibling("");
    return Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  private static BadInput bad(String what, Path file) {
    return new BadInput(
        "the file " + what, "--json " + file, "name a file in a writable directory");
  }
}

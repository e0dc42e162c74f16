package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    if (file != null) {
      new OutputFile("--json", file).close();
    }
  }

  /** Writes a value that Jackson can write. */
  void write(Object value) {
    if (file == null) {
      return;
    }
    try (OutputFile whole = new OutputFile("--json", file)) {
      try {
        Files.writeString(whole.temporary(), JSON.writeValueAsString(value) + "\n");
      } catch (IOException e) {
        throw whole.failed(e);
      }
      whole.complete();
    }
  }
}

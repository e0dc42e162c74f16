package exactlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option {@code --json FILE}. A command calls {@link #checkWritable} before its work and {@link
 * #write} after it. The file is written as a whole or not at all.
 */
final class JsonFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the result to this file, as JSON.")
  private @Nullable Path file;

  /** Fails before the work starts, if the file cannot be written. */
  void checkWritable() {
    if (file != null) {
      OutputFile.check("--json", file);
    }
  }

  /** Writes a value that Jackson can write to the file that an option names. */
  static void write(String option, Path file, Object value) {
    try {
      OutputFile.write(option, file, (JSON.writeValueAsString(value) + "\n").getBytes(UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a value that Jackson can write. */
  void write(Object value) {
    if (file != null) {
      write("--json", file, value);
    }
  }
}

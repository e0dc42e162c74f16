package exactlyonce.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads and writes the files of the manifest. An unknown field is an error: a misspelt one must not pass as an
 * expectation that nothing checks.
 */
final class ManifestJson {

  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .build();

  private ManifestJson() {}

  /** Reads {@code directory/file}; a message names the file without the directory. */
  static <T> T read(Path directory, String file, Class<T> type) {
    try {
      return JSON.readValue(SpecificationText.read(directory, file), type);
    } catch (JacksonException e) {
      throw new ManifestException(file + ": " + oneLine(e));
    }
  }

  /** The text of a file with one list, in which differences of versions can be read. */
  static String oneEntryPerLine(String name, List<?> entries) {
    try {
      StringBuilder text = new StringBuilder("{\n  \"" + name + "\": [");
      String separator = "\n    ";
      for (Object entry : entries) {
        text.append(separator).append(JSON.writeValueAsString(entry));
        separator = ",\n    ";
      }
      return text.append("\n  ]\n}\n").toString();
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String oneLine(JacksonException e) {
    String what = e instanceof UnrecognizedPropertyException unknown
        ? "unknown field \"" + unknown.getPropertyName() + "\""
        : e.getOriginalMessage();
    String path = e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(r -> r.getIndex() >= 0 ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining())
        : "";
    String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    return (what + (path.isEmpty() ? "" : " at " + path) + line).replaceAll("\\s+", " ");
  }
}

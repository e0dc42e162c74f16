package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas accept the manifests, and refuse what is not one. */
class ManifestSchemaTest {

  private static final Path TLA = Path.of("tla");
  private static final Path ROOT = TLA.resolve("manifest.json");

  private static final Schema ROOT_SCHEMA = schema(TLA.resolve("manifest.schema.json"));
  private static final Schema FOLDER_SCHEMA = schema(TLA.resolve("models/manifest.schema.json"));

  private static Schema schema(Path file) {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(file), InputFormat.JSON);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Error> errors(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON);
  }

  private static Path folder(String name) {
    return TLA.resolve("models").resolve(name).resolve("manifest.json");
  }

  /** A later draft, or a misspelt keyword, would be ignored without a word. */
  @Test
  void theSchemasAreSchemas() throws IOException {
    Schema schemaOfSchemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    for (String file : List.of("manifest.schema.json", "models/manifest.schema.json")) {
      assertThat(errors(schemaOfSchemas, Files.readString(TLA.resolve(file))))
          .as(file)
          .isEmpty();
    }
  }

  @Test
  void theManifestsAreValid() throws IOException {
    assertThat(errors(ROOT_SCHEMA, Files.readString(ROOT))).isEmpty();
    List<Path> folders;
    try (Stream<Path> files = Files.walk(TLA.resolve("models"))) {
      folders = files.filter(file -> file.endsWith("manifest.json")).toList();
    }
    assertThat(folders).hasSizeGreaterThan(10);
    for (Path file : folders) {
      assertThat(errors(FOLDER_SCHEMA, Files.readString(file)))
          .as(file.toString())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"version\": 2  | \"version\": 1",
        "\"version\": 2, | ~~",
        "\"folders\"     | \"modules\"",
        "\"CrashRecovery\",     | \"CrashRecovery\", \"CrashRecovery\",",
        "\"CrashRecovery\",     | \"../CrashRecovery\",",
        "\"number\": 1,  | \"number\": \"1\",",
        "\"number\": 1,  | ~~",
        "\"growth\": [   | \"growths\": [",
        "\"given\": \"it drops any session\" | \"given\": \"\"",
      })
  void aBrokenManifestIsRefused(String part, String change) throws IOException {
    assertRefused(ROOT_SCHEMA, Files.readString(ROOT), part, change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SendWindow    | \"breaks\":             | \"brakes\":",
        "SendWindow    | \"tier\": \"quick\"     | \"tier\": \"soon\"",
        "SendWindow    | \"tier\": \"quick\",    | ~~",
        "SendWindow    | \"module\": \"MCSendWindow\", | ~~",
        "SendWindow    | \"model\": \"           | \"model\": \"?",
        "SendWindow    | \"config\": \"SendWindow-N2-W2.cfg\" | \"config\": \"../SendWindow-N2-W2.cfg\"",
        "SendWindow    | , \"expected\": {\"verdict\": \"violated\", \"property\": \"OneProducer\", \"traceLength\": | , \"unexpected\": {\"traceLength\":",
        "SendWindow    | \"violated\", \"property\": | \"violated\", \"invariant\":",
        "SendWindow    | , \"traceLength\": 7    | ~~",
        "SendWindow    | \"traceLength\":        | \"traceLength\": 0.5, \"depth\":",
        "SendWindow    | \"verdict\": \"violated\"  | \"verdict\": \"holds\"",
        "SendWindow    | \"verdict\": \"holds\", | \"verdict\": \"holds\", \"property\": \"TypeOK\",",
        "SendWindow    | , \"depth\":            | , \"deepest\":",
        "SendWindow    | \"distinctStates\":     | \"distinctStates\": -1, \"x\":",
        "FailurePoints | \"constants\": {        | \"values\": {",
        "FailurePoints | \"Loss\": [             | \"Loss\": [1, ",
        "FailurePoints | \"never-accept-none-synchronous\": | \"never-accept-none-synchronous\": {}, \"x\":",
        "FailurePoints | \"tier\": \"verify\",   | ~~",
      })
  void aBrokenFolderIsRefused(String name, String part, String change) throws IOException {
    assertRefused(FOLDER_SCHEMA, Files.readString(folder(name)), part, change);
  }

  private static void assertRefused(Schema schema, String valid, String part, String change) {
    assertThat(valid.contains(part)).as(part).isTrue();
    String broken = valid.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(change));
    assertThat(errors(schema, broken)).as(change).isNotEmpty();
  }
}

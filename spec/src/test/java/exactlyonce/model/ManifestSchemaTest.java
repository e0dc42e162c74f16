package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.JsonSchema;
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

  private static final JsonSchema ROOT_SCHEMA = schema(TLA.resolve("manifest.schema.json"));
  private static final JsonSchema FOLDER_SCHEMA =
      schema(TLA.resolve("models/manifest.schema.json"));

  private static JsonSchema schema(Path file) {
    try {
      return JsonSchema.of(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path folder(String name) {
    return TLA.resolve("models").resolve(name).resolve("manifest.json");
  }

  /** A later draft, or a misspelt keyword, would be ignored without a word. */
  @Test
  void theSchemasAreSchemas() throws IOException {
    for (String file : List.of("manifest.schema.json", "models/manifest.schema.json")) {
      assertThat(JsonSchema.ofSchemas().errors(Files.readString(TLA.resolve(file))))
          .as(file)
          .isEmpty();
    }
  }

  @Test
  void theManifestsAreValid() throws IOException {
    assertThat(ROOT_SCHEMA.errors(Files.readString(ROOT))).isEmpty();
    List<Path> folders;
    try (Stream<Path> files = Files.walk(TLA.resolve("models"))) {
      folders = files.filter(file -> file.endsWith("manifest.json")).toList();
    }
    assertThat(folders).hasSizeGreaterThan(10);
    for (Path file : folders) {
      assertThat(FOLDER_SCHEMA.errors(Files.readString(file)))
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

  private static void assertRefused(JsonSchema schema, String valid, String part, String change) {
    assertThat(valid.contains(part)).as(part).isTrue();
    String broken = valid.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(change));
    assertThat(schema.errors(broken)).as(change).isNotEmpty();
  }
}

package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final String ROOT = """
      {"version": 2, "folders": ["F"],
       "failurePoints": [{"number": 1, "title": "nothing fails", "models": ["M"]}]}""";

  private static final String MODEL = """
      {"model": "M", "module": "A", "config": "M.cfg", "tier": "quick",
       "expected": {"verdict": "violated", "property": "P", "traceLength": 3}}""";

  private static final String MATRIX = """
      {"model": "X", "module": "A", "config": "../../A.cfg", "tier": "verify",
       "constants": {"Big": ["y", "n"], "Old": ["y", "n"]},
       "expected": {"y-n": {"verdict": "holds", "distinctStates": 1},
                    "y-y": {"verdict": "holds", "distinctStates": 2},
                    "n-y": {"verdict": "holds", "distinctStates": 3},
                    "n-n": {"verdict": "violated", "property": "P", "traceLength": 4}}}""";

  private static final String FOLDER = "{\"matrix\": " + MATRIX + ", \"models\": [" + MODEL + "]}";

  @TempDir
  private Path directory;

  private Manifest read(String root, String folder) {
    try {
      Files.writeString(directory.resolve("manifest.json"), root);
      Path models = Files.createDirectories(directory.resolve("models/F"));
      Files.writeString(models.resolve("manifest.json"), folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Manifest.read(directory);
  }

  @Test
  void modelsAreRead() {
    Manifest manifest = read(ROOT, FOLDER);
    Model model = manifest.model("M").orElseThrow();
    assertThat(model.module()).isEqualTo("A");
    assertThat(model.config()).isEqualTo("models/F/M.cfg");
    assertThat(model.constants()).isEmpty();
    assertThat(model.expected().inWords()).isEqualTo("violated P in 3 states");
    assertThat(manifest.model("N")).isEmpty();
    assertThat(manifest.failurePoints()).hasSize(1);
  }

  @Test
  void aMatrixStandsForOneModelACell() {
    Manifest manifest = read(ROOT, FOLDER);
    assertThat(manifest.models())
        .extracting(Model::name)
        .containsExactly("X-y-n", "X-y-y", "X-n-y", "X-n-n", "M");
    Model cell = manifest.model("X-n-y").orElseThrow();
    assertThat(cell.module()).isEqualTo("A");
    assertThat(cell.config()).isEqualTo("A.cfg");
    assertThat(cell.tier()).isEqualTo(Tier.VERIFY);
    assertThat(cell.constants()).hasToString("{Big=\"n\", Old=\"y\"}");
    assertThat(cell.expected().distinctStates()).isEqualTo(3);
  }

  @Test
  void tiersNest() {
    Manifest manifest = read(ROOT, FOLDER);
    assertThat(manifest.models(Tier.VERIFY)).hasSize(4);
    assertThat(manifest.models(Tier.QUICK)).hasSize(5);
    assertThat(manifest.models(Tier.FULL)).hasSize(5);
  }

  /** Each line breaks the manifest in one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"title\"'               | '\"name\": 1, \"title\"'   | unknown field \"name\"",
        "'\"version\": 2'          | '\"version\": 1'        | version 1",
        "'\"version\": 2, '        | ''                      | version",
        "'\"folders\": [\"F\"],'   | ''                      | folders",
        "'\"F\"'                   | '\"../F\"'              | not the name of a folder",
        "'\"F\"'                   | '\"F\", \"F\"'          | X-y-n is duplicated",
        "'[\"M\"]'                 | '[\"N\"]'               | there is no model N",
        "'}]}'                     | '}]} {}'                | Trailing",
        "'}]}'                     | ''                      | end-of-input",
      })
  void anythingElseIsAnErrorInOneLine(String part, String change, String message) {
    assertThat(ROOT).contains(part);
    assertThatThrownBy(() -> read(ROOT.replace(part, change), FOLDER))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("manifest")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /** Each line breaks the manifest of the folder in one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"model\": \"M\"'        | '\"modul\": 1, \"model\": \"M\"' | unknown field \"modul\" at .models[0].modul",
        "'\"traceLength\": 3'      | '\"tracelength\": 3'    | unknown field \"tracelength\"",
        "'\"config\": \"M.cfg\", ' | ''                      | config",
        "'\"model\": \"M\"'        | '\"model\": null'       | model is null",
        "'\"verdict\": \"violated\", \"property\"' | '\"property\"' | verdict",
        "'\"violated\"'            | '\"broken\"'            | broken",
        "'\"quick\"'               | '\"soon\"'              | soon",
        "'\"violated\"'            | '\"holds\"'             | no property and no traceLength",
        "': 3}}]'                  | ': \"3\"}}]'            | traceLength",
        "': 3}}]'                  | ': 3.5}}]'              | traceLength",
        "': 3}}]'                  | ': 3, \"traceLength\": 4}}]' | Duplicate field",
        "'\"M.cfg\"'               | '\"../../../M.cfg\"'    | outside",
        "'\"M.cfg\"'               | '\"/M.cfg\"'            | outside",
        "'\"y-n\":'                | '\"y-m\":'              | nothing is expected of y-n",
        "'\"Old\": [\"y\", \"n\"]' | '\"Old\": [\"y\"]'      | there is no cell y-n",
      })
  void soItIsInAFolder(String part, String change, String message) {
    assertThat(FOLDER).contains(part);
    assertThatThrownBy(() -> read(ROOT, FOLDER.replace(part, change)))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("models/F/manifest.json: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> read(ROOT, "{\"models\": [" + MODEL + "," + MODEL + "]}"))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("M is duplicated");
  }

  @Test
  void aFolderHasModels() {
    assertThatThrownBy(() -> read(ROOT, "{}")).hasMessageContaining("there are no models");
    assertThatThrownBy(() -> read(ROOT.replace("\"F\"", "\"G\""), FOLDER))
        .isInstanceOf(ManifestException.class)
        .hasMessage("there is no file models/G/manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "models/F/manifest.json"})
  void aByteOrderMarkIsNamed(String file) throws IOException {
    read(ROOT, FOLDER);
    Path path = directory.resolve(file);
    Files.writeString(path, "\uFEFF" + Files.readString(path));
    assertThatThrownBy(() -> Manifest.read(directory))
        .isInstanceOf(TextEncodingException.class)
        .hasMessage(path + " starts with a byte order mark; save it as UTF-8 without BOM");
  }

  @Test
  void anotherEncodingIsNamed() throws IOException {
    read(ROOT, FOLDER);
    Path path = directory.resolve("manifest.json");
    Files.write(path, ROOT.getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> Manifest.read(directory))
        .isInstanceOf(TextEncodingException.class)
        .hasMessage(path + " is not UTF-8 text; save it as UTF-8 without BOM");
  }
}

package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  private static final String MODEL = """
      {"model": "M", "module": "A", "config": "M.cfg", "tier": "quick", "heap": "4g",
       "expected": {"verdict": "violated", "property": "P", "traceLength": 3}}""";

  private static final String VALID = """
      {"version": 1, "models": [%s],
       "failurePoints": [{"number": 1, "title": "nothing fails", "models": ["M"]}]}""".formatted(MODEL);

  private static Manifest parse(String json) {
    return Manifest.parse(json, "manifest.json");
  }

  @Test
  void whatIsThereIsRead() {
    Manifest manifest = parse(VALID);
    Model model = manifest.model("M").orElseThrow();
    assertThat(model.module()).isEqualTo("A");
    assertThat(model.constants()).isEmpty();
    assertThat(model.heap()).isEqualTo("4g");
    assertThat(model.expected().inWords()).isEqualTo("violated P in 3 states");
    assertThat(manifest.model("N")).isEmpty();
    assertThat(manifest.failurePoints()).hasSize(1);
  }

  @Test
  void tiersNest() {
    Manifest manifest = parse(VALID);
    assertThat(manifest.models(Tier.VERIFY)).isEmpty();
    assertThat(manifest.models(Tier.QUICK)).hasSize(1);
    assertThat(manifest.models(Tier.FULL)).hasSize(1);
  }

  /** Each line breaks the manifest in one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"module\"'              | '\"modul\": 1, \"module\"' | unknown field \"modul\" at .models[0].modul",
        "'\"traceLength\"'         | '\"tracelength\"'       | unknown field \"tracelength\"",
        "'\"title\"'               | '\"name\": 1, \"title\"'   | unknown field \"name\"",
        "'\"version\": 1'          | '\"version\": 2'        | version 2",
        "'\"version\": 1, '        | ''                      | version",
        "'\"config\": \"M.cfg\", ' | ''                      | config",
        "'\"model\": \"M\"'        | '\"model\": null'       | model is null",
        "'\"verdict\": \"violated\", ' | ''                  | verdict",
        "'\"violated\"'            | '\"broken\"'            | broken",
        "'\"quick\"'               | '\"soon\"'              | soon",
        "'\"violated\"'            | '\"holds\"'             | no property and no traceLength",
        "'\"4g\"'                  | '\"lots\"'              | heap must be",
        "': 3'                     | ': \"3\"'               | traceLength",
        "': 3'                     | ': 3.5'                 | traceLength",
        "': 3'                     | ': 3, \"traceLength\": 4' | Duplicate field",
        "'[\"M\"]'                 | '[\"N\"]'               | there is no model N",
        "'}]}'                     | '}]} {}'                | Trailing",
        "'}]}'                     | ''                      | end-of-input",
      })
  void anythingElseIsAnErrorInOneLine(String part, String change, String message) {
    assertThat(VALID).contains(part);
    assertThatThrownBy(() -> parse(VALID.replace(part, change)))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("manifest.json: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void noModelIsThereTwice() {
    assertThatThrownBy(() -> parse("{\"version\": 1, \"models\": [" + MODEL + "," + MODEL + "]}"))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("M is there twice");
  }
}

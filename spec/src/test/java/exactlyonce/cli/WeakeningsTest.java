package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("checker")
class WeakeningsTest {

  private static final Path TURNSTILE = Path.of("src/test/resources/turnstile");

  @TempDir
  Path temporary;

  private static CommandLineRun check(Path directory, String... arguments) {
    return CommandLineRun.of(Stream.concat(
            Stream.of("check", "--specifications", directory.toString()), Stream.of(arguments))
        .toArray(String[]::new));
  }

  @Test
  void whatNothingNeedsIsFoundAndNothingElseIs() throws IOException {
    Path json = temporary.resolve("weakenings.json");
    CommandLineRun run = check(TURNSTILE, "--weakenings", "Turnstile", "--json", json.toString());
    assertThat(run.out().lines())
        .as("a guard, noticed by a property")
        .anyMatch(line -> line.matches("Turnstile +18  Push +conjunct +Unlocked +Turnstile +"
            + "violated NobodyPassesFree in 2 states"))
        .as("a conjunct of a property, noticed by its mutant")
        .anyMatch(line -> line.matches("Turnstile +28  NobodyPassesFree +conjunct +passed <= paid +"
            + "Turnstile-StaysUnlocked +(violated NobodyPassesFree in 5|no counterexample in 4)"
            + " states"))
        .as("an action, noticed because nothing happens without it, however fair")
        .anyMatch(line -> line.matches(
            "Turnstile +18  Push +action +Push +Turnstile +violated EveryCoinPasses.*"))
        .as("fairness")
        .anyMatch(line -> line.matches("Turnstile +25  Spec +fairness +WF_vars\\(Push\\) +"
            + "Turnstile +violated EveryCoinPasses.*"))
        .as("a property, noticed because a mutant is there for it")
        .anyMatch(line -> line.matches(
            "Turnstile +32  EveryCoinPasses +property +<>\\(passed = 2\\) +Turnstile-Unfair .*"))
        .as("the exception")
        .anyMatch(
            line -> line.matches("Turnstile +19  Push +conjunct +passed < 9 +nothing +excepted"))
        .contains("11 weakenings: 8 are noticed, 1 are excepted, 2 are noticed by nothing")
        .endsWith(
            "Turnstile.tla line 29, column 8: no model notices when the conjunct"
                + " passed <= 2 of NobodyPassesFree becomes TRUE",
            "Turnstile.tla line 30, column 8: no model notices when the conjunct"
                + " paid <= 2 of NobodyPassesFree becomes TRUE");
    assertThat(run.code()).isEqualTo(1);
    JsonNode entries = new ObjectMapper().readTree(json.toFile());
    assertThat(entries)
        .hasSize(11)
        .allMatch(entry -> entry.get("cutOff").asInt() == 0)
        .allMatch(entry -> entry.get("model").isNull() != entry.get("noticed").asBoolean());
    assertThat(entries.findValuesAsText("definition")).doesNotContain("Init", "EverPaid");
  }

  @Test
  void whoNoticedIsPinnedAndAskedFirst() throws IOException {
    Path copy = copyWith("{\"exceptions\": []}");
    Path witnesses = copy.resolve("witnesses.json");
    check(copy, "--weakenings", "--pin");
    String pinned = Files.readString(witnesses);
    assertThat(pinned)
        .contains(
            "{\"module\":\"Turnstile\",\"definition\":\"Push\",\"kind\":\"conjunct\",\"clause\":"
                + "\"Unlocked\",\"model\":\"Turnstile\"}")
        .doesNotContain("passed < 9");
    Path json = temporary.resolve("again.json");
    CommandLineRun again = check(copy, "--weakenings", "--json", json.toString());
    assertThat(again.out()).contains("8 are noticed");
    assertThat(new ObjectMapper().readTree(json.toFile()))
        .filteredOn(entry -> entry.get("noticed").asBoolean())
        .allMatch(entry -> entry.get("runs").asInt() == 1);
  }

  @Test
  void aPinThatIsOutOfDateIsReplaced() throws IOException {
    Path copy = copyWith("{\"exceptions\": []}");
    Path witnesses = copy.resolve("witnesses.json");
    Files.writeString(witnesses, """
        {"witnesses": [
          {"module": "Turnstile", "definition": "Push", "kind": "conjunct", "clause": "passed < 9",
           "model": "Turnstile"},
          {"module": "Turnstile", "definition": "Push", "kind": "conjunct", "clause": "Unlocked",
           "model": "Turnstile-Unfair"}]}
        """);
    check(copy, "--weakenings", "--pin");
    assertThat(Files.readString(witnesses))
        .doesNotContain("\"passed < 9\"")
        .contains("\"clause\":\"Unlocked\",\"model\":\"Turnstile\"");
  }

  @Test
  void noTierIncludesThem() {
    assertThat(check(TURNSTILE, "--tier", "full").out()).doesNotContain("weakenings:");
    assertThat(check(TURNSTILE, "--tier", "full", "Turnstile").out()).doesNotContain("weakenings:");
  }

  @Test
  void pinsNeedWeakeningsAndADirectory() {
    CommandLineRun.of("check", "--weakenings", "--pin").assertBadInput("--specifications");
    check(TURNSTILE, "--pin").assertBadInput("--weakenings");
  }

  @Test
  void withEachExceptedItPasses() throws IOException {
    Path copy = copyWith("""
        {"exceptions": [
          {"definition": "NobodyPassesFree", "kind": "conjunct", "reason": "an example"},
          {"module": "Turnstile", "definition": "Push", "clause": "passed < 9", "reason": "another"}
        ]}
        """);
    CommandLineRun run = check(copy, "--weakenings");
    assertThat(run.out()).contains("4 are excepted, 0 are noticed by nothing");
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void anExceptionThatIsNoticedFails() throws IOException {
    Path copy = copyWith("""
        {"exceptions": [
          {"definition": "NobodyPassesFree", "kind": "conjunct", "reason": "an example"},
          {"definition": "Push", "clause": "passed < 9", "reason": "another"},
          {"module": "Turnstile", "definition": "Push", "clause": "Unlocked", "reason": "a third"}
        ]}
        """);
    CommandLineRun run = check(copy, "--weakenings");
    assertThat(run.out().lines())
        .endsWith("weakenings.json: the exception for Unlocked of Push of Turnstile is out of date,"
            + " Turnstile needs the clause");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void anExceptionForWhatIsNotThereFails() throws IOException {
    Path copy = copyWith("""
        {"exceptions": [{"module": "Turnstile", "definition": "Pull", "reason": "an example"}]}
        """);
    assertThat(check(copy, "--weakenings").out().lines())
        .endsWith("weakenings.json: the exception for Pull of Turnstile is about no clause");
  }

  @Test
  void aListThatCannotBeReadIsBadInput() throws IOException {
    Path copy = copyWith("{\"exceptions\": [{\"definition\": \"Push\"}]}");
    check(copy, "--weakenings").assertBadInput("weakenings.json", "reason");
  }

  @Test
  void aModuleThatIsNotThereIsBadInput() {
    check(TURNSTILE, "--weakenings", "Window")
        .assertBadInput("no module with clauses to weaken", "Window");
  }

  private Path copyWith(String exceptions) throws IOException {
    Path copy = temporary.resolve("copy");
    try (Stream<Path> files = Files.walk(TURNSTILE)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(TURNSTILE.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    Files.writeString(copy.resolve("weakenings.json"), exceptions);
    return copy;
  }
}

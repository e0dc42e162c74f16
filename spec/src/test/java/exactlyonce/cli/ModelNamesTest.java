package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a name that is not the name of one model. */
class ModelNamesTest {

  private static final String MODULE = """
      ---- MODULE Once ----
      EXTENDS Naturals
      VARIABLE x
      Init == x = 0
      Spec == Init /\\ [][x < 3 /\\ x' = x + 1]_x
      Small == x < 2
      ====
      """;

  private static final String MODELS = """
      {"models": [
        {"model": "Once", "module": "Once", "config": "Once.cfg", "tier": "verify",
         "expected": {"verdict": "violated", "property": "Small", "traceLength": 3}},
        {"model": "Once-again", "module": "Once", "config": "Once.cfg", "tier": "verify",
         "expected": {"verdict": "violated", "property": "Small", "traceLength": 3}}]}
      """;

  @TempDir
  private Path directory;

  private CommandLineRun run(String command, String name) throws IOException {
    Path models = Files.createDirectories(directory.resolve("models/Once"));
    Files.writeString(
        directory.resolve("manifest.json"), "{\"version\": 2, \"folders\": [\"Once\"]}");
    Files.writeString(directory.resolve("Once.tla"), MODULE);
    Files.writeString(models.resolve("manifest.json"), MODELS);
    Files.writeString(
        models.resolve("Once.cfg"), "SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nINVARIANT Small\n");
    return CommandLineRun.of(command, name, "--specifications", directory.toString());
  }

  @Test
  void aModelNamedAsItsModuleIsDrawn() throws IOException {
    CommandLineRun run = run("diagram", "Once");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Once\n").contains("Small is violated");
  }

  @Test
  void aModuleIsCheckedAsAWholeThoughAModelHasItsName() throws IOException {
    assertThat(run("check", "Once").out()).contains("2 of 2 models as the manifest expects");
    assertThat(run("check", "Once-again").out()).contains("1 of 1 models");
  }

  @Test
  void aSpecificationStandsForTheModelsOfItsBounds() {
    assertThat(CommandLineRun.of("check", "--list", "HostedSession").out())
        .isEqualTo(CommandLineRun.of("check", "--list", "MCHostedSession").out())
        .contains("HostedSession-");
  }

  @Test
  void theBeginningOfNamesNamesModels() {
    CommandLineRun.of("check", "CheckBeforeSend-")
        .assertBadInput("CheckBeforeSend-", "begin so", "try CheckBeforeSend-N2-W1 or ");
    CommandLineRun.of("check", "crashrecovery-").assertBadInput("try CrashRecovery-N2-W1 or ");
  }

  @Test
  void onlyWhatHasACounterexampleIsNamedForADiagram() {
    CommandLineRun.of("diagram", "CheckBeforeSend-")
        .assertBadInput("begin so", "try CheckBeforeSend-UnfairNetwork or ");
    CommandLineRun.of("diagram", "MCCheckBeforeSend")
        .assertBadInput("this is a module with several models", "try CheckBeforeSend");
  }
}

package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiagramCommandTest {

  private static final String MANIFEST = """
      {"models": [
        {"model": "Count-holds", "module": "Count", "config": "Holds.cfg", "tier": "verify",
         "expected": {"verdict": "holds"}},
        {"model": "Count-fails", "module": "Count", "config": "Fails.cfg", "tier": "verify",
         "expected": {"verdict": "violated"}, "breaks": "counting to two", "shows": "that it is"},
        {"model": "Count-lacks", "module": "Count", "config": "Lacks.cfg", "tier": "verify",
         "expected": {"verdict": "violated"}}]}
      """;

  private static final String MODULE = """
      ---- MODULE Count ----
      EXTENDS Naturals
      VARIABLE x
      Init == x = 0
      Count == x < 3 /\\ x' = x + 1
      Spec == Init /\\ [][Count]_x
      Small == x < 4
      Smaller == x < 2
      ====
      """;

  @TempDir
  private static Path specifications;

  @TempDir
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void writeSpecifications() throws IOException {
    Files.writeString(
        specifications.resolve("manifest.json"), "{\"version\": 2, \"folders\": [\"Count\"]}");
    Files.writeString(specifications.resolve("Count.tla"), MODULE);
    Files.writeString(
        Files.createDirectories(specifications.resolve("models/Count")).resolve("manifest.json"),
        MANIFEST);
    config("Holds", "Small");
    config("Fails", "Smaller");
    config("Lacks", "NotThere");
  }

  private static void config(String name, String invariant) throws IOException {
    Path models = specifications.resolve("models/Count");
    String text = "SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nINVARIANT " + invariant + "\n";
    Files.writeString(models.resolve(name + ".cfg"), text);
  }

  private int run(String... arguments) {
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 3];
    all[0] = "diagram";
    all[1] = "--specifications";
    all[2] = specifications.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return command.execute(all);
  }

  private void assertOneLine(String... parts) {
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("exactly-once: ").contains(parts);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void textGoesToStandardOutput() {
    assertThat(run("Count-fails")).isZero();
    assertThat(out.toString())
        .startsWith("Count-fails\n")
        .contains("2 Count", "3 Count", "x: 1 -> 2")
        .contains("Smaller is violated: it is false in state 3.")
        .contains("Broken rule: counting to two", "It shows: that it is");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theEndingOfTheFileSaysTheFormat() throws IOException {
    Path file = directory.resolve("a.svg");
    assertThat(run("Count-fails", "--output", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo("wrote " + file + System.lineSeparator());
    assertThat(Files.readString(file)).startsWith("<svg").endsWith("</svg>\n");
    assertThat(Files.list(directory)).containsExactly(file);
  }

  @Test
  void theStatesAreAlsoWrittenAsJson() throws IOException {
    Path file = directory.resolve("a.json");
    assertThat(run("Count-fails", "--json", file.toString())).isZero();
    assertThat(out.toString()).startsWith("Count-fails\n");
    JsonNode trace = new ObjectMapper().readTree(file.toFile());
    assertThat(trace.at("/#meta/description").asText())
        .startsWith("Count-fails: Smaller is violated: it is false in state 3.");
    assertThat(trace.at("/#meta/source").asText()).isEqualTo("Count.tla");
    assertThat(trace.at("/states/2/x/#bigint").asText()).isEqualTo("2");
    assertThat(trace.at("/states/2/#meta/action").asText()).isEqualTo("Count");
    assertThat(trace.get("states")).hasSize(3);
  }

  @Test
  void theFormatThatIsNamedCounts() throws IOException {
    Path file = directory.resolve("a.svg");
    assertThat(run("Count-fails", "--format", "txt", "--output", file.toString()))
        .isZero();
    assertThat(Files.readString(file)).startsWith("Count-fails\n");
  }

  @Test
  void aPictureWithoutANameIsNamedAfterTheModel() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "diagram",
            "--specifications",
            specifications.toString(),
            "--format",
            "PNG",
            "Count-fails")
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(process.getInputStream().readAllBytes()).strip())
        .isEqualTo("wrote Count-fails.png");
    assertThat(Files.list(directory)).containsExactly(directory.resolve("Count-fails.png"));
  }

  @Test
  void aModelThatHoldsHasNothingToDraw() throws IOException {
    Path file = directory.resolve("a.txt");
    assertThat(run("Count-holds", "--output", file.toString())).isEqualTo(2);
    assertOneLine("nothing to draw", "Count-holds holds", "try Count-fails", "check --list");
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void aModelThatTlcCannotCheckIsAFailure() {
    assertThat(run("Count-lacks")).isEqualTo(1);
    assertOneLine("Count-lacks: ", "NotThere");
  }

  /** TLC would fail on this model, and the exit code would be 1. */
  @Test
  void anUnwritableFileIsFoundBeforeTlcRuns() {
    String file = directory.resolve("none").resolve("a.txt").toString();
    assertThat(run("Count-lacks", "--output", file)).isEqualTo(2);
    assertOneLine("cannot be written (NoSuchFile)", file, "--output");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThat(run("Count-fails", "--output", directory.toString())).isEqualTo(2);
    assertOneLine("is a directory");
  }

  @Test
  void anUnknownModelIsBadInput() {
    assertThat(run("Count-fail")).isEqualTo(2);
    assertOneLine("no such model", "Count-fails");
  }

  @Test
  void aModuleWithSeveralModelsIsBadInput() {
    assertThat(run("Count")).isEqualTo(2);
    assertOneLine("several models", "try Count-");
  }

  @Test
  void anUnknownFormatIsBadInput() {
    assertThat(run("Count-fails", "--format", "gif")).isEqualTo(2);
    assertOneLine("gif", "--help");
  }

  @Test
  void aModelIsNeeded() {
    assertThat(run()).isEqualTo(2);
    assertOneLine("MODEL");
  }
}

package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specifications are as the manifest says, and no longer when one of their rules is changed. */
@Tag("checker")
class RulesTest {

  private static Tlc tlc;

  @TempDir
  private Path directory;

  @BeforeAll
  static void start() {
    tlc = new Tlc();
  }

  @AfterAll
  static void close() {
    tlc.close();
  }

  @Test
  @DisplayName("every model of the tier verify comes out as pinned")
  void asPinned() throws InterruptedException {
    try (Specifications specifications = Specifications.ofThisProgram()) {
      List<Model> models = specifications.manifest().models(Tier.VERIFY);
      assertThat(models).hasSizeGreaterThan(72);
      assertThat(differences(specifications, models)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          FailurePoints   | FailurePoints-blind-accept-reply-synchronous | IF effects = 0 THEN 1 ELSE        | IF TRUE THEN 1 ELSE
          FailurePoints   | FailurePoints-check-accept-both-synchronous  | THEN "known" ELSE "unknown"       | THEN "unknown" ELSE "unknown"
          FailurePoints   | FailurePoints-check-accept-both-asynchronous | Network = "synchronous" => Empty  | Empty
          CheckBeforeSend | CheckBeforeSend-N2-W1                        | MaySubmit(s) == Is(s - W, Decided) | MaySubmit(s) == TRUE
          CheckBeforeSend | CheckBeforeSend-OverrunningSender            | v.seq = s - Slots /\\ v.state      | v.state
          CheckBeforeSend | CheckBeforeSend-N2-W1                        | SetSlot(s, s, "SEALED")           | UNCHANGED ring
          """)
  @DisplayName("a changed rule")
  void changed(String module, String model, String rule, String instead)
      throws IOException, InterruptedException {
    copySpecifications();
    Path file = directory.resolve(module + ".tla");
    String text = Files.readString(file);
    assertThat(text).contains(rule);
    Files.writeString(file, text.replace(rule, instead));

    try (Specifications changed = Specifications.in(directory)) {
      Model checked = changed.manifest().model(model).orElseThrow();
      assertThat(differences(changed, List.of(checked))).isNotEmpty();
    }
  }

  private static List<String> differences(Specifications specifications, List<Model> models)
      throws InterruptedException {
    ModelChecker checker = new ModelChecker(specifications, tlc, Optional.empty());
    return checker.check(models, new ModelChecker.Listener() {}).stream()
        .flatMap(finding -> finding.differences().stream()
            .map(difference -> finding.model().name() + ": " + difference))
        .toList();
  }

  private void copySpecifications() throws IOException {
    try (Specifications original = Specifications.ofThisProgram();
        Stream<Path> files = Files.walk(original.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(original.directory().relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}

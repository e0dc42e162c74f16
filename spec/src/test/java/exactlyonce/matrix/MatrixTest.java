package exactlyonce.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
  private static final Path FILE = Path.of("..", "stress", "MATRIX.md");

  private static Matrix matrix;

  @BeforeAll
  static void read() throws IOException {
    matrix = Matrix.read();
  }

  /** To bring it up to date: copy {@code spec/target/MATRIX.md}. */
  @Test
  void fileIsUpToDate() throws IOException {
    String text = matrix.text();
    Files.writeString(Path.of("target", "MATRIX.md"), text);

    assertThat(FILE).content().isEqualTo(text);
  }

  @Test
  void everyBugIsCaught() {
    assertThat(matrix.bugs())
        .hasSizeGreaterThan(100)
        .allSatisfy(bug -> assertThat(bug.caughtBy())
            .as(bug.name())
            .isNotEmpty()
            .allSatisfy((check, by) -> assertThat(by).isNotBlank()));
  }

  @Test
  void everyCheckCatchesSomething() {
    Set<Check> checks = EnumSet.noneOf(Check.class);
    matrix.bugs().forEach(bug -> checks.addAll(bug.caughtBy().keySet()));
    assertThat(checks).containsExactly(Check.values());
  }

  /** Else the two would not be one row. */
  @Test
  void theMutantOfATwinIsInTheManifest() throws IOException {
    Set<String> mutants =
        new ModelMutants().bugs().stream().map(SeededBug::name).collect(Collectors.toSet());
    assertThat(new TwinRows().bugs())
        .extracting(SeededBug::name)
        .filteredOn(name -> name.contains("-"))
        .isNotEmpty()
        .isSubsetOf(mutants);
    assertThat(new VectorFlags().bugs())
        .extracting(SeededBug::name)
        .isNotEmpty()
        .isSubsetOf(mutants);
  }

  @Test
  void twoSourcesMakeOneRow() {
    SeededBug bug = SeededBug.of("a", "wrong", Check.TLC, "P, 3 states")
        .and(SeededBug.of("a", "the same", Check.JCSTRESS, "X"))
        .and(SeededBug.of("a", "the same", Check.JCSTRESS, "Y"));

    assertThat(new Matrix(Map.of("Part", List.of(bug))).text())
        .contains("| a | wrong | | | P, 3 states | | X, Y | | |\n")
        .contains("| Part | 1 | | | 1 | | 1 | | |\n");
  }

  @Test
  void rowsHaveTheRightCells(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(
        directory.resolve("file.md"),
        "# `x`\n| bug | by |\n| --- | --- |\n| `a` | b \\| c |\n| `a` | b | c |\nd\n");

    assertThat(Source.rows(file, 2))
        .extracting(Arrays::asList)
        .containsExactly(List.of("`a`", "b \\| c"));
    assertThat(Source.rows(file, 3)).hasSize(1);
    assertThatThrownBy(() -> Source.rows(directory.resolve("none.md"), 2))
        .isInstanceOf(IOException.class);
  }
}

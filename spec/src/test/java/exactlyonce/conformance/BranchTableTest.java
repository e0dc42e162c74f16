package exactlyonce.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.conformance.branches.SwitchedLibrary;
import exactlyonce.vectors.VectorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/** Compilers number lambdas and arrange branches as they like: the file is about what that of JDK 17 makes. */
@EnabledOnJre(JRE.JAVA_17)
class BranchTableTest {
  private static final Path FILE = Path.of("BRANCHES.md");

  private static VectorSet vectors() throws Exception {
    return VectorSet.in(Path.of("vectors"))
        .only(vector -> !vector.text("level").equals(VectorFiles.BASIC));
  }

  /** The file of the repository says what the vectors notice, and why not. */
  @EnabledIfSystemProperty(named = "branches", matches = "replayed")
  @Test
  void fileIsUpToDate() throws Exception {
    String before = Files.exists(FILE) ? Files.readString(FILE) : "";
    String text = BranchTable.of(new SwitchedLibrary(), vectors()).text(before);
    Files.writeString(Path.of("target", "BRANCHES.md"), text);

    assertThat(before).isEqualTo(text);
    assertThat(text).doesNotContain("NO REASON IS GIVEN");
  }

  @Test
  void fileHasEveryBranch() throws Exception {
    List<String> lines =
        Files.readString(FILE).lines().filter(line -> line.startsWith("| `")).toList();
    Set<String> listed = new TreeSet<>();
    for (String line : lines) {
      String[] cells = line.split(" \\| ", -1);
      listed.add(cells[0] + " | " + cells[1]);
    }

    assertThat(lines).hasSameSizeAs(listed);
    assertThat(new SwitchedLibrary().branches())
        .extracting(BranchTable::start)
        .containsExactlyInAnyOrderElementsOf(listed);
  }
}

package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  @TempDir
  Path directory;

  @Test
  void replacesOnlyWhatIsBetweenTheMarkers() throws IOException {
    Path readme = directory.resolve("README.md");
    Files.write(readme, List.of("before", Readme.BEGIN, "", "old", "", Readme.END, "after"));
    Readme.replace(readme, List.of("new", "lines"));
    List<String> lines = Files.readAllLines(readme);
    assertThat(lines)
        .containsExactly("before", Readme.BEGIN, "", "new", "lines", "", Readme.END, "after");
    assertThat(Readme.between(lines)).containsExactly("new", "lines");
  }

  @Test
  void refusesAFileWithoutMarkers() throws IOException {
    Path readme = Files.writeString(directory.resolve("README.md"), "nothing here\n");
    assertThatThrownBy(() -> Readme.replace(readme, List.of("new")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no line " + Readme.BEGIN);
  }

  /** Each chart that the checked-in report shows is checked in beside it. */
  @Test
  void theChartsOfTheCheckedInReportAreThere() throws IOException {
    List<String> report = Readme.between(Files.readAllLines(Path.of("README.md")));
    assertThat(report)
        .filteredOn(line -> line.startsWith("!["))
        .allSatisfy(line -> assertThat(
                Path.of(line.substring(line.indexOf('(') + 1, line.length() - 1)))
            .exists());
  }
}

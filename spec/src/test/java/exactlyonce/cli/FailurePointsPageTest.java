package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code docs/failure-points.md} quotes is what the program prints. */
class FailurePointsPageTest {

  private static final Path PAGE = Path.of("docs", "failure-points.md");

  /** A row of the ten failure points: a verdict, perhaps a number of states, and a model. */
  private static final Pattern ROW =
      Pattern.compile("\\|[^|]*\\|[^|]*\\| (holds|.*, (\\d+) states) \\| `([^`]+)`.*\\|");

  @Test
  void theVerdictsAreThoseOfTheManifest() throws IOException {
    List<String> models = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        models.add(row.group(3));
        verdicts.add(row.group(2) == null ? "holds" : "in " + row.group(2) + " states");
      }
    }
    assertThat(models).hasSizeGreaterThan(10);
    for (int i = 0; i < models.size(); i++) {
      CommandLineRun run =
          CommandLineRun.of("check", "--list", "--specifications", "tla", models.get(i));
      assertThat(run.out().lines().skip(1).findFirst().orElse(run.err()))
          .startsWith(models.get(i))
          .endsWith(verdicts.get(i));
    }
  }

  @Test
  @Tag("checker")
  void thePictureIsTheCounterexample() throws IOException {
    CommandLineRun run = CommandLineRun.of(
        "diagram", "FailurePoints-check-accept-both-asynchronous", "--specifications", "tla");
    assertThat(run.code()).isZero();
    List<String> picture = run.out().lines().skip(2).toList(); // after the name of the model
    assertThat(Files.readString(PAGE)).contains(String.join("\n", picture).strip());
  }
}

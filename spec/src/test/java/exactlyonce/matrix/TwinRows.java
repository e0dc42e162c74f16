package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Broken twins of shipped classes, the stress test that sees a forbidden outcome, and the test of
 * Lincheck, if it is given the twin.
 */
final class TwinRows implements Source {
  private static final Path FILE = Path.of("..", "stress", "TWINS.md");
  private static final Path LINCHECK =
      Path.of("..", "stress", "src/test/resources/exactlyonce/stress/lincheck/twins.csv");
  private static final int CELLS = 5;

  @Override
  public List<SeededBug> bugs() throws IOException {
    Map<String, String> lincheck = Files.readAllLines(LINCHECK).stream()
        .map(line -> line.split(", "))
        .collect(Collectors.toMap(cells -> "`" + cells[0] + "`", cells -> "`" + cells[1] + "`"));
    return Source.rows(FILE, CELLS).stream()
        .map(row -> {
          boolean hasMutant = !row[3].isBlank();
          SeededBug bug = SeededBug.of(
              hasMutant ? row[3] : row[0],
              row[2],
              Check.JCSTRESS,
              row[4] + (hasMutant ? " (" + row[0] + ")" : ""));
          String test = lincheck.get(row[0]);
          return test == null
              ? bug
              : bug.and(SeededBug.of(bug.name(), bug.bug(), Check.LINCHECK, test));
        })
        .toList();
  }
}

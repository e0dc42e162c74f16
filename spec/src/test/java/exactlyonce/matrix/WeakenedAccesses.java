package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Accesses with a weaker mode, and the client of the explorer that notices. */
final class WeakenedAccesses implements Source {
  private static final Path FILE = Path.of("..", "stress", "WEAKENINGS.md");
  private static final int CELLS = 5;

  @Override
  public List<SeededBug> bugs() throws IOException {
    return Source.rows(FILE, CELLS).stream()
        .map(row -> SeededBug.of(
            row[0] + " " + row[2],
            row[1] + " becomes " + row[2],
            Check.EXPLORER,
            row[3] + ": " + row[4]))
        .toList();
  }
}

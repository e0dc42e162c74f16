package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Broken twins of shipped classes, and the stress test that sees a forbidden outcome. */
final class TwinRows implements Source {
  private static final Path FILE = Path.of("..", "stress", "TWINS.md");
  private static final int CELLS = 5;

  @Override
  public List<SeededBug> bugs() throws IOException {
    return Source.rows(FILE, CELLS).stream()
        .map(row -> {
          boolean hasMutant = !row[3].isBlank();
          return SeededBug.of(
              hasMutant ? row[3] : row[0],
              row[2],
              Check.JCSTRESS,
              row[4] + (hasMutant ? " (" + row[0] + ")" : ""));
        })
        .toList();
  }
}

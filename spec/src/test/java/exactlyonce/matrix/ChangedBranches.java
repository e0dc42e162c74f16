package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Branches of the library changed, and the first vector that fails. */
final class ChangedBranches implements Source {
  private static final Path FILE = Path.of("BRANCHES.md");
  private static final int CELLS = 4;

  @Override
  public List<SeededBug> bugs() throws IOException {
    return Source.rows(FILE, CELLS).stream()
        .map(row -> SeededBug.of(row[0], row[1] + ": " + row[2], Check.VECTORS, "`" + row[3] + "`"))
        .toList();
  }
}

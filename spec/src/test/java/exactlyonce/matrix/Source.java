package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where seeded bugs are listed. */
interface Source {
  /** Returns them in the order of the list. */
  List<SeededBug> bugs() throws IOException;

  /** Returns the rows of the Markdown tables in a file that have this many cells, without headings. */
  static List<String[]> rows(Path file, int cells) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("| ") && line.endsWith(" |") && !line.startsWith("| ---"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
        .filter(row -> row.length == cells && row[0].startsWith("`"))
        .toList();
  }
}

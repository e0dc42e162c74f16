package exactlyonce.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of a README that is written by a command. */
final class Readme {
  static final String BEGIN = "<!-- report -->";
  static final String END = "<!-- end of report -->";

  private Readme() {}

  /**
   * Returns the lines between the markers, without the blank lines next to them.
   *
   * @throws IllegalArgumentException if there are no markers
   */
  static List<String> between(List<String> readme) {
    int begin = index(readme, BEGIN);
    int end = index(readme, END);
    return begin + 2 < end ? readme.subList(begin + 2, end - 1) : List.of();
  }

  /** Puts lines between the markers of a file. */
  static void replace(Path file, List<String> lines) throws IOException {
    List<String> readme = Files.readAllLines(file);
    List<String> replaced = new ArrayList<>(readme.subList(0, index(readme, BEGIN) + 1));
    replaced.add("");
    replaced.addAll(lines);
    replaced.add("");
    replaced.addAll(readme.subList(index(readme, END), readme.size()));
    Files.write(file, replaced);
  }

  private static int index(List<String> readme, String marker) {
    int index = readme.indexOf(marker);
    if (index < 0) {
      throw new IllegalArgumentException("no line " + marker);
    }
    return index;
  }
}

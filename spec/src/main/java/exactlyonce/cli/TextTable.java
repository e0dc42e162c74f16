package exactlyonce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table of plain text, each column as wide as its widest cell. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> numbers;

  /**
   * @param numbers the columns that are aligned to the right
   */
  TextTable(Set<Integer> numbers, String... heads) {
    this.numbers = Set.copyOf(numbers);
    rows.add(List.of(heads));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines, starting with the headings. */
  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        cells.add(numbers.contains(i) ? space + row.get(i) : row.get(i) + space);
      }
      lines.add(String.join(GAP, cells).stripTrailing());
    }
    return lines;
  }
}

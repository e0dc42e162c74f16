package exactlyonce.diagram;

import java.util.ArrayList;
import java.util.List;

/** Writes a text diagram row by row. The lifelines run through all rows. */
final class TextCanvas {

  private static final char LIFELINE = '|';

  private final TextLayout layout;
  private final StringBuilder text = new StringBuilder();

  TextCanvas(TextLayout layout) {
    this.layout = layout;
  }

  /** A line of text, without lifelines. */
  void line(String content) {
    text.append(content.stripTrailing()).append('\n');
  }

  /** The names of the lifelines. */
  void heads() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < layout.lifelines().size(); i++) {
      String name = layout.lifelines().get(i);
      put(line, layout.column(i) - name.length() / 2, name);
    }
    line(line.toString());
  }

  /** A row without an arrow. */
  void row(String label) {
    line(start(label).toString());
  }

  private StringBuilder start(String label) {
    StringBuilder line = new StringBuilder(label);
    for (int i = 0; i < layout.lifelines().size(); i++) {
      put(line, layout.column(i), String.valueOf(LIFELINE));
    }
    return line;
  }

  /** An arrow from one lifeline to another. */
  void arrow(String label, int from, int to, String what) {
    arrow(label, from, to, what, from < to ? ">" : "<", 0);
  }

  /** An arrow that does not reach the other lifeline. */
  void lostArrow(String label, int from, int to, String what) {
    arrow(label, from, to, what, "X", TextLayout.LOST);
  }

  private void arrow(String label, int from, int to, String what, String head, int missing) {
    int left = layout.column(Math.min(from, to)) + 1;
    int right = layout.column(Math.max(from, to)) - 1;
    String first = label;
    List<String> above = List.of();
    String along = " " + what + " ";
    if (along.length() + 6 + missing > right - left + 1) {
      above = WordWrap.lines(what, layout.noteWidth(Math.min(from, to)));
      along = "";
    }
    for (String part : above) {
      StringBuilder line = start(first);
      put(line, left + 1, part);
      line(line.toString());
      first = "";
    }
    StringBuilder line = start(first);
    if (from < to) {
      put(
          line,
          left,
          "---" + along + "-".repeat(right - left - missing - 3 - along.length()) + head);
    } else {
      int dashes = right - left - missing - 3 - along.length();
      put(line, left + missing, head + "-".repeat(dashes) + along + "---");
    }
    line(line.toString());
  }

  /** A note in the lane of a lifeline. */
  void note(String label, int at, String what) {
    String first = label;
    for (String part : WordWrap.lines(what, layout.noteWidth(at))) {
      StringBuilder line = start(first);
      put(line, layout.column(at) + 2, part);
      line(line.toString());
      first = "";
    }
  }

  /** A line across everything. */
  void rule(String what) {
    int rest = layout.width() - what.length() - 4;
    line("== " + what + " " + "=".repeat(Math.max(3, rest)));
  }

  /** A box around paragraphs. */
  void box(List<String> paragraphs) {
    int width = layout.width() - 3;
    List<String> lines = new ArrayList<>();
    paragraphs.forEach(paragraph -> lines.addAll(WordWrap.lines(paragraph, width)));
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    String edge = "+" + "-".repeat(longest + 2) + "+";
    line(edge);
    lines.forEach(line -> line("| " + line + " ".repeat(longest - line.length()) + " |"));
    line(edge);
  }

  private static void put(StringBuilder line, int column, String what) {
    int start = Math.max(0, column);
    while (line.length() < start + what.length()) {
      line.append(' ');
    }
    line.replace(start, start + what.length(), what);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

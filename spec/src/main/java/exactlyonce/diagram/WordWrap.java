package exactlyonce.diagram;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class WordWrap {

  private WordWrap() {}

  /**
   * Lines of at most this width, broken at spaces. Parentheses stay together if they can. A word that is
   * longer than a line is broken anywhere.
   */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > width) {
      int outside = spaceOutsideParentheses(rest, width);
      int space = outside >= width / 4 ? outside : rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  private static int spaceOutsideParentheses(String text, int last) {
    int depth = 0;
    int space = -1;
    for (int i = 0; i <= last; i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      space = c == ' ' && depth == 0 ? i : space;
    }
    return space;
  }
}

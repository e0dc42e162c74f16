package exactlyonce.stress.witness;

import exactlyonce.stress.exploration.Shared;
import exactlyonce.stress.exploration.Step;
import exactlyonce.stress.exploration.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a violation as SVG. Stateless. */
public final class WitnessSvg {
  // In pixels. A character of a monospaced font is 0.6 of its size wide, in some a little more.
  private static final int FONT = 12;
  private static final double CHARACTER = 0.62 * FONT;
  private static final int LINE = 16;
  private static final int PADDING = 8;
  private static final int GAP = 10;

  /** At least so wide, or the reason above the columns would take too many lines. */
  private static final int LEAST_WIDTH = 640;

  private static final String QUIET = "#57606a";
  private static final String ALARM = "#b3261e";

  private final Violation violation;
  private final List<StepText> texts;
  private final int width;
  private final int column;
  private final int threads;
  private final StringBuilder svg = new StringBuilder();

  private WitnessSvg(Violation violation, Shared shared) {
    this.violation = violation;
    // A figure is kept longer than the lines of the code remain the same.
    texts =
        violation.steps().stream().map(step -> StepText.of(step, shared, false)).toList();
    threads = violation.steps().stream().mapToInt(Step::thread).max().orElse(0) + 1;
    int longest = texts.stream()
        .flatMap(text -> text.lines().stream())
        .mapToInt(String::length)
        .max()
        .orElse(0);
    int needed = (int) Math.ceil(longest * CHARACTER) + 2 * PADDING + GAP;
    column = Math.max(needed, (LEAST_WIDTH - GAP) / threads);
    width = threads * column + GAP;
  }

  /**
   * Returns the figure: time goes down, a box is an access in the column of its thread, and a read that is
   * not of the last write says what it did not see.
   *
   * @param shared the names of the locations, and the values
   */
  public static String of(Violation violation, Shared shared) {
    return new WitnessSvg(violation, shared).draw();
  }

  private String draw() {
    List<String> reason = wrapped(violation.reason(), (int) ((width - 2 * GAP) / CHARACTER));
    int top = GAP + (reason.size() + 2) * LINE + GAP;
    int height = top + GAP;
    for (StepText text : texts) {
      height += height(text) + GAP;
    }
    start(height);
    for (int i = 0; i < reason.size(); i++) {
      text(GAP, GAP + (i + 1) * LINE - 4, ALARM, i == 0, reason.get(i));
    }
    for (int thread = 0; thread < threads; thread++) {
      int middle = left(thread) + (column - GAP) / 2;
      add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#d0d7de\"/>",
          middle, top, middle, height - GAP);
      text(left(thread) + PADDING, top - 6, "#000", true, "thread " + thread);
    }
    int y = top + GAP;
    for (int i = 0; i < texts.size(); i++) {
      boolean isWrong = violation.steps().get(i).effect().race() != null;
      box(left(violation.steps().get(i).thread()), y, texts.get(i), isWrong);
      y += height(texts.get(i)) + GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private void start(int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"monospace\" font-size=\"%d\">",
        width, height, width, height, FONT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
  }

  private void box(int x, int y, StepText text, boolean isWrong) {
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"%s\"/>",
        x,
        y,
        column - GAP,
        height(text),
        text.unseen().isEmpty() && !isWrong ? "#f6f8fa" : "#fdecea",
        text.unseen().isEmpty() && !isWrong ? "#8c959f" : ALARM);
    int baseline = y + PADDING / 2 + LINE - 4;
    int first = text.what().size();
    List<String> lines = text.lines();
    for (int i = 0; i < lines.size(); i++) {
      String color = i < first ? "#000" : i == first ? QUIET : ALARM;
      text(
          x + PADDING,
          baseline + i * LINE,
          isWrong && i < first ? ALARM : color,
          false,
          lines.get(i));
    }
  }

  private int left(int thread) {
    return GAP + thread * column;
  }

  private static int height(StepText text) {
    return text.lines().size() * LINE + PADDING;
  }

  /** A line of text; its leading spaces move it to the right, as SVG would leave them out. */
  private void text(int x, int y, String color, boolean bold, String line) {
    int indentation = line.length() - line.stripLeading().length();
    add(
        "<text x=\"%.1f\" y=\"%d\" fill=\"%s\"%s>%s</text>",
        x + indentation * CHARACTER,
        y,
        color,
        bold ? " font-weight=\"bold\"" : "",
        escaped(line.stripLeading()));
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Returns lines of at most so many characters; a longer word is divided. */
  private static List<String> wrapped(String text, int most) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > most) {
      int space = rest.lastIndexOf(' ', most);
      int end = space > 0 ? space : most;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}

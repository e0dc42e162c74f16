package exactlyonce.stress.witness;

import exactlyonce.stress.exploration.Shared;
import exactlyonce.stress.exploration.Step;
import exactlyonce.stress.exploration.Violation;
import java.util.ArrayList;
import java.util.List;

/** Draws a violation as a table. Stateless. */
public final class Witness {
  private static final int WIDTH = 58;

  private Witness() {}

  /**
   * Returns the table: time goes down, and a read that is not of the last write says what it did not see.
   *
   * @param shared the names of the locations, and the values
   */
  public static String text(Violation violation, Shared shared) {
    List<Step> steps = violation.steps();
    int last = steps.stream().mapToInt(Step::thread).max().orElse(0);
    StringBuilder text = new StringBuilder(violation.reason()).append("\n\n");
    List<String> titles = new ArrayList<>();
    for (int thread = 0; thread <= last; thread++) {
      titles.add("thread " + thread);
    }
    row(text, titles);
    row(text, titles.stream().map(title -> "-".repeat(WIDTH - 2)).toList());
    for (Step step : steps) {
      for (String line : StepText.of(step, shared, true).lines()) {
        List<String> cells = new ArrayList<>();
        for (int thread = 0; thread <= last; thread++) {
          cells.add(thread == step.thread() ? line : "");
        }
        row(text, cells);
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, List<String> cells) {
    StringBuilder row = new StringBuilder();
    for (String cell : cells) {
      row.append(cell).append(" ".repeat(Math.max(1, WIDTH - cell.length())));
    }
    text.append(row.toString().stripTrailing()).append('\n');
  }
}

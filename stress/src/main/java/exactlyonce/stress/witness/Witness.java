package exactlyonce.stress.witness;

import exactlyonce.stress.exploration.Shared;
import exactlyonce.stress.exploration.Step;
import exactlyonce.stress.exploration.Violation;
import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Message;
import exactlyonce.stress.model.Site;
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
      for (String line : lines(step, shared)) {
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

  private static List<String> lines(Step step, Shared shared) {
    Access access = step.access();
    Effect effect = step.effect();
    String location = shared.locations().name(access.location());
    List<String> lines = new ArrayList<>();
    Message read = effect.read();
    Message written = effect.written();
    if (effect.race() != null) {
      String what = access.kind() == Access.Kind.WRITE ? "writes" : "reads";
      lines.add(what + " " + location + ": " + effect.race());
    } else if (read != null && written != null) {
      lines.add("exchanges " + location + ":");
      lines.add("  " + value(read, location, shared) + " -> " + value(written, location, shared));
    } else if (written != null) {
      lines.add("writes " + location + " = " + value(written, location, shared));
    } else if (read != null) {
      lines.add("reads " + location + " = " + value(read, location, shared));
    }
    Site site = access.site();
    String where = site == null ? "" : site.name() + " line " + site.line() + ", ";
    lines.add("  " + where + access.mode());
    for (Message unseen : step.unseen()) {
      lines.add(
          "  does not see " + value(unseen, location, shared) + " of thread " + unseen.writer());
    }
    return lines;
  }

  private static String value(Message message, String location, Shared shared) {
    return StateNames.text(location, shared.values().value(message.value()));
  }
}

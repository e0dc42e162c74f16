package exactlyonce.cli;

import exactlyonce.model.GuardRemoval.Noticed;
import exactlyonce.model.GuardRemoval.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code check --guards} prints and writes. */
final class GuardReport {

  private static final int WIDTH = 44;

  private GuardReport() {}

  static List<String> lines(List<Removal> removals) {
    TextTable table = new TextTable(
        Set.of(1), "module", "line", "action", "without the guard", "noticed by", "as");
    List<String> failures = new ArrayList<>();
    for (Removal removal : removals) {
      table.row(
          removal.guard().place().module(),
          Integer.toString(removal.guard().place().line()),
          removal.guard().action(),
          shorten(removal.text()),
          removal.noticed() == Noticed.NOT ? "nothing" : removal.model(),
          what(removal));
      if (removal.noticed() == Noticed.NOT) {
        failures.add(String.format(
            Locale.ROOT,
            "%s.tla line %d, column %d: no model needs the guard %s of %s%s",
            removal.guard().place().module(),
            removal.guard().place().line(),
            removal.guard().place().column(),
            removal.text(),
            removal.guard().action(),
            removal.cutOff() == 0
                ? ""
                : ", but " + removal.cutOff() + " were cut off after a minute"));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add(String.format(
        Locale.ROOT,
        "%d guards removed, one at a time: %d violations, %d errors, %d other state counts, %d"
            + " unnoticed",
        removals.size(),
        count(removals, Noticed.PROPERTY),
        count(removals, Noticed.ERROR),
        count(removals, Noticed.COUNT),
        count(removals, Noticed.NOT)));
    lines.addAll(failures);
    return lines;
  }

  private static long count(List<Removal> removals, Noticed noticed) {
    return removals.stream().filter(removal -> removal.noticed() == noticed).count();
  }

  private static String what(Removal removal) {
    return switch (removal.noticed()) {
      case PROPERTY -> removal.what();
      case ERROR -> "error: " + shorten(removal.what());
      case COUNT -> "count";
      case NOT -> "";
    };
  }

  private static String shorten(String text) {
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }

  static List<Map<String, @Nullable Object>> json(List<Removal> removals) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Removal removal : removals) {
      boolean noticed = removal.noticed() != Noticed.NOT;
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("module", removal.guard().place().module());
      entry.put("line", removal.guard().place().line());
      entry.put("column", removal.guard().place().column());
      entry.put("action", removal.guard().action());
      entry.put("guard", removal.text());
      entry.put("noticed", removal.noticed().name().toLowerCase(Locale.ROOT));
      entry.put("model", noticed ? removal.model() : null);
      entry.put("what", noticed ? removal.what() : null);
      entry.put("cutOff", removal.cutOff());
      entries.add(entry);
    }
    return entries;
  }
}

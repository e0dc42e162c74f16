package exactlyonce.cli;

import exactlyonce.model.Model;
import exactlyonce.model.WeakeningCheck.Outcome;
import exactlyonce.model.WeakeningException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code check --weakenings} prints and writes. */
final class WeakeningReport {

  private static final int WIDTH = 44;

  private final List<Outcome> outcomes;
  private final List<WeakeningException> exceptions;

  WeakeningReport(List<Outcome> outcomes, List<WeakeningException> exceptions) {
    this.outcomes = outcomes;
    this.exceptions = exceptions;
  }

  List<String> lines() {
    TextTable table = new TextTable(
        Set.of(1), "module", "line", "definition", "weakened", "clause", "is noticed by", "as");
    for (Outcome outcome : outcomes) {
      table.row(
          outcome.weakening().place().module(),
          Integer.toString(outcome.weakening().place().line()),
          outcome.weakening().definition(),
          outcome.weakening().kind().toString(),
          shorten(outcome.clause()),
          outcome.model().map(Model::name).orElse("nothing"),
          outcome.noticed() ? shorten(outcome.found()) : excepted(outcome) ? "excepted" : "");
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add(String.format(
        Locale.ROOT,
        "%d weakenings: %d are noticed, %d are excepted, %d are noticed by nothing",
        outcomes.size(),
        outcomes.stream().filter(Outcome::noticed).count(),
        outcomes.stream().filter(o -> !o.noticed() && excepted(o)).count(),
        unnoticed().size()));
    lines.addAll(failures());
    return lines;
  }

  /** A line for each clause that no model needs, and for each exception that is none. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (Outcome outcome : unnoticed()) {
      failures.add(String.format(
          Locale.ROOT,
          "%s.tla line %d, column %d: no model notices when the %s %s of %s becomes %s%s",
          outcome.weakening().place().module(),
          outcome.weakening().place().line(),
          outcome.weakening().place().column(),
          outcome.weakening().kind().clause(),
          outcome.clause(),
          outcome.weakening().definition(),
          outcome.weakening().kind().replacement(),
          outcome.cutOff() == 0 ? "" : ", but " + outcome.cutOff() + " were cut off"));
    }
    for (WeakeningException exception : exceptions) {
      List<Outcome> about = outcomes.stream().filter(o -> isAbout(exception, o)).toList();
      String what = WeakeningException.FILE + ": the exception for " + exception.inWords();
      if (about.isEmpty() && isChecked(exception.module())) {
        failures.add(what + " is about no clause");
      } else if (!about.isEmpty() && about.stream().allMatch(Outcome::noticed)) {
        String model = about.get(0).model().orElseThrow().name();
        failures.add(what + " is out of date, " + model + " needs the clause");
      }
    }
    return failures;
  }

  private boolean isChecked(@Nullable String module) {
    return outcomes.stream()
        .anyMatch(outcome -> outcome.weakening().place().module().equals(module));
  }

  private List<Outcome> unnoticed() {
    return outcomes.stream().filter(o -> !o.noticed() && !excepted(o)).toList();
  }

  private boolean excepted(Outcome outcome) {
    return exceptions.stream().anyMatch(exception -> isAbout(exception, outcome));
  }

  private static boolean isAbout(WeakeningException exception, Outcome outcome) {
    return exception.isAbout(outcome.weakening(), outcome.clause());
  }

  private static String shorten(String text) {
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }

  List<Map<String, @Nullable Object>> json() {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("module", outcome.weakening().place().module());
      entry.put("line", outcome.weakening().place().line());
      entry.put("column", outcome.weakening().place().column());
      entry.put("definition", outcome.weakening().definition());
      entry.put("kind", outcome.weakening().kind().toString());
      entry.put("clause", outcome.clause());
      entry.put("noticed", outcome.noticed());
      entry.put("model", outcome.model().map(Model::name).orElse(null));
      entry.put("found", outcome.noticed() ? outcome.found() : null);
      entry.put("reason", reason(outcome).orElse(null));
      entry.put("cutOff", outcome.cutOff());
      entry.put("runs", outcome.runs());
      entry.put("seconds", Math.round(outcome.seconds() * 1000) / 1000.0);
      entries.add(entry);
    }
    return entries;
  }

  private Optional<String> reason(Outcome outcome) {
    return exceptions.stream()
        .filter(exception -> isAbout(exception, outcome))
        .map(WeakeningException::reason)
        .findFirst();
  }
}

package exactlyonce.cli;

import exactlyonce.model.CoverageOfModels;
import exactlyonce.tlc.Coverage.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What {@code check --coverage} prints in addition: which actions the models take. */
final class CoverageReport {

  private CoverageReport() {}

  static List<String> lines(CoverageOfModels coverage, List<Place> neverEvaluated) {
    TextTable table =
        new TextTable(Set.of(1, 3), "module", "actions", "taken least often", "times");
    coverage.taken().forEach((module, actions) -> {
      Map.Entry<String, Long> least =
          actions.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
      table.row(
          module,
          Integer.toString(actions.size()),
          least.getKey(),
          String.format(Locale.ROOT, "%,d", least.getValue()));
    });
    List<String> lines = new ArrayList<>(List.of("", "In all models that hold:", ""));
    lines.addAll(table.lines());
    lines.addAll(failures(coverage, neverEvaluated));
    return lines;
  }

  /** A line for each action that is never taken, and for each expression that is never evaluated. */
  static List<String> failures(CoverageOfModels coverage, List<Place> neverEvaluated) {
    List<String> lines = new ArrayList<>();
    for (String action : coverage.neverTaken()) {
      lines.add(action + " is never taken");
    }
    for (Place place : neverEvaluated) {
      lines.add(String.format(
          Locale.ROOT,
          "%s.tla line %d, column %d to line %d, column %d is never evaluated",
          place.module(),
          place.line(),
          place.column(),
          place.lastLine(),
          place.lastColumn()));
    }
    return lines;
  }
}

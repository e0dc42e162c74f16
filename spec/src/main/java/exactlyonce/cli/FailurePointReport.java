package exactlyonce.cli;

import exactlyonce.model.FailureMatrix;
import exactlyonce.model.FailurePoint;
import exactlyonce.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The failure points, each with the verdicts of the models that show it. */
final class FailurePointReport {

  private FailurePointReport() {}

  static List<String> lines(List<FailurePoint> points, List<Finding> findings) {
    if (points.isEmpty()) {
      return List.of();
    }
    TextTable table =
        new TextTable(Set.of(0), "#", "failure point", "verdict", "cell or model", "");
    for (FailurePoint point : points) {
      String number = Integer.toString(point.number());
      String title = point.title();
      if (point.models().isEmpty()) {
        table.row(number, title, "-", "not modelled yet", "");
      }
      for (String model : point.models()) {
        Finding finding = find(findings, model);
        String differs = finding.ok() ? "" : "DIFFERS";
        table.row(number, title, ShortVerdict.of(finding.result()), cell(model), differs);
        number = "";
        title = "";
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines());
    return lines;
  }

  /** For a cell of the matrix, which is in the table above, its coordinates are enough. */
  private static String cell(String model) {
    String prefix = FailureMatrix.MODULE + "-";
    return model.startsWith(prefix) ? model.substring(prefix.length()) : model;
  }

  private static Finding find(List<Finding> findings, String model) {
    return findings.stream()
        .filter(f -> f.model().name().equals(model))
        .findFirst()
        .orElseThrow();
  }
}

package exactlyonce.cli;

import exactlyonce.model.Finding;
import exactlyonce.model.Model;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code check} prints and writes. */
final class CheckReport {

  private static final int WIDTH = 118;
  private static final String MARGIN = "    ";

  private CheckReport() {}

  static List<String> lines(List<Finding> findings) {
    TextTable table = new TextTable(
        Set.of(2, 3, 4, 5), "model", "verdict", "distinct", "generated", "depth", "seconds", "");
    List<String> differences = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    double seconds = 0;
    for (Finding finding : findings) {
      TlcResult result = finding.result();
      table.row(
          finding.model().name(),
          verdict(result),
          text(result.distinctStates()),
          text(result.generatedStates()),
          result.depth().isPresent() ? Integer.toString(result.depth().getAsInt()) : "-",
          String.format(Locale.ROOT, "%.1f", result.seconds()),
          finding.ok() ? "ok" : "DIFFERS");
      seconds += result.seconds();
      finding.differences().forEach(d -> differences.add(finding.model().name() + ": " + d));
      finding
          .warnings()
          .forEach(w -> warnings.add("warning: " + finding.model().name() + ": " + w));
    }
    List<String> lines = new ArrayList<>(table.lines());
    long ok = findings.stream().filter(Finding::ok).count();
    lines.add("");
    lines.add(String.format(
        Locale.ROOT,
        "%d of %d models as the manifest expects, %.1f s of model checking",
        ok,
        findings.size(),
        seconds));
    lines.addAll(differences);
    lines.addAll(warnings);
    return lines;
  }

  private static String verdict(TlcResult result) {
    return switch (result.verdict()) {
      case HOLDS -> "holds";
      case VIOLATED -> result.property() + " in " + result.traceLength();
      case ERROR -> "ERROR";
    };
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%,d", number.getAsLong()) : "-";
  }

  static List<String> list(List<Model> models) {
    TextTable table = new TextTable(Set.of(), "model", "tier", "expected");
    models.forEach(m -> table.row(m.name(), m.tier().toString(), m.expected().inWords()));
    List<String> rows = table.lines();
    List<String> lines = new ArrayList<>();
    lines.add(rows.get(0));
    for (int i = 0; i < models.size(); i++) {
      lines.add(rows.get(i + 1));
      Model model = models.get(i);
      if (model.shows() != null) {
        lines.addAll(wrap("shows: " + model.shows()));
      }
      if (model.breaks() != null) {
        lines.addAll(wrap("breaks: " + model.breaks()));
      }
    }
    return lines;
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(MARGIN);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(MARGIN);
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  static List<Map<String, @Nullable Object>> listJson(List<Model> models) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Model model : models) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("model", model.name());
      entry.put("module", model.module());
      entry.put("tier", model.tier());
      entry.put("expected", model.expected().verdict());
      entries.add(entry);
    }
    return entries;
  }

  static List<Map<String, @Nullable Object>> json(List<Finding> findings) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Finding finding : findings) {
      TlcResult result = finding.result();
      boolean violated = result.verdict() == Verdict.VIOLATED;
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("model", finding.model().name());
      entry.put("module", finding.model().module());
      entry.put("tier", finding.model().tier());
      entry.put("expected", finding.model().expected().verdict());
      entry.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
      entry.put("property", violated ? result.property() : null);
      entry.put("traceLength", violated ? result.traceLength() : null);
      entry.put("distinctStates", value(result.distinctStates()));
      entry.put("generatedStates", value(result.generatedStates()));
      entry.put("depth", value(result.depth()));
      entry.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
      entry.put("ok", finding.ok());
      entry.put("differences", finding.differences());
      entry.put("warnings", finding.warnings());
      entries.add(entry);
    }
    return entries;
  }

  static @Nullable Long value(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  static @Nullable Integer value(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}

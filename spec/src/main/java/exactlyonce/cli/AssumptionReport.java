package exactlyonce.cli;

import exactlyonce.model.Expected;
import exactlyonce.model.Growth;
import exactlyonce.model.Lattice;
import exactlyonce.model.LatticeCells;
import exactlyonce.model.Model;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.TlcConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code matrix --assumptions} prints: the Markdown between two markers of a page in {@code docs}. */
final class AssumptionReport {

  static final String START = "<!-- lattice -->";
  static final String END = "<!-- end -->";

  private static final String THREADS = "Threads";
  private static final String SESSIONS = "Sessions";

  private final Specifications specifications;

  AssumptionReport(Specifications specifications) {
    this.specifications = specifications;
  }

  /** All lines, including the markers. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(START));
    for (Lattice lattice : specifications.manifest().lattices()) {
      lines.add("");
      lines.addAll(lattice(lattice));
    }
    if (!specifications.manifest().growth().isEmpty()) {
      lines.add("");
      lines.addAll(growth());
    }
    lines.add("");
    lines.add(END);
    return lines;
  }

  private List<String> lattice(Lattice lattice) {
    List<String> heads = new ArrayList<>(List.of("given"));
    lattice.guarantees().forEach(guarantee -> heads.add("`" + guarantee + "`"));
    List<String> lines = heads(heads);
    LatticeCells.of(specifications, lattice).forEach((row, models) -> {
      List<String> cells = new ArrayList<>(List.of(row.given()));
      models.forEach(model -> cells.add(cell(model)));
      lines.add(row(cells));
    });
    return lines;
  }

  private static String cell(Model model) {
    Expected expected = model.expected();
    String verdict = expected.verdict() == Expected.Verdict.HOLDS
        ? "holds"
        : "**violated** in " + expected.traceLength() + " states";
    return verdict + ", `" + model.name() + "`";
  }

  private List<String> growth() {
    List<String> lines = heads(List.of(
        "varies", "model", "N", "W", "threads", "sessions", "distinct states", "reduction used"));
    for (Growth series : specifications.manifest().growth()) {
      String varies = series.varies();
      for (String name : series.models()) {
        Model model = specifications.manifest().model(name).orElseThrow();
        TlcConfig config =
            new TlcConfig(specifications.config(model)).withConstants(model.constants());
        Long states = model.expected().distinctStates();
        String reduction = model.reduction();
        lines.add(row(List.of(
            varies,
            "`" + name + "`",
            size(config.constant("N")),
            size(config.constant("W")),
            size(config.constant(THREADS)),
            size(config.constant(SESSIONS)),
            states == null ? "" : String.format(Locale.ROOT, "%,d", states),
            reduction == null ? "none" : reduction)));
        varies = "";
      }
    }
    return lines;
  }

  /** A number as it is; for a set that is written out, the number of its elements. */
  private static String size(Optional<String> value) {
    String text = value.orElse("").strip();
    if (!text.startsWith("{")) {
      return text;
    }
    String elements = text.substring(1, text.length() - 1).strip();
    return Integer.toString(elements.isEmpty() ? 0 : elements.split(",", -1).length);
  }

  private static List<String> heads(List<String> heads) {
    List<String> lines = new ArrayList<>();
    lines.add(row(heads));
    lines.add(row(heads.stream().map(head -> "---").toList()));
    return lines;
  }

  private static String row(List<String> cells) {
    return ("| " + String.join(" | ", cells) + " |").replaceAll(" {2,}", " ");
  }
}

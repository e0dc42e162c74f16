package exactlyonce.cli;

import exactlyonce.model.FailureMatrix;
import exactlyonce.model.FailureMatrix.Cell;
import exactlyonce.model.Finding;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code matrix} prints and writes: one table, with a cell for each combination. */
final class MatrixReport {

  private static final int RETRY_WIDTH = 7;
  private static final int DUPLICATE_WIDTH = 13;
  private static final int CELL_WIDTH = 12;
  private static final String BAR = "| ";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private static final Map<String, String> LOSS_HEADS =
      Map.of("none", "nothing", "request", "requests", "reply", "replies", "both", "both");

  private static final List<String> LEGEND = List.of(
      "",
      "lost         EveryMessageArrives is violated: the message never takes effect",
      "duplicate    NoDuplicate is violated: it takes effect twice",
      "no OK        EveryMessageConfirmed is violated: it takes effect, and the sender never"
          + " learns of it",
      "false OK     NoFalseConfirm is violated: the sender believes in an effect that never happened",
      "The number is the length of the counterexample, in states.");

  /** In the order of {@link FailureMatrix#cells}. */
  private final List<Finding> findings;

  private final boolean colours;

  MatrixReport(List<Finding> findings, boolean colours) {
    this.findings = List.copyOf(findings);
    this.colours = colours;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String margin = " ".repeat(RETRY_WIDTH + DUPLICATE_WIDTH);
    StringBuilder networks = new StringBuilder(margin);
    StringBuilder heads =
        new StringBuilder(pad("retry", RETRY_WIDTH) + pad("on duplicate", DUPLICATE_WIDTH));
    for (String network : FailureMatrix.NETWORK) {
      String title = network + " network, which loses";
      networks.append(BAR).append(pad(title, CELL_WIDTH * FailureMatrix.LOSS.size()));
      heads.append(BAR);
      FailureMatrix.LOSS.forEach(loss -> heads.append(pad(head(loss), CELL_WIDTH)));
    }
    lines.add(networks.toString().stripTrailing());
    lines.add(heads.toString().stripTrailing());
    int columns = FailureMatrix.NETWORK.size() * FailureMatrix.LOSS.size();
    String retry = "";
    for (int at = 0; at < findings.size(); at += columns) {
      Cell first = FailureMatrix.cells().get(at);
      if (!first.retry().equals(retry)) {
        lines.add(rule());
      }
      lines.add(row(first, !first.retry().equals(retry), findings.subList(at, at + columns)));
      retry = first.retry();
    }
    lines.addAll(LEGEND);
    return lines;
  }

  private static String head(String loss) {
    return LOSS_HEADS.getOrDefault(loss, loss);
  }

  private static String rule() {
    String block = "+" + "-".repeat(CELL_WIDTH * FailureMatrix.LOSS.size() + 1);
    return "-".repeat(RETRY_WIDTH + DUPLICATE_WIDTH) + block.repeat(FailureMatrix.NETWORK.size());
  }

  private String row(Cell first, boolean named, List<Finding> row) {
    StringBuilder line = new StringBuilder();
    line.append(pad(named ? first.retry() : "", RETRY_WIDTH));
    line.append(pad(first.onDuplicate(), DUPLICATE_WIDTH));
    for (int i = 0; i < row.size(); i++) {
      if (i % FailureMatrix.LOSS.size() == 0) {
        line.append(BAR);
      }
      line.append(cell(row.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private String cell(Finding finding) {
    String text = ShortVerdict.of(finding.result()) + (finding.ok() ? "" : "!");
    String padded = pad(text, CELL_WIDTH);
    if (!colours) {
      return padded;
    }
    boolean holds = finding.result().verdict() == Verdict.HOLDS;
    return (holds ? GREEN : RED) + padded + PLAIN;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** Takes the cells in the order of {@link FailureMatrix#cells}. */
  static List<Map<String, @Nullable Object>> json(List<Finding> findings) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      Cell cell = FailureMatrix.cells().get(i);
      TlcResult result = findings.get(i).result();
      boolean violated = result.verdict() == Verdict.VIOLATED;
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("retry", cell.retry());
      entry.put("onDuplicate", cell.onDuplicate());
      entry.put("loss", cell.loss());
      entry.put("network", cell.network());
      entry.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
      entry.put("property", violated ? result.property() : null);
      entry.put("traceLength", violated ? result.traceLength() : null);
      entry.put("distinctStates", CheckReport.value(result.distinctStates()));
      entries.add(entry);
    }
    return entries;
  }
}

package exactlyonce.cli;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.conformance.Difference;
import exactlyonce.conformance.Output;
import exactlyonce.conformance.TestVector;
import exactlyonce.conformance.VectorFile.Mutant;
import exactlyonce.conformance.Verdict;
import exactlyonce.conformance.Verdict.Failure;
import exactlyonce.conformance.Verdict.OfFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a port.
 *
 * @param command the program and its arguments
 */
record PortReport(Verdict verdict, List<String> command) {

  /** Of each file, unless all are wanted. */
  private static final int SHOWN = 3;

  /** Mutants that differ at the same steps cannot be told apart: vectors do not say what they make. */
  private static final int SUSPECTS = 3;

  private static final String INDENT = " ".repeat(12);

  List<String> lines(boolean all) {
    List<String> lines = new ArrayList<>();
    if (!verdict.port().isEmpty()) {
      lines.add(verdict.port() + ": " + String.join(", ", verdict.capabilities()));
      lines.add("");
      lines.addAll(table());
      lines.add("");
    }
    for (OfFile file : verdict.files()) {
      List<Failure> failures = file.failures();
      int shown = all ? failures.size() : Math.min(SHOWN, failures.size());
      failures.subList(0, shown).forEach(failure -> lines.addAll(failure(file, failure)));
      if (shown < failures.size()) {
        lines.add(count(failures.size() - shown) + " more of " + file.file().name()
            + " failed: --all shows them");
        lines.add("");
      }
    }
    lines.add(lastLine());
    return lines;
  }

  private List<String> table() {
    TextTable table =
        new TextTable(Set.of(2, 3, 4, 5), "level", "vectors", "passed", "failed", "skipped", "of");
    for (OfFile file : verdict.files()) {
      table.row(
          file.file().level(),
          file.file().name(),
          count(file.passed()),
          count(file.failures().size()),
          count(file.skipped()),
          count(file.file().vectors().size()));
    }
    return table.lines();
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String lastLine() {
    if (verdict.fault() != null) {
      return "DOES NOT CONFORM: " + verdict.fault();
    }
    String of = count(verdict.replayed()) + (verdict.replayed() == 1 ? " vector" : " vectors");
    if (!verdict.conforms()) {
      return "DOES NOT CONFORM: " + count(verdict.failed()) + " of " + of + " failed";
    }
    Set<String> levels = verdict.levels();
    return "CONFORMS" + (levels.isEmpty() ? "" : " at " + String.join(", ", levels)) + ": " + of;
  }

  private List<String> failure(OfFile file, Failure failure) {
    TestVector vector = failure.vector();
    Difference difference = failure.difference();
    List<String> lines = new ArrayList<>();
    lines.add("FAILED " + vector.name() + " (" + file.file().level() + ")");
    lines.add("  tests     " + vector.text("tests"));
    String action = vector.text("action");
    lines.add("  rule      " + vector.text("rule")
        + (action.isEmpty() ? "" : " (" + vector.text("module") + ", " + action + ")"));
    Difference.Cut cut = difference.cut();
    List<JsonNode> steps = cut == null ? vector.steps() : cut.steps();
    for (int i = 0; i < difference.last(); i++) {
      lines.add(String.format(Locale.ROOT, "  step %-4d %s", i + 1, step(steps.get(i))));
      if (steps.get(i).has("hex")) {
        lines.add(INDENT + steps.get(i).get("hex").asText());
      }
    }
    if (cut != null) {
      lines.add(
          "  cut       the last crash came after output " + cut.kept() + " of the step before");
    }
    lines.addAll(outputs("expected", difference.expected(), difference.missing(), "missing"));
    lines.addAll(outputs("made", difference.made(), difference.tooMuch(), "not expected"));
    String start = "  probably  ";
    for (String flag : file.suspects(failure).stream().limit(SUSPECTS).toList()) {
      Mutant mutant = Objects.requireNonNull(file.file().mutants().get(flag));
      lines.add(start + "as in the mutant " + flag + ": " + mutant.breaks());
      lines.add(INDENT + "what it leads to: diagram " + mutant.model());
      start = INDENT + "or ";
    }
    lines.add("  again     port --vector " + vector.name() + " -- " + commandLine());
    lines.add("");
    return lines;
  }

  /** The command as a shell takes it. */
  private String commandLine() {
    return command.stream()
        .map(word -> word.matches("[\\w./:=,+@-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** As in {@code frame DATA 0}, {@code handler 0 succeeds r0}, {@code timeout 0}. */
  private static String step(JsonNode step) {
    List<String> words = new ArrayList<>();
    for (String field : List.of("do", "reader", "frame", "seq", "result", "reply")) {
      if (step.has(field)) {
        words.add(step.get(field).asText());
      }
    }
    return String.join(" ", words);
  }

  private static List<String> outputs(
      String title, List<Output> outputs, List<Output> wrong, String mark) {
    List<String> lines = new ArrayList<>();
    List<Output> toMark = new ArrayList<>(wrong);
    String start = String.format(Locale.ROOT, "  %-8s  ", title);
    for (Output output : outputs) {
      lines.add(start + output.text() + (toMark.remove(output) ? "  <- " + mark : ""));
      if (!output.hex().isEmpty()) {
        lines.add(INDENT + output.hex());
      }
      start = INDENT;
    }
    if (outputs.isEmpty()) {
      lines.add(start + "nothing");
    }
    return lines;
  }

  /** For {@code --json}. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("command", command);
    json.put("port", verdict.port());
    json.put("capabilities", verdict.capabilities());
    json.put("conforms", verdict.conforms());
    json.put("levels", verdict.levels());
    json.put("fault", verdict.fault());
    json.put("files", verdict.files().stream().map(PortReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(OfFile file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.file().name());
    json.put("level", file.file().level());
    json.put("vectors", file.file().vectors().size());
    json.put("passed", file.passed());
    json.put("failed", file.failures().size());
    json.put("skipped", file.skipped());
    json.put("failures", file.failures().stream().map(each -> json(file, each)).toList());
    return json;
  }

  private static Map<String, Object> json(OfFile file, Failure failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vector", failure.vector().name());
    json.put("rule", failure.vector().text("rule"));
    json.put("step", failure.difference().first());
    json.put("expected", failure.difference().expected());
    json.put("made", failure.difference().made());
    json.put("mutants", file.suspects(failure));
    return json;
  }
}

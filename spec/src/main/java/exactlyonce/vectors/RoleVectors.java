package exactlyonce.vectors;

import exactlyonce.model.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The vectors of one role. */
final class RoleVectors {

  private final Role role;
  private final RoleGraph graph;
  private final Map<Mutant, RoleGraph> mutants;
  private final Definitions definitions;
  private final Set<Mutant> noticed = new HashSet<>();
  private final Set<Transition> taken = new HashSet<>();
  private final List<Map<String, Object>> vectors = new ArrayList<>();

  /**
   * @param mutants what each does in place of the role
   * @throws IllegalStateException if a step has two outcomes
   */
  RoleVectors(Role role, RoleGraph graph, Map<Mutant, RoleGraph> mutants, Definitions definitions) {
    this.role = role;
    this.graph = graph;
    this.mutants = mutants;
    this.definitions = definitions;
    requireDeterministic();
    Scenarios.covering(graph, role.probes()).forEach(this::add);
  }

  private void requireDeterministic() {
    for (Transition step : graph.transitions()) {
      if (graph.steps(step.from(), step.input()).size() > 1) {
        throw new IllegalStateException("two outcomes of " + step.input() + " in " + step.from());
      }
    }
  }

  private void add(Scenario scenario) {
    List<Transition> steps = scenario.steps();
    taken.addAll(steps);
    Map<String, Integer> flags = new TreeMap<>();
    mutants.forEach((mutant, does) -> does.differsAt(steps).ifPresent(step -> {
      flags.put(mutant.name(), step);
      noticed.add(mutant);
    }));
    Transition first = scenario.first();
    List<String> causes = scenario.tested().stream().map(Transition::cause).toList();
    String state = StateText.of(first.from());
    List<String> capabilities = new ArrayList<>(role.capabilities());
    if (scenario.holdsHandler(graph::handlerRunsIn)) {
      capabilities.add("hold");
    }
    if (scenario.drops()) {
      capabilities.add("drop");
    }
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("vector", name(first, state));
    vector.put("level", role.level());
    vector.put("requirement", "MUST");
    vector.put("capabilities", capabilities);
    vector.put("module", role.protocol());
    vector.put("action", first.action());
    vector.put(
        "tests",
        role.isOfSessions()
            ? String.join(", ", causes) + " when " + state + (first.isLoop() ? ", as before" : "")
            : String.join(", ", causes) + " when the slots hold " + state
                + (first.isLoop() ? ": no slot changes" : ""));
    vector.put("rule", definitions.comment(first.action()));
    vector.put("flags", flags);
    vector.put("steps", steps.stream().map(StepJson::of).toList());
    if (!scenario.unwritten().isEmpty()) {
      vector.put("unwritten", scenario.unwritten().stream().map(StepJson::of).toList());
    }
    vectors.add(vector);
  }

  private String name(Transition first, String state) {
    String what = first.isLoop() || first.subject().isEmpty() ? "" : " " + first.subject();
    return (role.id() + " " + first.action() + what + " when " + state)
        .replace(",", "")
        .replace("_", "-")
        .replace(' ', '.');
  }

  String id() {
    return role.id();
  }

  List<String> capabilities() {
    return role.capabilities();
  }

  RoleGraph graph() {
    return graph;
  }

  List<Map<String, Object>> vectors() {
    return vectors;
  }

  /** What the manifest says about them. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("role", role.id());
    summary.put("level", role.level());
    summary.put("capabilities", role.capabilities());
    summary.put("module", role.protocol());
    summary.put("vectors", vectors.size());
    summary.put("transitions", graph.transitions().size());
    summary.put("taken", taken.size());
    Map<String, Object> flags = new TreeMap<>();
    Map<String, Object> unnoticed = new TreeMap<>();
    mutants
        .keySet()
        .forEach(mutant -> (noticed.contains(mutant) ? flags : unnoticed)
            .put(mutant.name(), flag(mutant.model())));
    summary.put("flags", flags);
    summary.put("unnoticed", unnoticed);
    return summary;
  }

  private static Map<String, Object> flag(Model model) {
    Map<String, Object> flag = new LinkedHashMap<>();
    flag.put("model", model.name());
    flag.put("breaks", model.breaks());
    flag.put("violates", model.expected().property());
    return flag;
  }
}

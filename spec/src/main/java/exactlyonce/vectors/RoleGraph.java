package exactlyonce.vectors;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.TlaValue;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Every step that one side can take, from every state that it can reach, whatever frames come. */
final class RoleGraph {

  private final List<Transition> transitions;
  private final Map<TlaValue, List<Transition>> byState = new LinkedHashMap<>();
  private final Map<List<TlaValue>, List<Transition>> byInput = new HashMap<>();

  private RoleGraph(List<Transition> transitions) {
    this.transitions = transitions;
    for (Transition step : transitions) {
      byState.computeIfAbsent(step.from(), from -> new ArrayList<>()).add(step);
      byInput
          .computeIfAbsent(List.of(step.from(), step.input()), key -> new ArrayList<>())
          .add(step);
    }
  }

  /**
   * Has TLC explore a role.
   *
   * @param replaced what a mutant puts in place of definitions and constants
   * @throws IllegalStateException if TLC fails
   */
  static RoleGraph of(
      Specifications specifications, Tlc tlc, Role role, Map<String, String> replaced)
      throws InterruptedException {
    TlcRequest request = TlcRequest.of(
            specifications.directory(),
            role.rootModule(),
            config(role.config(specifications), replaced))
        .withBrief(true);
    TlcResult result = tlc.run(request);
    List<Transition> transitions = result.log().stream()
        .filter(Transition::isPrinted)
        .distinct()
        .map(Transition::parse)
        .distinct()
        .toList();
    if (result.verdict() != TlcResult.Verdict.HOLDS || transitions.isEmpty()) {
      throw new IllegalStateException("cannot explore " + role.id()
          + (replaced.isEmpty() ? "" : " with " + replaced) + ": " + result.message());
    }
    return new RoleGraph(transitions);
  }

  private static String config(String text, Map<String, String> replaced) {
    Map<String, String> values = new HashMap<>();
    StringBuilder definitions = new StringBuilder("CONSTANTS\n");
    Set<String> replacedAlready = new TlcConfig(text).replaced();
    String own = text;
    for (String name : replaced.keySet()) {
      if (replacedAlready.contains(name)) {
        own = own.replaceFirst("\\b" + name + " <- \\w+", "");
      }
    }
    replaced.forEach((name, by) -> {
      if (by.startsWith("= ")) {
        values.put(name, by.substring(2));
      } else {
        definitions.append(name).append(' ').append(by).append('\n');
      }
    });
    String with = new TlcConfig(own).withConstants(values).text();
    return replaced.size() == values.size() ? with : with + definitions;
  }

  /** In the order in which TLC finds them: breadth first, from the initial state. */
  List<Transition> transitions() {
    return transitions;
  }

  /** Whether another side does the same, whatever comes. */
  boolean doesTheSame(RoleGraph other) {
    return Set.copyOf(transitions).equals(Set.copyOf(other.transitions));
  }

  TlaValue initialState() {
    return transitions.get(0).from();
  }

  /** Returns the steps that can be taken in a state. */
  List<Transition> steps(TlaValue state) {
    return byState.getOrDefault(state, List.of());
  }

  boolean handlerRunsIn(TlaValue state) {
    return steps(state).stream().anyMatch(Transition::endsHandler);
  }

  /** Returns the steps that can be taken in a state for this input; at most one, unless it is a mutant. */
  List<Transition> steps(TlaValue state, TlaValue input) {
    return byInput.getOrDefault(List.of(state, input), List.of());
  }

  /**
   * Returns the step of a scenario of another side at which this one does something else, or may do so,
   * counted from 1.
   */
  OptionalInt differsAt(List<Transition> scenario) {
    TlaValue state = initialState();
    for (int i = 0; i < scenario.size(); i++) {
      Transition expected = scenario.get(i);
      List<Transition> possible = steps(state, expected.input());
      if (possible.size() != 1 || !possible.get(0).outputs().equals(expected.outputs())) {
        return OptionalInt.of(i + 1);
      }
      state = possible.get(0).to();
    }
    return OptionalInt.empty();
  }
}

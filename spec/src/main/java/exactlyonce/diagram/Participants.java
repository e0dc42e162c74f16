package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lifelines of one counterexample: a legend may ask for one per argument of a variable. */
final class Participants {

  private final Legend legend;
  private final Map<Lifeline, Map<String, String>> members = new LinkedHashMap<>();

  /**
   * @param initial the variables of the initial state
   */
  Participants(Legend legend, Map<String, TlaValue> initial) {
    this.legend = legend;
    for (Lifeline lifeline : legend.lifelines()) {
      Map<String, String> names = new LinkedHashMap<>();
      String each = lifeline.each();
      if (each == null) {
        names.put("", lifeline.named());
      } else {
        entries(initial, each)
            .keySet()
            .forEach(argument -> names.put(argument, lifeline.named() + " " + argument));
      }
      members.put(lifeline, names);
    }
  }

  /** The lifelines, from left to right. */
  List<String> lifelines() {
    List<String> names = new ArrayList<>();
    members.values().forEach(some -> names.addAll(some.values()));
    return names;
  }

  /** The roles in the step between two states. */
  Roles roles(Map<String, TlaValue> before, Map<String, TlaValue> after) {
    Map<String, String> acting = new LinkedHashMap<>();
    members.forEach((lifeline, names) -> {
      if (lifeline.each() == null) {
        acting.put(lifeline.reference(), lifeline.named());
      } else {
        variablesOf(lifeline.each())
            .flatMap(variable -> changed(variable, before, after))
            .flatMap(argument -> Stream.ofNullable(names.get(argument)))
            .findFirst()
            .ifPresent(name -> acting.put(lifeline.reference(), name));
      }
    });
    return new Roles(acting);
  }

  /** The variable that lists the members, then all others that have an entry for each of them. */
  private Stream<String> variablesOf(String each) {
    Stream<String> others = legend.variables().entrySet().stream()
        .filter(variable -> variable.getValue().at().equals(Lifeline.INDEX))
        .map(Map.Entry::getKey);
    return Stream.concat(Stream.of(each), others);
  }

  private Stream<String> changed(
      String variable, Map<String, TlaValue> before, Map<String, TlaValue> after) {
    Map<String, TlaValue> old = entries(before, variable);
    return entries(after, variable).entrySet().stream()
        .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
        .map(Map.Entry::getKey);
  }

  private Map<String, TlaValue> entries(Map<String, TlaValue> state, String variable) {
    TlaValue value = state.get(variable);
    return value == null ? Map.of() : legend.text().entries(value);
  }

  /**
   * Who acts in one step. TLC does not print the arguments of an action, so the one that acts is the
   * first whose entry changed. If no entry did, the first of its kind stands for whichever it was.
   */
  final class Roles {
    private final Map<String, String> acting;

    private Roles(Map<String, String> acting) {
      this.acting = acting;
    }

    /** The lifeline of this reference, or that of the network if there is nobody of the kind. */
    String lifeline(String reference) {
      String first = members.entrySet().stream()
          .filter(member -> member.getKey().reference().equals(reference))
          .flatMap(member -> member.getValue().values().stream())
          .findFirst()
          .orElse(legend.network().lifeline());
      return acting.getOrDefault(reference, first);
    }

    /** The kind of those who may have acted, as in {@code any thread}; empty if it is known who did. */
    Optional<String> uncertain(String reference) {
      return members.entrySet().stream()
          .filter(member -> member.getKey().reference().equals(reference))
          .filter(member -> !acting.containsKey(reference) && member.getValue().size() > 1)
          .map(member -> "any " + member.getKey().named())
          .findFirst();
    }

    /** The lifeline of an entry of a variable: {@code {index}} refers to the argument. */
    String lifeline(String reference, String variable, String argument) {
      if (!reference.equals(Lifeline.INDEX)) {
        return lifeline(reference);
      }
      String other = legend.network().lifeline();
      for (Map.Entry<Lifeline, Map<String, String>> member : members.entrySet()) {
        if (variable.equals(member.getKey().each())) {
          return member.getValue().getOrDefault(argument, other);
        } else if (member.getKey().each() != null
            && other.equals(legend.network().lifeline())) {
          other = member.getValue().getOrDefault(argument, other);
        }
      }
      return other;
    }
  }
}

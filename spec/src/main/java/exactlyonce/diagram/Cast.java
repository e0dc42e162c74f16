package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those who take part in one counterexample: a lifeline for each argument, where a legend says so. */
final class Cast {

  private final Legend legend;
  private final Map<Lifeline, Map<String, String>> members = new LinkedHashMap<>();

  /**
   * @param initial the variables of the initial state
   */
  Cast(Legend legend, Map<String, TlaValue> initial) {
    this.legend = legend;
    for (Lifeline lifeline : legend.lifelines()) {
      Map<String, String> names = new LinkedHashMap<>();
      String each = lifeline.each();
      if (each == null) {
        names.put("", lifeline.named());
      } else {
        Values.entries(initial.getOrDefault(each, new TlaValue.Int(0)))
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
      String each = lifeline.each();
      if (each == null) {
        acting.put(lifeline.reference(), lifeline.named());
      } else {
        Map<String, TlaValue> old = Values.entries(before.getOrDefault(each, new TlaValue.Int(0)));
        Values.entries(after.getOrDefault(each, new TlaValue.Int(0))).forEach((argument, entry) -> {
          String name = names.get(argument);
          if (name != null && !entry.equals(old.get(argument))) {
            acting.putIfAbsent(lifeline.reference(), name);
          }
        });
      }
    });
    return new Roles(acting);
  }

  /**
   * Who is who in one step. TLC does not print the arguments of an action; so of all of a kind the one
   * that acts is the first whose entry changed. If none did, the first of all stands for whichever it
   * was.
   */
  final class Roles {
    private final Map<String, String> acting;

    private Roles(Map<String, String> acting) {
      this.acting = acting;
    }

    /** The lifeline of this reference; that of the network, if there is nobody of the kind. */
    String lifeline(String reference) {
      String first = members.entrySet().stream()
          .filter(member -> member.getKey().reference().equals(reference))
          .flatMap(member -> member.getValue().values().stream())
          .findFirst()
          .orElse(legend.network().lifeline());
      return acting.getOrDefault(reference, first);
    }

    /** Whether it may as well have been another of the kind. */
    boolean isUncertain(String reference) {
      return !acting.containsKey(reference)
          && members.entrySet().stream()
              .anyMatch(member -> member.getKey().reference().equals(reference)
                  && member.getValue().size() > 1);
    }

    /** The same for a variable's entry, to whose argument the reference may be. */
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

package exactlyonce.model;

import exactlyonce.tlc.Coverage;
import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which actions and expressions of the specifications several models cover together. Only models that hold count: a run that ends
 * at a violation has not seen everything, and what a mutant does says nothing about the rule. A model
 * whose configuration replaces an action says nothing about that action; it counts for what takes the
 * action's place, under the module that defines it.
 */
public final class CoverageOfModels {

  private static final String BOUNDS = "MC";

  private final Map<String, Map<String, Long>> taken = new TreeMap<>();
  private final Map<Place, List<Model>> models = new HashMap<>();
  private final Map<Place, Long> evaluated = new TreeMap<>(Comparator.comparing(Place::module)
      .thenComparing(Place::line)
      .thenComparing(Place::column)
      .thenComparing(Place::lastLine)
      .thenComparing(Place::lastColumn));

  public CoverageOfModels(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.result().verdict() == Verdict.HOLDS) {
        add(finding.model(), Coverage.in(finding.result().log()));
      }
    }
  }

  private void add(Model model, Coverage run) {
    run.evaluated().forEach((place, times) -> {
      evaluated.merge(place, times, Long::sum);
      models.computeIfAbsent(place, absent -> new ArrayList<>()).add(model);
    });
    for (Coverage.Action action : run.actions()) {
      taken
          .computeIfAbsent(action.module(), module -> new LinkedHashMap<>())
          .merge(action.name(), action.taken(), Long::sum);
    }
  }

  /** By module and action, how often it was taken in all models. */
  public Map<String, Map<String, Long>> taken() {
    return taken;
  }

  /**
   * The actions that are never taken, as in {@code CheckBeforeSend!Lose}. A module of bounds may
   * replace an action by one that is never taken.
   */
  public List<String> neverTaken() {
    return taken.entrySet().stream()
        .filter(module -> !module.getKey().startsWith(BOUNDS))
        .flatMap(module -> module.getValue().entrySet().stream()
            .filter(action -> action.getValue() == 0)
            .map(action -> module.getKey() + "!" + action.getKey()))
        .toList();
  }

  /** The models that hold and of which this expression is a part. */
  List<Model> modelsWith(Place place) {
    return models.getOrDefault(place, List.of());
  }

  /**
   * The outermost expressions, in whatever action or invariant, that TLC has not counted as
   * evaluated. See {@link EvaluationProbe}.
   */
  public List<Place> neverCounted() {
    List<Place> never = evaluated.entrySet().stream()
        .filter(expression -> expression.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
    return never.stream()
        .filter(place ->
            never.stream().noneMatch(other -> !other.equals(place) && other.contains(place)))
        .toList();
  }
}

package exactlyonce.model;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Probes the expressions that TLC has not counted as evaluated. TLC loses the place of some that it
 * evaluates late: in the body of a function, in the argument of an operator, under a substitution. So
 * each is replaced by an expression without a value. If a model then ends in an error, the expression
 * is evaluated after all.
 */
public final class EvaluationProbe {
  private static final String NO_VALUE = "(1[1])";

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;

  public EvaluationProbe(Specifications specifications, Tlc tlc) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
  }

  /** The expressions that no model evaluates, in their order. */
  public List<Place> neverEvaluated(CoverageOfModels coverage) throws InterruptedException {
    List<Place> places = coverage.neverCounted();
    List<Boolean> evaluated = InParallel.on(
        tlc.concurrency(), places, place -> isEvaluated(place, coverage.modelsWith(place)));
    List<Place> never = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!evaluated.get(i)) {
        never.add(places.get(i));
      }
    }
    return never;
  }

  /** Tries the small models first. */
  private boolean isEvaluated(Place place, List<Model> models) throws InterruptedException {
    try (ChangedModule changed = new ChangedModule(
        specifications,
        tlc,
        checker,
        place.module(),
        module -> place.replacedIn(module, NO_VALUE))) {
      for (Model model : models.stream().sorted(Model.BY_SIZE).toList()) {
        TlcResult result = changed.run(model);
        if (result.verdict() == Verdict.ERROR && !result.timedOut()) {
          return true;
        }
      }
      return false;
    }
  }
}

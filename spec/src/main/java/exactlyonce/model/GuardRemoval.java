package exactlyonce.model;

import exactlyonce.tlc.Guard;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Removes the guards of the specifications one at a time, and finds out which model notices. A guard
 * that no model needs is superfluous, or the property that needs it is missing.
 *
 * <p>Only models whose behaviour the guard is part of are asked. So a service is tried with its own
 * models: for those that refine it, a service without a guard wants less, and nothing that holds can
 * notice. Modules of bounds and mutants ({@code MC...}) and those of traces ({@code Trace...}) do not
 * count, nor do the conditions of IF and CASE, which are no guards.
 */
public final class GuardRemoval {

  /** What the names of the invariants about the types of the variables end with. */
  private static final String TYPES = "TypeOK";

  /** How the removal of a guard was noticed. */
  public enum Noticed {
    /** A property is violated. */
    PROPERTY,
    /** TLC could not evaluate something, or a variable holds what it should not. */
    ERROR,
    /** Everything still holds, but in other states than before. */
    COUNT,
    /** Not at all. */
    NOT
  }

  /**
   * What became of one guard.
   *
   * @param text of the guard, in one line
   * @param model that noticed; empty if none did
   * @param what it noticed: the name of a property, an error, a number; empty if none did
   * @param cutOff the number of models that were stopped after a minute, and might have noticed
   */
  public record Removal(
      Guard guard, String text, Noticed noticed, String model, String what, int cutOff) {}

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;
  private final List<Model> holding;

  public GuardRemoval(Specifications specifications, Tlc tlc) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
    this.holding = specifications.manifest().models().stream()
        .filter(model -> model.expected().verdict() == Expected.Verdict.HOLDS)
        .sorted(Model.BY_SIZE)
        .toList();
  }

  /** Finds the guards, each with the root modules that it is part of. */
  public Map<Guard, Set<String>> guards() throws InterruptedException {
    Map<Guard, Set<String>> guards = new LinkedHashMap<>();
    Set<String> roots = new LinkedHashSet<>();
    for (Model model : holding) {
      if (roots.add(model.module())) {
        TlcResult result = tlc.run(Guard.of(checker.request(model)));
        if (result.verdict() == Verdict.ERROR) {
          throw new ManifestException("model " + model.name() + ": " + result.message());
        }
        for (Guard guard : Guard.in(result.log())) {
          if (!guard.place().module().matches("(MC|Trace).*")) {
            guards.computeIfAbsent(guard, absent -> new LinkedHashSet<>()).add(model.module());
          }
        }
      }
    }
    return guards;
  }

  /** Removes the guards, one at a time, and tells of each what became of it, in the same order. */
  public List<Removal> remove(Map<Guard, Set<String>> guards, Consumer<Removal> done)
      throws InterruptedException {
    return InParallel.on(tlc.concurrency(), guards.entrySet(), each -> {
      Removal removal = remove(each.getKey(), each.getValue());
      done.accept(removal);
      return removal;
    });
  }

  private Removal remove(Guard guard, Set<String> roots) throws InterruptedException {
    try (ChangedModule changed = new ChangedModule(
        specifications, tlc, checker, guard.place().module(), guard::removedFrom)) {
      return remove(guard, guard.text(changed.original()), roots, changed);
    }
  }

  /**
   * Once something is noticed, only the models of the module itself are asked what else there is. The
   * large models are asked only if no other notices anything.
   */
  private Removal remove(Guard guard, String text, Set<String> roots, ChangedModule changed)
      throws InterruptedException {
    Removal noticed = new Removal(guard, text, Noticed.NOT, "", "", 0);
    int cutOff = 0;
    for (Model model : holding) {
      boolean own = model.module().equals("MC" + guard.place().module());
      boolean asked = noticed.noticed() == Noticed.NOT || (own && model.tier() != Tier.FULL);
      if (roots.contains(model.module()) && asked) {
        TlcResult result = changed.run(model);
        cutOff += result.timedOut() ? 1 : 0;
        int workers = checker.request(model).workers();
        Removal removal = removal(guard, text, model, workers, result, cutOff);
        if (removal.noticed() == Noticed.PROPERTY || removal.noticed() == Noticed.ERROR) {
          return removal;
        } else if (noticed.noticed() == Noticed.NOT) {
          noticed = removal;
        }
      }
    }
    return noticed;
  }

  private static Removal removal(
      Guard guard, String text, Model model, int workers, TlcResult result, int cutOff) {
    String property = result.property();
    List<String> differences = Comparison.differences(model, result, workers);
    if (result.timedOut() || differences.isEmpty()) {
      return new Removal(guard, text, Noticed.NOT, "", "", cutOff);
    } else if (result.verdict() == Verdict.HOLDS) {
      return new Removal(guard, text, Noticed.COUNT, model.name(), differences.get(0), cutOff);
    } else if (result.verdict() == Verdict.VIOLATED && !property.endsWith(TYPES)) {
      return new Removal(guard, text, Noticed.PROPERTY, model.name(), property, cutOff);
    }
    String what = result.verdict() == Verdict.VIOLATED ? property : result.message();
    return new Removal(guard, text, Noticed.ERROR, model.name(), what, cutOff);
  }
}

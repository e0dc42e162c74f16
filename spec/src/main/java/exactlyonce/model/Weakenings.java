package exactlyonce.model;

import exactlyonce.model.Witness.By;
import exactlyonce.tlc.Clauses;
import exactlyonce.tlc.Clauses.Clause;
import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Formula;
import exactlyonce.tlc.Formula.Role;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.Weakening;
import exactlyonce.tlc.Weakening.Effect;
import exactlyonce.tlc.Weakening.Kind;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the weakenings of the specifications, each with the models that could notice. Modules of bounds
 * and mutants ({@code MC...}) and those of traces ({@code Trace...}) are not weakened.
 *
 * <ul>
 *   <li>A weaker behaviour can be noticed by a model that holds: a property is then violated.
 *   <li>A stronger one can be noticed by a model that holds and has a liveness property, or by a
 *       mutant whose counterexample is then none.
 *   <li>A weaker property can be noticed by a mutant that is there for it.
 *   <li>A stronger one can be noticed by a model for which it holds.
 * </ul>
 */
public final class Weakenings {

  private static final Comparator<Weakening> IN_ORDER = Comparator.comparing(
          (Weakening w) -> w.place().module())
      .thenComparing(w -> w.place().line())
      .thenComparing(w -> w.place().column())
      .thenComparing(w -> w.place().lastLine())
      .thenComparing(w -> w.place().lastColumn())
      .thenComparing(Weakening::kind)
      .thenComparing(Weakening::definition);

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;
  private final Map<Weakening, Map<Model, By>> found = new TreeMap<>(IN_ORDER);
  private final Set<Weakening> clauses = new HashSet<>();

  private Weakenings(Specifications specifications, Tlc tlc) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
  }

  /** Finds them in the order of the text, each with the models to ask, in this order. */
  public static Map<Weakening, List<Witness>> of(Specifications specifications, Tlc tlc)
      throws InterruptedException {
    return new Weakenings(specifications, tlc).find();
  }

  private Map<Weakening, List<Witness>> find() throws InterruptedException {
    Map<String, List<Model>> byRoot = new LinkedHashMap<>();
    for (Model model : specifications.manifest().models()) {
      byRoot.computeIfAbsent(model.module(), absent -> new ArrayList<>()).add(model);
    }
    byRoot.values().forEach(models -> models.sort(Comparator.comparingLong(Witness::states)));
    List<Clauses> clausesOfRoots =
        InParallel.on(tlc.concurrency(), byRoot.values(), models -> clauses(models));
    Set<Place> assignments = new HashSet<>();
    clausesOfRoots.forEach(clauses -> assignments.addAll(clauses.assignments()));
    Iterator<Clauses> clausesOfRoot = clausesOfRoots.iterator();
    for (List<Model> models : byRoot.values()) {
      Clauses ofRoot = clausesOfRoot.next();
      models.forEach(model -> add(model, ofRoot));
    }
    Map<Weakening, List<Witness>> weakenings = new LinkedHashMap<>();
    found.forEach((weakening, models) -> {
      if (clauses.contains(weakening) && !assignments.contains(weakening.place())) {
        weakenings.put(weakening, witnesses(models));
      }
    });
    return weakenings;
  }

  private static List<Witness> witnesses(Map<Model, By> models) {
    return models.entrySet().stream()
        .map(entry -> new Witness(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Witness::states))
        .toList();
  }

  private TlcConfig config(Model model) {
    return new TlcConfig(checker.request(model).config());
  }

  private Clauses clauses(List<Model> models) throws InterruptedException {
    Set<Formula> formulas = new LinkedHashSet<>();
    models.forEach(model -> formulas.addAll(config(model).formulas()));
    Model smallest = models.get(0);
    TlcResult result = tlc.run(Clauses.of(checker.request(smallest), formulas));
    if (result.verdict() == TlcResult.Verdict.ERROR) {
      throw new ManifestException("model " + smallest.name() + ": " + result.message());
    }
    return Clauses.in(result.log());
  }

  private void add(Model model, Clauses ofRoot) {
    TlcConfig config = config(model);
    boolean live = config.checksDeadlock()
        || config.formulas().stream()
            .anyMatch(f -> f.role() == Role.PROPERTY && ofRoot.liveness().contains(f));
    for (Formula formula : config.formulas()) {
      for (Clause clause : ofRoot.clauses().getOrDefault(formula, List.of())) {
        if (isSpecification(clause.weakening().place().module())) {
          add(model, config, live, formula, clause, ofRoot);
        }
      }
    }
  }

  private boolean isSpecification(String module) {
    return !module.matches("(MC|Trace).*")
        && Files.isRegularFile(specifications.directory().resolve(module + ".tla"));
  }

  private void add(
      Model model, TlcConfig config, boolean live, Formula formula, Clause clause, Clauses ofRoot) {
    Weakening weakening = clause.weakening();
    if (!clause.initial()) {
      clauses.add(weakening);
    }
    Map<Model, By> models = found.computeIfAbsent(weakening, absent -> new LinkedHashMap<>());
    if (config.replaced().contains(weakening.definition())) {
      return;
    }
    boolean property = formula.role() == Role.PROPERTY;
    boolean notices = property
        ? noticesProperty(model, formula, clause.effect())
        : noticesBehaviour(model, live, weakening.kind(), clause.effect());
    if (notices) {
      boolean safety = property && !ofRoot.liveness().contains(formula);
      models.merge(
          model,
          safety && model.isMutant() ? By.COUNTEREXAMPLE : By.VERDICT,
          (one, other) -> one == other ? one : By.VERDICT);
    }
  }

  private static boolean noticesProperty(Model model, Formula property, Effect effect) {
    return model.isMutant()
        ? effect != Effect.STRONGER && property.name().equals(model.expected().property())
        : effect != Effect.WEAKER;
  }

  private static boolean noticesBehaviour(Model model, boolean live, Kind kind, Effect effect) {
    if (model.isMutant()) {
      return effect != Effect.WEAKER;
    }
    return live || (kind != Kind.FAIRNESS && effect != Effect.STRONGER);
  }
}

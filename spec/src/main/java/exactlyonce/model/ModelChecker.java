package exactlyonce.model;

import exactlyonce.tlc.Coverage;
import exactlyonce.tlc.Progress;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs models, as many at the same time as {@link Tlc} takes, and compares them with the manifest. */
public final class ModelChecker {

  /** Is told what happens, by several threads. */
  public interface Listener {

    /** A model makes progress. */
    default void progressed(Model model, Progress progress) {}

    /** A model is done. */
    default void finished(Finding finding) {}
  }

  /** Generated states from which on a model takes so long that it should not be the last one. */
  private static final long LARGE = 20_000;

  private final Specifications specifications;
  private final Tlc tlc;
  private final Optional<Integer> workers;
  private final long mostCovered;

  /**
   * @param workers of TLC, for models that hold; one, if empty. Several models at the same time are as
   *     fast, and their generated states and depths do not vary. A violation is always looked for with
   *     one worker.
   */
  public ModelChecker(Specifications specifications, Tlc tlc, Optional<Integer> workers) {
    this(specifications, tlc, workers, 0);
  }

  private ModelChecker(
      Specifications specifications, Tlc tlc, Optional<Integer> workers, long mostCovered) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.workers = workers;
    this.mostCovered = mostCovered;
  }

  /**
   * The same, but it counts what models cover that should hold, which takes half as long again.
   *
   * @param mostStates the distinct states of the largest models in which it counts
   */
  public ModelChecker withCoverage(long mostStates) {
    return new ModelChecker(specifications, tlc, workers, mostStates);
  }

  /** Runs the models and returns one finding for each, in the same order. */
  public List<Finding> check(List<Model> models, Listener listener) throws InterruptedException {
    List<Model> longestFirst = new ArrayList<>(models);
    longestFirst.sort(Comparator.comparingLong(ModelChecker::sizeIfLarge).reversed());
    Map<Model, Finding> findings = new HashMap<>();
    InParallel.on(tlc.concurrency(), longestFirst, model -> check(model, listener))
        .forEach(finding -> findings.put(finding.model(), finding));
    return models.stream().map(findings::get).map(Objects::requireNonNull).toList();
  }

  /** Small models stay in order: those of one module, next to each other, share TLC's classes. */
  private static long sizeIfLarge(Model model) {
    Long generated = model.expected().generatedStates();
    return generated == null || generated < LARGE ? 0 : generated;
  }

  /** Runs one model. */
  public Finding check(Model model, Listener listener) throws InterruptedException {
    TlcRequest request = request(model);
    TlcResult result = tlc.run(request, progress -> listener.progressed(model, progress));
    Finding finding = new Finding(
        model,
        result,
        Comparison.differences(model, result, request.workers()),
        VacuousLiveness.warning(new TlcConfig(request.config()), result).stream()
            .toList());
    listener.finished(finding);
    return finding;
  }

  /** What TLC is asked for this model. */
  public TlcRequest request(Model model) {
    Path directory = specifications.directory();
    TlcRequest request = TlcRequest.of(directory, model.module(), configText(model))
        .withWorkers(workersFor(model))
        .withBrief(model.tier() == Tier.VERIFY);
    return isCovered(model) ? Coverage.of(request) : request;
  }

  private String configText(Model model) {
    try {
      return new TlcConfig(specifications.config(model))
          .withConstants(model.constants())
          .text();
    } catch (IllegalArgumentException e) {
      throw new ManifestException(
          "model " + model.name() + ": " + e.getMessage() + " in " + model.config());
    }
  }

  private int workersFor(Model model) {
    return model.isMutant() ? 1 : workers.orElse(1);
  }

  private boolean isCovered(Model model) {
    Long distinct = model.expected().distinctStates();
    return !model.isMutant() && (distinct == null ? 1 : distinct) <= mostCovered;
  }
}

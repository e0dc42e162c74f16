package exactlyonce.cli;

import exactlyonce.model.CoverageOfModels;
import exactlyonce.model.DistributedCheck;
import exactlyonce.model.EvaluationProbe;
import exactlyonce.model.Finding;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.PinnedWitnesses;
import exactlyonce.model.Specifications;
import exactlyonce.model.Tier;
import exactlyonce.model.WeakeningCheck;
import exactlyonce.model.WeakeningCheck.Outcome;
import exactlyonce.model.WeakeningException;
import exactlyonce.model.Weakenings;
import exactlyonce.model.Witness;
import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.DistributedTlc;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.Weakening;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: runs models and compares them with the manifest. */
@Command(name = "check", description = "Model-checks, and compares every result with the manifest.")
final class CheckCommand implements Callable<Integer> {

  /** For a whole tier: the small models take every action that the large ones take. */
  private static final long MOST_STATES_COVERED = 10_000;

  @Parameters(
      paramLabel = "MODEL",
      description = "Models of the manifest. A module stands for all of its models.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description =
          "verify, quick or full; each includes the ones before it. Default: verify, or all"
              + " tiers if models are named.")
  private @Nullable Tier tier;

  @Option(names = "--list", description = "Lists the models without running them.")
  private boolean list;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Number of TLC workers for each model that holds. With more than one, generated"
          + " states and depth are not compared.")
  private @Nullable Integer workers;

  @Option(
      names = "--coverage",
      description =
          "Fails if there is an action that no model that holds takes, or an expression that"
              + " none evaluates. The whole tier full always includes this, for models of at most"
              + " 10,000 states.")
  private boolean coverage;

  @Option(
      names = "--weakenings",
      description =
          "Weakens each clause of the actions and properties in these modules, or in all, one at a"
              + " time, and fails if the verdict of no model changes. The unchanged models are not"
              + " checked.")
  private boolean weakenings;

  @Option(
      names = "--pin",
      description =
          "With --weakenings and --specifications: also writes which model noticed, to witnesses.json"
              + " in that directory. It is asked first the next time.")
  private boolean pin;

  @Option(
      names = "--distributed",
      description =
          "Runs the models one by one in TLC's distributed mode, with a server and --workers"
              + " other processes. Only distinct states are compared, and liveness is not checked.")
  private boolean distributed;

  @Mixin
  private TlcOptions options = new TlcOptions();

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (workers != null && workers < 1) {
      throw new BadInput("not a number of workers", "--workers " + workers, "give 1 or more");
    }
    if (distributed && (names.isEmpty() || weakenings || coverage)) {
      throw new BadInput("only models run distributed", "--distributed", "name them");
    }
    if (pin && !(weakenings && options.namesSpecifications())) {
      throw new BadInput("nothing to pin", "--pin", "add --weakenings and --specifications DIR");
    }
    json.checkWritable();
    try (Specifications specifications = options.specifications()) {
      if (weakenings) {
        WeakeningReport report = weaken(specifications);
        json.write(report.json());
        print(report.lines());
        return report.failures().isEmpty() ? Main.OK : Main.FAILED;
      }
      List<Model> models = models(specifications.manifest());
      return list ? list(models) : check(specifications, models);
    }
  }

  private List<Model> models(Manifest manifest) {
    if (names.isEmpty()) {
      return manifest.models(tier == null ? Tier.VERIFY : tier);
    }
    Set<Model> models = new LinkedHashSet<>();
    for (String name : names) {
      models.addAll(ModelNames.find(manifest, name));
    }
    return models.stream().filter(m -> tier == null || tier.includes(m.tier())).toList();
  }

  private int list(List<Model> models) {
    print(CheckReport.list(models));
    json.write(CheckReport.listJson(models));
    return Main.OK;
  }

  private int check(Specifications specifications, List<Model> models) throws InterruptedException {
    if (distributed) {
      return distributed(specifications, models);
    }
    boolean covered = coverage || (tier == Tier.FULL && names.isEmpty());
    long most = coverage ? Long.MAX_VALUE : MOST_STATES_COVERED;
    List<Finding> findings;
    try (Tlc tlc = options.tlc();
        CheckProgress progress = new CheckProgress(models.size())) {
      ModelChecker checker = new ModelChecker(specifications, tlc, Optional.ofNullable(workers));
      findings = (covered ? checker.withCoverage(most) : checker).check(models, progress);
    }
    print(CheckReport.lines(findings));
    json.write(CheckReport.json(findings));
    boolean ok = findings.stream().allMatch(Finding::ok);
    if (covered) {
      ok &= covers(specifications, findings);
    }
    return ok ? Main.OK : Main.FAILED;
  }

  private int distributed(Specifications specifications, List<Model> models)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try (Tlc tlc = options.tlc();
        DistributedTlc nodes = new DistributedTlc();
        CheckProgress progress = new CheckProgress(models.size())) {
      ModelChecker local = new ModelChecker(specifications, tlc, Optional.empty());
      int processes = workers == null ? Tlc.defaultConcurrency() : workers;
      DistributedCheck check = new DistributedCheck(local, nodes, processes);
      for (Model model : models) {
        findings.add(check.check(model, progress));
      }
    }
    print(CheckReport.lines(findings));
    json.write(CheckReport.json(findings));
    return findings.stream().allMatch(Finding::ok) ? Main.OK : Main.FAILED;
  }

  private WeakeningReport weaken(Specifications specifications) throws InterruptedException {
    List<WeakeningException> exceptions = WeakeningException.read(specifications.directory());
    List<Outcome> outcomes;
    try (Tlc tlc = options.tlc();
        StatusLine line = StatusLine.onStandardError()) {
      line.show("looking for clauses");
      Map<Weakening, List<Witness>> found = Weakenings.of(specifications, tlc);
      for (String name : names) {
        if (found.keySet().stream().noneMatch(each -> each.place().module().equals(name))) {
          throw new BadInput(
              "no module with clauses to weaken",
              name,
              "name a module that a model of the manifest uses");
        }
      }
      found
          .keySet()
          .removeIf(each -> !names.isEmpty() && !names.contains(each.place().module()));
      found.replaceAll((weakening, witnesses) ->
          exceptions.stream().anyMatch(e -> e.isAboutAllLike(weakening)) ? List.of() : witnesses);
      AtomicInteger done = new AtomicInteger();
      PinnedWitnesses pinned = PinnedWitnesses.read(specifications.directory());
      outcomes = new WeakeningCheck(specifications, tlc, pinned).check(found, each -> {
        line.show(done.incrementAndGet() + " of " + found.size() + " clauses weakened");
        if (pin) {
          pinned.pin(each);
        }
      });
    }
    return new WeakeningReport(outcomes, exceptions);
  }

  private boolean covers(Specifications specifications, List<Finding> findings)
      throws InterruptedException {
    CoverageOfModels coverageOfModels = new CoverageOfModels(findings);
    List<Place> neverEvaluated;
    try (Tlc tlc = options.tlc()) {
      neverEvaluated = new EvaluationProbe(specifications, tlc).neverEvaluated(coverageOfModels);
    }
    print(CoverageReport.lines(coverageOfModels, neverEvaluated));
    return CoverageReport.failures(coverageOfModels, neverEvaluated).isEmpty();
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}

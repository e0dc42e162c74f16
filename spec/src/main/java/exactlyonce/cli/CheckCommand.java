package exactlyonce.cli;

import exactlyonce.model.CoverageOfModels;
import exactlyonce.model.Finding;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.Specifications;
import exactlyonce.model.Tier;
import exactlyonce.tlc.Tlc;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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

  @Parameters(
      paramLabel = "MODEL",
      description = "Models of the manifest, or modules for all of their models.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "verify, quick or full, each including the ones before it. Default: verify;"
          + " models that are named belong to any tier.")
  private @Nullable Tier tier;

  @Option(names = "--list", description = "Lists the models and runs none.")
  private boolean list;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Workers of TLC for each model that holds. With more than one, neither generated"
              + " states nor depth are compared.")
  private @Nullable Integer workers;

  @Option(
      names = "--coverage",
      description = "Fails if the models that hold, all together, never take an action or never"
          + " evaluate an expression. Always so for the whole tier full.")
  private boolean coverage;

  @Mixin
  private CheckOptions options = new CheckOptions();

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
    json.checkWritable();
    try (Specifications specifications = options.specifications()) {
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
    boolean covered = coverage || (tier == Tier.FULL && names.isEmpty());
    List<Finding> findings;
    try (Tlc tlc = options.tlc();
        CheckProgress progress = new CheckProgress(models.size())) {
      ModelChecker checker = new ModelChecker(specifications, tlc, Optional.ofNullable(workers));
      findings = (covered ? checker.withCoverage() : checker).check(models, progress);
    }
    print(CheckReport.lines(findings));
    json.write(CheckReport.json(findings));
    boolean ok = findings.stream().allMatch(Finding::ok);
    if (covered) {
      ok &= covers(findings);
    }
    return ok ? Main.OK : Main.FAILED;
  }

  private boolean covers(List<Finding> findings) {
    CoverageOfModels coverageOfModels = new CoverageOfModels(findings);
    print(CoverageReport.lines(coverageOfModels));
    return CoverageReport.failures(coverageOfModels).isEmpty();
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}

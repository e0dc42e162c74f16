package exactlyonce.cli;

import exactlyonce.model.FailureMatrix;
import exactlyonce.model.FailurePoint;
import exactlyonce.model.Finding;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code matrix}: the table of failure points, every cell from TLC. */
@Command(
    name = "matrix",
    description =
        "Model-checks every combination of retry rule, duplicate rule and network, and prints"
            + " one table.")
final class MatrixCommand implements Callable<Integer> {

  @Option(
      names = "--assumptions",
      description = "Prints as Markdown which guarantee holds under which assumption, and how the"
          + " number of states grows with the bounds. Both come from the manifest; TLC does not run."
          + " spec/docs/assumptions.md contains this output.")
  private boolean assumptions;

  @Mixin
  private TlcOptions options = new TlcOptions();

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    json.checkWritable();
    List<Finding> findings;
    List<FailurePoint> points;
    int cells = FailureMatrix.cells().size();
    try (Specifications specifications = options.specifications()) {
      if (assumptions) {
        return assumptions(specifications);
      }
      Manifest manifest = specifications.manifest();
      points = manifest.failurePoints();
      List<Model> models = models(manifest);
      try (Tlc tlc = options.tlc();
          CheckProgress progress = new CheckProgress(models.size())) {
        findings = new ModelChecker(specifications, tlc, Optional.empty()).check(models, progress);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    new MatrixReport(findings.subList(0, cells), Terminal.colours()).lines().forEach(out::println);
    FailurePointReport.lines(points, findings).forEach(out::println);
    differences(findings).forEach(out::println);
    out.flush();
    json.write(MatrixReport.json(findings.subList(0, cells)));
    return findings.stream().allMatch(Finding::ok) ? Main.OK : Main.FAILED;
  }

  private int assumptions(Specifications specifications) {
    PrintWriter out = spec.commandLine().getOut();
    new AssumptionReport(specifications).lines().forEach(out::println);
    out.flush();
    return Main.OK;
  }

  /** The cells of the matrix, then the other models that the failure points refer to. */
  private static List<Model> models(Manifest manifest) {
    Set<Model> models = new LinkedHashSet<>(FailureMatrix.of(manifest).models());
    for (FailurePoint point : manifest.failurePoints()) {
      point.models().forEach(name -> models.add(manifest.model(name).orElseThrow()));
    }
    return List.copyOf(models);
  }

  private static List<String> differences(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      finding.differences().forEach(d -> lines.add(finding.model().name() + ": " + d));
    }
    if (!lines.isEmpty()) {
      lines.add(0, "");
      lines.add(1, "Not as the manifest expects:");
    }
    return lines;
  }
}

package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.model.FailureMatrix;
import exactlyonce.model.Finding;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.Specifications;
import exactlyonce.model.Tier;
import exactlyonce.simulation.Instrumentation;
import exactlyonce.simulation.RunSettings;
import exactlyonce.tlc.TemporaryDirectory;
import exactlyonce.tlc.Tlc;
import exactlyonce.trace.Trace;
import exactlyonce.trace.TraceCheck;
import exactlyonce.trace.TraceKind;
import exactlyonce.trace.TraceRecorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code verify}: the main job, from the failure points to the trace of the running code. */
@Command(
    name = "verify",
    description = "Model-checks the failure points and the protocol, runs the implementation over"
        + " a lossy network, and checks a recorded run against the specification. This is what"
        + " runs when no command is given.")
final class VerifyCommand implements Callable<Integer> {

  /** About 5,000 events, in a window that wraps around many times. */
  private static final RunSettings RECORDED = RunSettings.of(700).withWindow(16);

  private static final RunSettings LIVE = RunSettings.of(200_000).withWindow(1024);

  @Mixin
  private TlcOptions options = new TlcOptions();

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  private final ObjectNode result = new ObjectMapper().createObjectNode();
  private boolean ok = true;

  @Override
  public Integer call() throws InterruptedException {
    json.checkWritable();
    long start = System.nanoTime();
    try (Specifications specifications = options.specifications();
        Tlc tlc = options.tlc()) {
      models(specifications, tlc);
      live();
      recorded(specifications, tlc);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    print(
        "",
        String.format(Locale.ROOT, "%s, in %.0f s", ok ? "Everything holds" : "FAILED", seconds));
    result.put("ok", ok);
    json.write(result);
    return ok ? Main.OK : Main.FAILED;
  }

  private void models(Specifications specifications, Tlc tlc) throws InterruptedException {
    Manifest manifest = specifications.manifest();
    List<Model> cells = FailureMatrix.of(manifest).models();
    List<Model> models = manifest.models(Tier.VERIFY);
    List<Finding> findings;
    try (CheckProgress progress = new CheckProgress(models.size())) {
      findings = new ModelChecker(specifications, tlc, Optional.empty()).check(models, progress);
    }
    List<Finding> matrix = cells.stream()
        .flatMap(cell -> findings.stream().filter(finding -> finding.model().equals(cell)))
        .toList();
    List<Finding> protocol =
        findings.stream().filter(finding -> !cells.contains(finding.model())).toList();
    title("The failure points: one message, with every retry rule and duplicate rule");
    print(new MatrixReport(matrix, Terminal.colours()).lines());
    print(FailurePointReport.lines(manifest.failurePoints(), findings));
    title("The protocol, and what goes wrong without each of its rules");
    print(CheckReport.lines(protocol));
    result.putPOJO("matrix", MatrixReport.json(matrix));
    result.putPOJO("check", CheckReport.json(findings));
    ok &= findings.stream().allMatch(Finding::ok);
  }

  private void live() throws InterruptedException {
    title("The implementation: 2 threads send, 2 receive, 30 % of all frames are lost");
    MeasuredRun run = MeasuredRun.of(LIVE, Instrumentation.DIRECT);
    print(RunReport.lines(run));
    result.set("run", RunReport.json(run));
    ok &= run.result().ok();
  }

  private void recorded(Specifications specifications, Tlc tlc) throws InterruptedException {
    title("A recorded run: is it a behaviour of the specification?");
    TemporaryDirectory directory = TemporaryDirectory.create();
    try {
      Path file = directory.path().resolve("trace.jsonl");
      try (TraceRecorder recorder = new TraceRecorder(
          Files.newOutputStream(file), TraceKind.UNORDERED, RECORDED.delivery().window())) {
        ok &= MeasuredRun.of(RECORDED, recorder).result().ok();
      }
      TraceCheck.Result check = TraceCheck.check(file, tlc, specifications, progress -> {});
      print(new TraceReport(file, Trace.read(file).threads().size(), check).line());
      result.putPOJO("trace", check);
      ok &= check.verdict().accepted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      directory.close();
    }
  }

  private void title(String text) {
    print("", text, "=".repeat(text.length()), "");
  }

  private void print(List<String> lines) {
    print(lines.toArray(String[]::new));
  }

  private void print(String... lines) {
    PrintWriter out = spec.commandLine().getOut();
    for (String line : lines) {
      out.println(line);
    }
    out.flush();
  }
}

package exactlyonce.cli;

import exactlyonce.simulation.Instrumentation;
import exactlyonce.simulation.RunSettings;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.trace.SessionTraceRecorder;
import exactlyonce.trace.TraceKind;
import exactlyonce.trace.TraceRecorder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the implementation over the in-memory network. */
@Command(
    name = "run",
    description = {
      "Runs the implementation with threads on both sides, over a network that loses,"
          + " duplicates and delays frames. One handler call in a hundred fails, and one message in"
          + " a hundred is cancelled. Every effect and every outcome is counted."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin
  private RunOptions options = new RunOptions();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Records the run in this file; check it with the command trace.")
  private @Nullable Path trace;

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RunSettings settings = options.settings();
    json.checkWritable();
    MeasuredRun run = trace == null ? run(settings) : recorded(settings, trace);
    PrintWriter out = spec.commandLine().getOut();
    RunReport.lines(run).forEach(out::println);
    out.flush();
    json.write(RunReport.json(run));
    return run.result().ok() ? Main.OK : Main.FAILED;
  }

  private MeasuredRun run(RunSettings settings) throws InterruptedException {
    return options.crash() > 0
        ? MeasuredRun.withCrashes(settings, options.crash(), SessionInstrumentation.direct())
        : MeasuredRun.of(settings, Instrumentation.DIRECT);
  }

  private MeasuredRun recorded(RunSettings settings, Path trace) throws InterruptedException {
    try (OutputFile file = new OutputFile("--trace", trace)) {
      MeasuredRun run;
      try (OutputStream out = Files.newOutputStream(file.temporary())) {
        run = recorded(settings, out);
      } catch (IOException e) {
        throw file.failed(e);
      }
      file.complete();
      return run;
    }
  }

  private MeasuredRun recorded(RunSettings settings, OutputStream out)
      throws IOException, InterruptedException {
    TraceKind kind = TraceKind.of(settings.delivery().ordered(), options.crash() > 0);
    if (options.crash() > 0) {
      try (SessionTraceRecorder recorder =
          new SessionTraceRecorder(out, kind, settings.delivery().window())) {
        return MeasuredRun.withCrashes(settings, options.crash(), recorder);
      }
    }
    try (TraceRecorder recorder =
        new TraceRecorder(out, kind, settings.delivery().window())) {
      return MeasuredRun.of(settings, recorder);
    }
  }
}

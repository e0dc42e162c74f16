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
      "Runs the implementation: threads on both sides, and between them a network that loses,"
          + " duplicates and delays. HandlerFactory fail and messages are cancelled, one in a hundred"
          + " each. Every effect and every outcome is counted."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin
  private RunOptions options = new RunOptions();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Records the run in this file; the command trace checks it.")
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
    LiveRun run = trace == null ? run(settings) : recorded(settings, trace);
    PrintWriter out = spec.commandLine().getOut();
    RunReport.lines(run).forEach(out::println);
    out.flush();
    json.write(RunReport.json(run));
    return run.result().ok() ? Main.OK : Main.FAILED;
  }

  private LiveRun run(RunSettings settings) throws InterruptedException {
    return options.crash() > 0
        ? LiveRun.withCrashes(settings, options.crash(), SessionInstrumentation.DIRECT)
        : LiveRun.of(settings, Instrumentation.DIRECT);
  }

  private LiveRun recorded(RunSettings settings, Path trace) throws InterruptedException {
    try (OutputFile file = new OutputFile("--trace", trace)) {
      LiveRun run;
      try (OutputStream out = Files.newOutputStream(file.temporary())) {
        run = recorded(settings, out);
      } catch (IOException e) {
        throw file.failed(e);
      }
      file.complete();
      return run;
    }
  }

  private LiveRun recorded(RunSettings settings, OutputStream out)
      throws IOException, InterruptedException {
    TraceKind kind = TraceKind.of(settings.delivery().ordered(), options.crash() > 0);
    if (options.crash() > 0) {
      try (SessionTraceRecorder recorder =
          new SessionTraceRecorder(out, kind, settings.delivery().window())) {
        return LiveRun.withCrashes(settings, options.crash(), recorder);
      }
    }
    try (TraceRecorder recorder =
        new TraceRecorder(out, kind, settings.delivery().window())) {
      return LiveRun.of(settings, recorder);
    }
  }
}

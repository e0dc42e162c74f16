package exactlyonce.cli;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import exactlyonce.trace.Trace;
import exactlyonce.trace.TraceFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trace}: is a recorded execution allowed by the specification? */
@Command(
    name = "trace",
    description =
        "Checks whether the specification allows a recorded execution. If it does not, names"
            + " the first event that is not allowed, and why.")
final class TraceCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(
      paramLabel = "FILE",
      description = "A trace that run or soak wrote, with --trace FILE.")
  private Path file;

  @Option(
      names = "--itf",
      paramLabel = "FILE",
      description =
          "Also writes the states that explain the events, up to the first that is not allowed, to"
              + " this file, in the Informal Trace Format of Apalache.")
  private @Nullable Path itf;

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
    if (itf != null) {
      OutputFile.check("--itf", itf);
    }
    Trace trace = read();
    TraceReport report;
    try (Specifications specifications = options.specifications();
        Tlc tlc = options.tlc();
        StatusLine line = StatusLine.onStandardError()) {
      report = TraceReport.of(file, trace, tlc, specifications, line);
      if (itf != null) {
        line.show("explaining once more, for the states");
        JsonFile.write("--itf", itf, report.itf(trace, tlc, specifications));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(report.line());
    out.flush();
    json.write(report.result());
    return report.accepted() ? Main.OK : Main.FAILED;
  }

  private Trace read() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new BadInput(
          "the file does not exist or cannot be read",
          file.toString(),
          "name a file that run --trace FILE wrote");
    }
    try {
      Trace trace = Trace.read(file);
      if (trace.events() == 0) {
        throw new BadInput("the trace has no events", file.toString(), "record a run first");
      }
      return trace;
    } catch (TraceFormatException e) {
      throw new BadInput(
          "not a trace", String.valueOf(e.getMessage()), "fix the file or record a new one");
    } catch (IOException e) {
      throw new BadInput("cannot be read (" + e + ")", file.toString(), "name a readable file");
    }
  }
}

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    Trace trace = read();
    TraceReport report;
    try (Specifications specifications = options.specifications();
        Tlc tlc = options.tlc();
        StatusLine line = StatusLine.onStandardError()) {
      report = TraceReport.of(file, trace, tlc, specifications, line);
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

package exactlyonce.cli;

import exactlyonce.conformance.Conformance;
import exactlyonce.conformance.PortProcess;
import exactlyonce.conformance.VectorSet;
import exactlyonce.conformance.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code port}: does a program conform to the specification? */
@Command(
    name = "port",
    description = {
      "Replays the conformance vectors against a port: any program that answers one JSON object a"
          + " line on standard input by one a line on standard output, as spec/docs/vectors.md says."
          + " Only those levels are replayed that the port says it is capable of.",
      "",
      "For example: port -- python3 -m exactly_once.conformance"
    },
    exitCodeList = {"0:it conforms", "1:it does not", "2:usage or bad input"})
final class PortCommand implements Callable<Integer> {

  private static final int LONGEST_TIMEOUT = 3600;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(
      arity = "1..*",
      paramLabel = "CMD",
      description = "After --: the program and its arguments.")
  private List<String> command;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the port may take for an answer. Default: ${DEFAULT-VALUE}")
  private int timeout = 10;

  @Option(names = "--all", description = "Shows every vector that failed.")
  private boolean all;

  @Option(names = "--vector", paramLabel = "NAME", description = "Replays this vector alone.")
  private @Nullable String vector;

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description =
          "Vectors that the command vectors has written, in place of those in this program.")
  private @Nullable Path directory;

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
      throw new BadInput(
          "no time in which a port answers",
          "--timeout " + timeout,
          "say 1 to " + LONGEST_TIMEOUT + " seconds");
    }
    json.checkWritable();
    VectorSet vectors = vectors();
    Verdict verdict;
    try (StatusLine status = StatusLine.onStandardError()) {
      Conformance.checkItself(vectors);
      verdict = Conformance.of(this::start, vectors, status::show);
    }
    PrintWriter out = spec.commandLine().getOut();
    PortReport report = new PortReport(verdict, command);
    report.lines(all).forEach(out::println);
    out.flush();
    json.write(report.json());
    return verdict.conforms() ? Main.OK : Main.FAILED;
  }

  private VectorSet vectors() {
    VectorSet vectors;
    try {
      vectors = directory == null ? VectorSet.bundled() : VectorSet.in(directory);
    } catch (IOException e) {
      throw new BadInput(
          "the vectors cannot be used (" + e + ")",
          directory == null ? "in this program" : "--vectors " + directory,
          "write them with the command vectors");
    }
    String only = vector;
    if (only == null) {
      return vectors;
    }
    VectorSet alone = vectors.only(each -> each.name().equals(only));
    if (alone.files().isEmpty()) {
      throw new BadInput(
          "there is no such vector", "--vector " + only, "name one as the report does");
    }
    return alone;
  }

  private PortProcess start() {
    try {
      return PortProcess.start(command, Duration.ofSeconds(timeout));
    } catch (IOException e) {
      throw new BadInput(
          "the port cannot be started (" + e.getMessage() + ")",
          String.join(" ", command),
          "name a program that can be run here");
    }
  }
}

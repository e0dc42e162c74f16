package exactlyonce.cli;

import exactlyonce.diagram.DiagramFormat;
import exactlyonce.diagram.SequenceDiagram;
import exactlyonce.diagram.TextDiagram;
import exactlyonce.model.Expected;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.ProgramFiles;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.ItfTrace;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diagram}: draws the counterexample that TLC finds. */
@Command(
    name = "diagram",
    description =
        "Model-checks, and draws the counterexample as a sequence diagram. The JSON is its"
            + " states in the Informal Trace Format (ITF), which other tools for TLA+ read.",
    exitCodeList = {
      "0:drawn",
      "1:TLC could not decide whether the model holds",
      "2:usage or bad input, or the model holds"
    })
final class DiagramCommand implements Callable<Integer> {

  private static final int MOST_SUGGESTIONS = 3;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(paramLabel = "MODEL", description = "A model that has a counterexample.")
  private String name;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "txt, svg or png. Default: the extension of FILE, otherwise txt.")
  private @Nullable DiagramFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Writes to this file. Default: standard output for txt, MODEL.svg or MODEL.png for"
              + " the others.")
  private @Nullable Path output;

  @Mixin
  private TlcOptions options = new TlcOptions();

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    json.checkWritable();
    try (Specifications specifications = options.specifications()) {
      Manifest manifest = specifications.manifest();
      Model model = model(manifest);
      Optional<Path> file = file(model);
      if (file.isPresent()) {
        OutputFile.check("--output", file.get());
      }
      if (format() != DiagramFormat.TXT && ProgramFiles.unreadableJar().isPresent()) {
        throw new BadInput(
            "PlantUML does not find its files in a directory whose name ends in !",
            ProgramFiles.unreadableJar().get().toString(),
            "move the jar, or draw with --format txt");
      }
      TlcResult result = run(specifications, model);
      if (result.verdict() == Verdict.HOLDS) {
        throw new BadInput(
            "there is nothing to draw", model.name() + " holds", suggestion(manifest));
      }
      if (result.counterexample().isEmpty() || result.violation().isEmpty()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("exactly-once: " + model.name() + ": " + result.message());
        err.flush();
        return Main.FAILED;
      }
      SequenceDiagram drawing = SequenceDiagram.of(model, result);
      draw(drawing, file);
      String description = drawing.title() + ": " + String.join(" ", drawing.verdict());
      json.write(
          ItfTrace.of(model.module(), description, result.counterexample().get()));
      return Main.OK;
    }
  }

  private Model model(Manifest manifest) {
    Optional<Model> exact = manifest.model(name);
    if (exact.isPresent()) {
      return exact.get(); // also where its module has the same name
    }
    List<Model> models = ModelNames.find(manifest, name, DiagramCommand::isViolated);
    if (models.size() > 1) {
      throw new BadInput("this is a module with several models", name, suggestion(manifest));
    }
    return models.get(0);
  }

  private TlcResult run(Specifications specifications, Model model) throws InterruptedException {
    try (Tlc tlc = options.tlc();
        CheckProgress progress = new CheckProgress(1)) {
      return new ModelChecker(specifications, tlc, Optional.empty())
          .check(model, progress)
          .result();
    }
  }

  private static boolean isViolated(Model model) {
    return model.expected().verdict() == Expected.Verdict.VIOLATED;
  }

  /** Names models that have a counterexample. */
  private String suggestion(Manifest manifest) {
    String nearest = manifest.models().stream()
        .filter(DiagramCommand::isViolated)
        .map(Model::name)
        .sorted(Comparator.comparingInt(candidate -> ModelNames.distance(candidate, name)))
        .limit(MOST_SUGGESTIONS)
        .collect(Collectors.joining(" or "));
    return nearest.isEmpty()
        ? "name a model that is violated, see check --list --tier full"
        : "try " + nearest + ", or see check --list --tier full";
  }

  private DiagramFormat format() {
    if (format != null) {
      return format;
    }
    String ending = output == null ? "" : output.toString().toLowerCase(Locale.ROOT);
    for (DiagramFormat candidate : DiagramFormat.values()) {
      if (ending.endsWith("." + candidate)) {
        return candidate;
      }
    }
    return DiagramFormat.TXT;
  }

  /** The file for the diagram; none if it goes to standard output. */
  private Optional<Path> file(Model model) {
    if (output != null) {
      return Optional.of(output);
    }
    return format() == DiagramFormat.TXT
        ? Optional.empty()
        : Optional.of(Path.of(model.name() + "." + format()));
  }

  private void draw(SequenceDiagram drawing, Optional<Path> file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (file.isEmpty()) {
      out.print(TextDiagram.of(drawing));
    } else {
      OutputFile.write("--output", file.get(), format().draw(drawing));
      out.println("wrote " + file.get());
    }
    out.flush();
  }
}

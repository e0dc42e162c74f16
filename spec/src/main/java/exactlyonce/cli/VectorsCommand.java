package exactlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import exactlyonce.vectors.VectorFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vectors}: writes the conformance vectors. */
@Command(
    name = "vectors",
    description = "Has TLC explore each side of the protocol alone, and writes the conformance"
        + " vectors: scenarios that together take every transition.",
    exitCodeList = {"0:written", "1:TLC could not explore a role", "2:usage or bad input"})
final class VectorsCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(paramLabel = "DIR", description = "Where to write; created if it is missing.")
  private Path directory;

  @Mixin
  private TlcOptions options = new TlcOptions();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BadInput(
          "the directory cannot be created", directory.toString(), "name a writable directory");
    }
    OutputFile.check("DIR", directory.resolve("manifest.json"));
    VectorFiles vectors;
    try (Specifications specifications = options.specifications();
        Tlc tlc = options.tlc();
        StatusLine status = StatusLine.onStandardError()) {
      vectors = VectorFiles.of(specifications, tlc, status::show);
    }
    vectors
        .contents()
        .forEach(
            (name, text) -> OutputFile.write("DIR", directory.resolve(name), text.getBytes(UTF_8)));
    PrintWriter out = spec.commandLine().getOut();
    report(vectors).forEach(out::println);
    out.flush();
    return Main.OK;
  }

  private static List<String> report(VectorFiles vectors) {
    TextTable table = new TextTable(
        Set.of(1, 2, 3, 4, 5), "file", "vectors", "bytes", "transitions", "taken", "mutants found");
    for (Map<String, Object> file : vectors.summaries()) {
      String name = String.valueOf(file.get("file"));
      Object flags = file.get("flags");
      table.row(
          name,
          String.valueOf(file.get("vectors")),
          String.valueOf(bytes(vectors.contents().getOrDefault(name, ""))),
          String.valueOf(file.getOrDefault("transitions", "")),
          String.valueOf(file.getOrDefault("taken", "")),
          flags instanceof Map<?, ?> found ? String.valueOf(found.size()) : "");
    }
    return table.lines();
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}

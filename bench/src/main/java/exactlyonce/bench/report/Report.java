package exactlyonce.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Measures everything and writes the report. With a README as the last argument, the report is also
 * put there, and its charts beside it, unless it is only a trial.
 */
public final class Report {
  private static final String TITLE = "Benchmark report";

  private Report() {}

  /**
   * Runs the report. Exits with 1 if something did not do its work or a control was not noticed, and
   * with 2 if the arguments cannot be used.
   *
   * @param args trial, short or full, the directory to write, and perhaps a README
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    if (args.length < 2
        || args.length > 3
        || Stream.of(Mode.values())
            .noneMatch(mode -> mode.name().equals(args[0].toUpperCase(Locale.ROOT)))) {
      System.err.println("usage: trial|short|full DIRECTORY [README]");
      System.exit(2);
    }
    Mode mode = Mode.valueOf(args[0].toUpperCase(Locale.ROOT));
    Path directory = Path.of(args[1]).toAbsolutePath();
    Path raw = directory.resolve("raw");
    Files.createDirectories(raw);
    deleteFiles(raw); // of an earlier run
    List<String> environment = Environment.lines();
    Files.write(directory.resolve("environment.txt"), environment);
    Measurements measured = new Measurements(mode, raw);
    measured.run();
    Sections sections = new Sections(mode, measured, raw);
    Document document = sections.write(environment);
    Files.write(directory.resolve("report.md"), document.markdown());
    Files.writeString(directory.resolve("report.html"), document.html(TITLE));
    writeCharts(directory, document.charts());
    if (args.length == 3 && mode != Mode.TRIAL) { // whose figures mean nothing
      Path readme = Path.of(args[2]).toAbsolutePath();
      Readme.replace(readme, document.markdown());
      writeCharts(Objects.requireNonNull(readme.getParent()), document.charts());
    }
    sections.failures().forEach(failure -> System.out.println("FAILED " + failure));
    System.out.println("Report: " + directory.resolve("report.html"));
    System.exit(sections.failures().isEmpty() ? 0 : 1);
  }

  private static void deleteFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void writeCharts(Path directory, Map<String, String> charts) throws IOException {
    for (Map.Entry<String, String> chart : charts.entrySet()) {
      Path file = directory.resolve(chart.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, chart.getValue());
    }
  }
}

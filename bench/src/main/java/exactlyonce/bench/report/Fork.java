package exactlyonce.bench.report;

import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.PairRun;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.PairRun.Times;
import exactlyonce.bench.pair.Subject.Conditions;
import exactlyonce.bench.peer.Contestants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One measurement in a JVM of its own. */
public final class Fork {
  /** The heap and the accesses to the JDK that contestants and JOL ask for; the same for all. */
  static final List<String> FLAGS = List.of(
      "-Xms256m",
      "-Xmx1g",
      "-Djol.magicFieldOffset=true",
      "-Djdk.attach.allowAttachSelf=true",
      "-XX:+EnableDynamicAgentLoading",
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  /** How often a message is due in scheduled runs. */
  static final Duration INTERVAL = Duration.ofNanos(10_000);

  private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Fork() {}

  /** Runs main of a class in a JVM with the usual flags and these. */
  static void run(
      Class<?> main, List<String> flags, List<String> arguments, Path log, Duration patience)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("gave up after " + patience + "; see " + log.getFileName());
      }
      if (process.exitValue() != 0) {
        throw new IOException("exit code " + process.exitValue() + "; see " + log.getFileName());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Measures, and writes the result as JSON.
   *
   * @param args shape, name, window, loss, warm-up iterations, iterations, their length in ms, file
   */
  public static void main(String[] args) throws Exception {
    Contestant contestant = Contestants.named(args[1]);
    Conditions conditions = new Conditions(Integer.parseInt(args[2]), Double.parseDouble(args[3]));
    Times times = new Times(
        Integer.parseInt(args[4]),
        Integer.parseInt(args[5]),
        Duration.ofMillis(Long.parseLong(args[6])));
    Path file = Path.of(args[7]);
    Shape shape = Shape.valueOf(args[0]);
    ForkResult result;
    try {
      result = measure(contestant, shape, conditions, times, file);
    } catch (Exception e) {
      result = new ForkResult(List.of(), Double.NaN, e.toString());
    }
    Json.MAPPER.writeValue(file.toFile(), result);
    // Some peers leave threads behind.
    System.exit(0);
  }

  private static ForkResult measure(
      Contestant contestant, Shape shape, Conditions conditions, Times times, Path file)
      throws Exception {
    PairRun.Result result;
    if (shape == Shape.SCHEDULED) {
      Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
      result = PairRun.schedule(contestant, conditions, INTERVAL, times, histogram);
      String name = Objects.requireNonNull(file.getFileName()).toString();
      HistogramFile.write(
          file.resolveSibling(name.replace(".json", ".hdr")), histogram, result.sent());
    } else {
      result = PairRun.run(contestant, shape, conditions, times);
    }
    return new ForkResult(result.samples(), Double.NaN, result.failure());
  }
}

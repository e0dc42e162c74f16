package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.PairRun.Times;
import exactlyonce.bench.peer.Contestants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures everything, round by round, so that a machine that becomes slower is so for all. */
final class Measurements {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PATIENCE_WITH_GROWTH = Duration.ofMinutes(10);

  private static final Times PROFILE_TIMES = new Times(2, 10, Duration.ofMillis(300));

  private final Mode mode;
  private final Path directory;
  private final Path log;
  private final Map<String, Series> series = new LinkedHashMap<>();
  private final List<Profile.Share> profile = new ArrayList<>();
  private Growth.Points growth = new Growth.Points(List.of(), List.of(), List.of(), List.of());

  /** Writes raw data to the directory. */
  Measurements(Mode mode, Path directory) {
    this.mode = mode;
    this.directory = directory;
    this.log = directory.resolve("forks.log");
  }

  @SuppressWarnings("SystemOut")
  void run() throws IOException, InterruptedException, RunnerException {
    measureGrowth();
    recordProfiles();
    Times times = mode.times();
    for (int round = 1; round <= mode.rounds(); round++) {
      System.out.println("Round " + round + " of " + mode.rounds() + ": one thread");
      OneThread.round(
          Plan.BENCHMARKS,
          times,
          directory.resolve("jmh-" + round + ".log"),
          directory.resolve("jmh-" + round + ".json"),
          this::add);
      System.out.println("Round " + round + " of " + mode.rounds() + ": two threads");
      for (CacheLines.Use use : CacheLines.Use.values()) {
        Path file = directory.resolve(use.name() + "-" + round + ".json");
        add(use.id(), fork(CacheLines.class, linesArguments(use, times, file), file));
      }
      for (PairCase pair : Plan.pairCases(mode)) {
        Path file = directory.resolve(pair.fileName() + "-" + round + ".json");
        add(pair.id(), fork(Fork.class, pair.arguments(times, file), file));
      }
    }
    Json.MAPPER.writeValue(
        directory.resolve("series.json").toFile(), new ArrayList<>(series.values()));
  }

  @SuppressWarnings("SystemOut")
  private void measureGrowth() throws IOException, InterruptedException {
    System.out.println("Growth");
    Path file = directory.resolve("growth.json");
    List<String> arguments = List.of(
        Long.toString(mode.maxMessages()), Integer.toString(mode.maxSessions()), file.toString());
    Fork.run(Growth.class, List.of(), arguments, log, PATIENCE_WITH_GROWTH);
    growth = Json.MAPPER.readValue(file.toFile(), Growth.Points.class);
  }

  /** Not figures of cases: recording takes time itself. */
  @SuppressWarnings("SystemOut")
  private void recordProfiles() throws IOException, InterruptedException, RunnerException {
    System.out.println("Profiles");
    for (Plan.Profiled profiled : Plan.PROFILED) {
      Path recording = directory.resolve(profiled.name().replaceAll("\\W+", "-") + ".jfr");
      OneThread.profile(
          profiled, PROFILE_TIMES, directory.resolve("jmh-profiles.log"), Profile.flags(recording));
      addProfile(recording, Map.of(OneThread.THREAD, profiled.name()));
    }
    Path recording = directory.resolve("pipeline.jfr");
    PairCase pair = new PairCase(Shape.PIPELINE, Contestants.PROTOCOL);
    Fork.run(
        Fork.class,
        Profile.flags(recording),
        pair.arguments(PROFILE_TIMES, directory.resolve("profile.json")),
        log,
        PATIENCE);
    addProfile(recording, Map.of("sender", "pipeline, sender", "receiver", "pipeline, receiver"));
  }

  private void addProfile(Path recording, Map<String, String> threads) throws IOException {
    profile.addAll(Profile.shares(Profile.samples(recording, threads)));
  }

  /** Returns the summary of a case; without figures if it was not measured. */
  Summary summary(String id) {
    return series.getOrDefault(id, new Series(id)).summary();
  }

  Summary summary(PairCase pair) {
    return summary(pair.id());
  }

  /** Returns the summary of sending as many messages as the usual window allows. */
  Summary pipeline(String contestant) {
    return summary(new PairCase(Shape.PIPELINE, contestant));
  }

  /** Returns all cases, in the order in which they were measured first. */
  List<Series> all() {
    return List.copyOf(series.values());
  }

  /** Returns where threads spend their time. */
  List<Profile.Share> profile() {
    return List.copyOf(profile);
  }

  Growth.Points growth() {
    return growth;
  }

  /** Adds what a JVM has measured. */
  void add(String id, ForkResult result) {
    series.computeIfAbsent(id, Series::new).forks().add(result);
  }

  private ForkResult fork(Class<?> main, List<String> arguments, Path file)
      throws InterruptedException {
    try {
      Files.deleteIfExists(file);
      Fork.run(main, List.of(), arguments, log, PATIENCE);
      return Json.MAPPER.readValue(file.toFile(), ForkResult.class);
    } catch (IOException e) {
      return new ForkResult(List.of(), Double.NaN, String.valueOf(e.getMessage()));
    }
  }

  private static List<String> linesArguments(CacheLines.Use use, Times times, Path file) {
    return List.of(
        use.name(),
        Integer.toString(times.warmups()),
        Integer.toString(times.iterations()),
        Long.toString(times.iteration().toMillis()),
        file.toString());
  }
}

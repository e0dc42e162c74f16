package exactlyonce.bench.report;

import exactlyonce.bench.Cost;
import exactlyonce.bench.Layer;
import exactlyonce.bench.pair.PairRun.Sample;
import exactlyonce.bench.pair.PairRun.Times;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The benchmarks of JMH. */
final class OneThread {
  /** The name of the thread that runs a benchmark ends so. */
  static final String THREAD = "jmh-worker-1";

  private OneThread() {}

  /** Runs each benchmark in a JVM of its own, and hands over its name and result. */
  static void round(
      String include, Times times, Path log, Path json, BiConsumer<String, ForkResult> results)
      throws RunnerException {
    Options options = options(include, times, log)
        .addProfiler(ShareProfiler.class)
        .addProfiler(GCProfiler.class) // the inner one: what the other allocates is not counted
        .result(json.toString())
        .resultFormat(ResultFormatType.JSON)
        .build();
    for (RunResult result : new Runner(options).run()) {
      List<Sample> samples = new ArrayList<>();
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        for (IterationResult iteration : fork.getIterationResults()) {
          Result<?> share = iteration.getSecondaryResults().get(ShareProfiler.SHARE);
          samples.add(new Sample(
              iteration.getPrimaryResult().getScore(), share == null ? 0 : share.getScore()));
        }
      }
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      double bytes = allocated == null ? Double.NaN : allocated.getScore();
      results.accept(Cost.name(result.getParams()), new ForkResult(samples, bytes, null));
    }
  }

  /** Runs a benchmark in a JVM with these flags. */
  static void profile(Plan.Profiled profiled, Times times, Path log, List<String> flags)
      throws RunnerException {
    new Runner(options(profiled.benchmark(), times, log)
            .param("kind", profiled.kind().name())
            .param("layer", Layer.CORE.name())
            .jvmArgsAppend(flags.toArray(String[]::new))
            .build())
        .run();
  }

  private static ChainedOptionsBuilder options(String include, Times times, Path log) {
    // Another build on the machine spoils times, and is noticed.
    System.setProperty("jmh.ignoreLock", "true");
    TimeValue length = TimeValue.milliseconds(times.iteration().toMillis());
    return new OptionsBuilder()
        .include(include)
        .param("windowSize", Integer.toString(PairCase.WINDOW))
        .forks(1)
        .warmupIterations(times.warmups())
        .warmupTime(length)
        .measurementIterations(times.iterations())
        .measurementTime(length)
        .shouldFailOnError(true)
        .output(log.toString());
  }
}

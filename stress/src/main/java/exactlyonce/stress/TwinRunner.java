package exactlyonce.stress;

import exactlyonce.stress.twins.Twin;
import exactlyonce.stress.twins.TwinClasses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * Runs the tests of twins, each in JVMs of its own, with the changed classes before the shipped ones on the
 * class path. A twin is run again, each time for longer, until its test sees something forbidden.
 */
final class TwinRunner {
  /** So many samples without anything forbidden, and the twin is not caught. */
  static final long ENOUGH_SAMPLES = 50_000_000;

  private static final int LONGEST_MILLIS = 10_000;

  private final Path directory;
  private final TimedOptions options;
  private final TwoProcessors processors;

  /**
   * Prepares it.
   *
   * @param directory where the changed classes are written
   * @param settings of jcstress, which must have found out what the JVM can do
   */
  TwinRunner(Path directory, List<String> settings) throws IOException {
    this.directory = directory;
    options = new TimedOptions(settings);
    processors = TwoProcessors.of(options);
  }

  /** Runs the test of a twin. */
  TwinRun run(Twin twin) throws IOException {
    Path changed = directory.resolve(twin.name());
    TwinClasses.write(twin, changed);
    List<String> arguments =
        List.of("-cp", changed + File.pathSeparator + System.getProperty("java.class.path"));
    InProcessCollector results = new InProcessCollector();
    for (int millis = 100; ; millis = Math.min(2 * millis, LONGEST_MILLIS)) {
      options.millis = millis;
      new TestExecutor(options.verbosity(), results, processors.scheduler())
          .runAll(processors.configs(options, twin.test(), arguments).toList());
      @Nullable TestRun run = ReportUtils.mergedByName(results.getTestResults()).stream()
          .map(TestRun::of)
          .findFirst()
          .orElse(null);
      if (run == null
          || run.status() != Status.NORMAL
          || run.forbidden() > 0
          || run.samples() == 0
          || run.samples() >= ENOUGH_SAMPLES) {
        return new TwinRun(twin, run);
      }
    }
  }

  /** Options whose time can be changed: parsing them again would measure the processors again. */
  private static final class TimedOptions extends Options {
    private int millis;

    TimedOptions(List<String> settings) throws IOException {
      super(settings.toArray(String[]::new));
      if (!parse()) {
        throw new IllegalStateException("jcstress rejects the options " + settings);
      }
    }

    @Override
    public int getTime() {
      return millis;
    }
  }
}

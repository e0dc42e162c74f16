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
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Runs the tests of twins, each in JVMs of its own, with the changed classes before the shipped ones on the
 * class path. A twin is run again, each time for longer, until its test sees something forbidden.
 */
final class TwinRunner {
  /** So many samples without anything forbidden, and the twin is not caught. */
  static final long ENOUGH_SAMPLES = 50_000_000;

  private static final int ACTORS = 2;
  private static final int LONGEST_MILLIS = 10_000;

  private final Path directory;
  private final TimedOptions options;
  private final Scheduler scheduler;
  private final List<SchedulingClass> classes;

  /**
   * Prepares it.
   *
   * @param directory where the changed classes are written
   * @param settings of jcstress, which must have found out what the JVM can do
   */
  TwinRunner(Path directory, List<String> settings) throws IOException {
    this.directory = directory;
    options = new TimedOptions(settings);
    scheduler = new Scheduler(Topology.get(), options.getCPUCount());
    classes = scheduler.scheduleClasses(ACTORS, options.getCPUCount(), AffinityMode.LOCAL);
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
      for (SchedulingClass scheduling : classes) {
        TestConfig config = new TestConfig(
            options, TestList.getInfo(twin.test()), 0, arguments, CompileMode.UNIFIED, scheduling);
        new TestExecutor(options.verbosity(), results, scheduler).runAll(List.of(config));
      }
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

package exactlyonce.stress;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Where the two actors of a test run.
 *
 * @param scheduler gives each test its processors
 * @param classes each way to place two actors; none if there are too few processors
 */
record TwoProcessors(Scheduler scheduler, List<SchedulingClass> classes) {
  private static final int ACTORS = 2;

  /** Looks for them; what the operating system can do must have been found out. */
  static TwoProcessors of(Options options) {
    int processors = options.getCPUCount();
    Scheduler scheduler = new Scheduler(Topology.get(), processors);
    return new TwoProcessors(
        scheduler, scheduler.scheduleClasses(ACTORS, processors, AffinityMode.LOCAL));
  }

  /** Returns the runs of a test in JVMs with these arguments, one for each way. */
  Stream<TestConfig> configs(Options options, String test, List<String> arguments) {
    return classes.stream()
        .map(way -> new TestConfig(
            options, TestList.getInfo(test), 0, arguments, CompileMode.UNIFIED, way));
  }
}

package exactlyonce.stress;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs the tests of the shipped classes as jcstress does, with the interpreter and each compiler, but not a
 * second time with biased locking, which JDK 17 offers: nothing here locks.
 */
final class ShippedRunner {
  private static final int ACTORS = 2;

  private final Options options;
  private final PrintStream log;

  ShippedRunner(Options options, PrintStream log) {
    this.options = options;
    this.log = log;
  }

  /** Writes jcstress' file of results. What the JVM can do must have been found out. */
  void run(Collection<String> tests) throws IOException {
    Scheduler scheduler = new Scheduler(Topology.get(), options.getCPUCount());
    List<TestConfig> configs = configs(tests, scheduler);
    DiskWriteCollector results = new DiskWriteCollector(options.getResultFile());
    ConsoleReportPrinter progress = new ConsoleReportPrinter(
        options, new PrintWriter(log, true, StandardCharsets.UTF_8), configs.size());
    SerializedBufferCollector buffer =
        new SerializedBufferCollector(MuxCollector.of(progress, results));
    TestExecutor executor = new TestExecutor(options.verbosity(), buffer, scheduler);
    progress.setExecutor(executor);
    executor.runAll(configs);
    buffer.close();
    results.close();
  }

  private List<TestConfig> configs(Collection<String> tests, Scheduler scheduler) {
    VMSupport.detectAvailableVMConfigs(
        options.isSplitCompilation(), options.getJvmArgs(), options.getJvmArgsPrepend());
    List<SchedulingClass> classes =
        scheduler.scheduleClasses(ACTORS, options.getCPUCount(), AffinityMode.LOCAL);
    List<TestConfig> configs = new ArrayList<>();
    for (VMSupport.Config jvm : VMSupport.getAvailableVMConfigs()) {
      if (jvm.origArgs().contains("-XX:+UseBiasedLocking")) {
        continue;
      }
      for (String test : tests) {
        for (SchedulingClass scheduling : classes) {
          configs.add(new TestConfig(
              options, TestList.getInfo(test), 0, jvm.args(), CompileMode.UNIFIED, scheduling));
        }
      }
    }
    return configs;
  }
}

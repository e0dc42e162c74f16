package exactlyonce.stress;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs the tests of the shipped classes as jcstress does, with the interpreter and each compiler, but not a
 * second time with biased locking, which JDK 17 offers: nothing here locks.
 */
final class ShippedRunner {
  private final Options options;
  private final PrintStream log;

  ShippedRunner(Options options, PrintStream log) {
    this.options = options;
    this.log = log;
  }

  /** Writes jcstress' file of results. What the JVM can do must have been found out. */
  void run(Collection<String> tests) throws IOException {
    TwoProcessors processors = TwoProcessors.of(options);
    List<TestConfig> configs = configs(tests, processors);
    DiskWriteCollector results = new DiskWriteCollector(options.getResultFile());
    ConsoleReportPrinter progress = new ConsoleReportPrinter(
        options, new PrintWriter(log, true, StandardCharsets.UTF_8), configs.size());
    SerializedBufferCollector buffer =
        new SerializedBufferCollector(MuxCollector.of(progress, results));
    TestExecutor executor = new TestExecutor(options.verbosity(), buffer, processors.scheduler());
    progress.setExecutor(executor);
    executor.runAll(configs);
    buffer.close();
    results.close();
  }

  private List<TestConfig> configs(Collection<String> tests, TwoProcessors processors) {
    VMSupport.detectAvailableVMConfigs(
        options.isSplitCompilation(), options.getJvmArgs(), options.getJvmArgsPrepend());
    return VMSupport.getAvailableVMConfigs().stream()
        .filter(jvm -> !jvm.origArgs().contains("-XX:+UseBiasedLocking"))
        .flatMap(
            jvm -> tests.stream().flatMap(test -> processors.configs(options, test, jvm.args())))
        .toList();
  }
}

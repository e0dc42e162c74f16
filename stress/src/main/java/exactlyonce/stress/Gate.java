package exactlyonce.stress;

import exactlyonce.stress.twins.Twin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * The part of the build that runs every stress test for a few seconds, and then the broken twins. It fails
 * unless the shipped classes show every acceptable outcome and no forbidden one, and each twin shows one.
 *
 * <p>Given the names of twins, it runs only those. Writes jcstress' log, results and HTML report, and the
 * classes of the twins, to the working directory.
 */
public final class Gate {
  /** Every test. A list, so that one that got lost is missed. */
  static final Set<String> TESTS = Stream.of(
          CancelAgainstAckStress.class,
          CloseAgainstSubmitStress.class,
          ClosedIsWrittenStress.class,
          CopyAgainstReplyStress.class,
          DataAgainstSealStress.class,
          DropAgainstHandlingStress.class,
          DuplicateDataStress.class,
          DuplicateOfReplyStress.class,
          DuplicateSeesEffectStress.class,
          DuplicatesInOrderStress.class,
          FailureAgainstDuplicateStress.class,
          GoneIsWrittenStress.class,
          HandOverOfSealedStress.class,
          HandOverStress.class,
          LastPlaceStress.class,
          NextIsReportedStress.class,
          RejectionStress.class,
          ReportBeforeNextStress.class,
          ReportedOnceStress.class,
          ResendAgainstNextStress.class,
          SealAgainstTurnStress.class,
          SealsAgainstNextLapStress.class,
          TwoOpensStress.class,
          TwoPollsStress.class,
          TwoUnknownsStress.class)
      .map(Class::getName)
      .collect(Collectors.toUnmodifiableSet());

  /**
   * Some million samples a test. Split compilation is off: one JVM each
   * for the interpreter and the compilers, not one for every pair of them. Heaps are small, because
   * they are touched in advance. So the time goes into samples rather than into starting JVMs.
   */
  private static final List<String> SETTINGS =
      List.of("-m quick -sc false -hs 64 -time 100 -iters 3 -r jcstress-report".split(" "));

  private static final Path LOG = Path.of("jcstress.log");
  private static final Path TWINS = Path.of("twins");

  private Gate() {}

  /** Runs the tests; if something is wrong, prints what and exits with 1. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    List<String> complaints = new ArrayList<>(ResultCheck.ofNames(TESTS, TestList.tests()));
    if (args.length == 0) {
      complaints.addAll(runShipped());
    } else {
      probe(options());
    }
    complaints.addAll(runTwins(
        args.length == 0
            ? List.of(Twin.values())
            : Stream.of(args).map(Twin::valueOf).toList()));
    complaints.forEach(complaint -> System.out.println("FAILED " + complaint));
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  @SuppressWarnings("SystemOut")
  private static List<String> runShipped() throws Exception {
    System.out.println("Running " + TESTS.size() + " stress tests; log in " + LOG);
    List<TestRun> runs = run();
    for (TestRun run : runs) {
      print("%-50s %,12d samples %3d outcomes", run.test(), run.samples(), run.states());
    }
    print(
        "%d tests, %,d samples, %d outcomes",
        runs.size(),
        runs.stream().mapToLong(TestRun::samples).sum(),
        runs.stream().mapToInt(TestRun::states).sum());
    return ResultCheck.ofShipped(TESTS, runs);
  }

  private static List<String> runTwins(List<Twin> twins) throws IOException {
    TwinRunner runner = new TwinRunner(TWINS, SETTINGS);
    List<TwinRun> runs = new ArrayList<>();
    for (Twin twin : twins) {
      TwinRun run = runner.run(twin);
      TestRun found = run.run();
      if (found != null) {
        print("%-30s %,12d samples %,9d forbidden", twin, found.samples(), found.forbidden());
      }
      runs.add(run);
    }
    print(
        "%d twins, %d caught",
        runs.size(), runs.stream().filter(TwinRun::isCaught).count());
    return ResultCheck.ofTwins(runs);
  }

  @SuppressWarnings("SystemOut")
  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  /** Finds out what the operating system and the JVM can do. */
  private static void probe(Options options) {
    OSSupport.init();
    VMSupport.initFlags(options);
  }

  private static Options options() throws IOException {
    Options options = new Options(SETTINGS.toArray(String[]::new));
    if (!options.parse()) {
      throw new IllegalStateException("jcstress rejects the options " + SETTINGS);
    }
    return options;
  }

  private static List<TestRun> run() throws Exception {
    PrintStream console = System.out;
    try (PrintStream log =
        new PrintStream(Files.newOutputStream(LOG), true, StandardCharsets.UTF_8)) {
      System.setOut(log);
      Options options = options();
      try {
        probe(options);
        new ShippedRunner(options, log).run(TestList.tests());
        new JCStress(options).parseResults();
      } catch (AssertionError e) {
        // jcstress reports failed tests like this; ResultCheck says which and why.
      }
      return read(Path.of(options.getResultFile()));
    } finally {
      System.setOut(console);
    }
  }

  /** Returns the observations per test; none if jcstress found nothing to run. */
  private static List<TestRun> read(Path results) throws IOException, ClassNotFoundException {
    if (!Files.exists(results)) {
      return List.of();
    }
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(results.toString(), collector);
    reader.dump();
    reader.close();
    Collection<TestResult> merged = ReportUtils.mergedByName(collector.getTestResults());
    return merged.stream()
        .map(TestRun::of)
        .sorted(Comparator.comparing(TestRun::test))
        .toList();
  }
}

package exactlyonce.stress;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * The part of the build that runs every stress test for a few seconds. It fails unless the shipped
 * windows show no forbidden outcome, and the broken ones show some.
 *
 * <p>Writes jcstress' log, results and HTML report to the working directory.
 */
public final class Gate {
  /** Every test, and the verdict it must reach. */
  static final Map<String, Verdict> EXPECTED = Map.ofEntries(
      entry(DuplicateDataStress.class.getName(), Verdict.HOLDS),
      entry(DataAgainstSealStress.class.getName(), Verdict.HOLDS),
      entry(DuplicateSeesEffectStress.class.getName(), Verdict.HOLDS),
      entry(BrokenDuplicateDataStress.class.getName(), Verdict.VIOLATED),
      entry(HandOverStress.class.getName(), Verdict.HOLDS),
      entry(HandOverOfSealedStress.class.getName(), Verdict.HOLDS),
      entry(BrokenHandOverStress.class.getName(), Verdict.VIOLATED),
      entry(DuplicateOfReplyStress.class.getName(), Verdict.HOLDS),
      entry(RejectionStress.class.getName(), Verdict.HOLDS),
      entry(BrokenRejectionStress.class.getName(), Verdict.VIOLATED),
      entry(BrokenReplyStress.class.getName(), Verdict.VIOLATED),
      entry(ReportBeforeNextStress.class.getName(), Verdict.HOLDS),
      entry(FailureAgainstDuplicateStress.class.getName(), Verdict.HOLDS),
      entry(SealAgainstTurnStress.class.getName(), Verdict.HOLDS),
      entry(DuplicatesInOrderStress.class.getName(), Verdict.HOLDS),
      entry(ReportedOnceStress.class.getName(), Verdict.HOLDS),
      entry(ResendAgainstNextStress.class.getName(), Verdict.HOLDS),
      entry(LastPlaceStress.class.getName(), Verdict.HOLDS),
      entry(CloseAgainstSubmitStress.class.getName(), Verdict.HOLDS),
      entry(BrokenReportStress.class.getName(), Verdict.VIOLATED));

  /**
   * Some million samples a test. Split compilation is off: one JVM each
   * for the interpreter and the compilers, not one for every pair of them. Heaps are small, because
   * they are touched in advance. So the time goes into samples rather than into starting JVMs.
   */
  private static final List<String> SETTINGS =
      List.of("-m quick -sc false -hs 64 -time 100 -iters 3 -r jcstress-report".split(" "));

  private static final Path LOG = Path.of("jcstress.log");

  private Gate() {}

  /** Runs the tests; if something is wrong, prints what and exits with 1. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    System.out.println("Running " + EXPECTED.size() + " stress tests; log in " + LOG);
    List<TestRun> runs = run();
    for (TestRun run : runs) {
      System.out.printf(
          Locale.ROOT,
          "%-50s %-8s %,12d samples %,12d forbidden%n",
          run.test(),
          EXPECTED.get(run.test()),
          run.samples(),
          run.forbidden());
    }
    List<String> complaints = ResultCheck.complaints(EXPECTED, runs);
    complaints.forEach(complaint -> System.out.println("FAILED " + complaint));
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  private static List<TestRun> run() throws Exception {
    PrintStream console = System.out;
    try (PrintStream log =
        new PrintStream(Files.newOutputStream(LOG), true, StandardCharsets.UTF_8)) {
      System.setOut(log);
      Options options = new Options(SETTINGS.toArray(String[]::new));
      if (!options.parse()) {
        throw new IllegalStateException("jcstress rejects the options " + SETTINGS);
      }
      try {
        new JCStress(options).run();
      } catch (AssertionError e) {
        // jcstress reports failed tests like this, and the broken ones must fail; ResultCheck
        // decides.
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

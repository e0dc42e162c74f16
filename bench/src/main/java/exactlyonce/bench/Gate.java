package exactlyonce.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The part of the build that runs every benchmark for a second, and fails if the library allocates
 * anything per message. That the map is seen to allocate shows that the measurement works.
 *
 * <p>Writes JMH's log and results to the working directory.
 */
public final class Gate {
  /** Every benchmark but the limits and controls of the report, and what it must allocate. */
  static final Map<String, Allocation> EXPECTED = Map.ofEntries(
      Map.entry("AtomicIncrement.increment", Allocation.NONE),
      Map.entry("Controls.allocation", Allocation.SOME),
      Map.entry("DedupClaim.check(1024)", Allocation.NONE),
      Map.entry("DedupClaim.duplicate(1024)", Allocation.NONE),
      Map.entry("DedupClaim.fresh(1024)", Allocation.NONE),
      Map.entry("DedupClaim.freshInMap(1024)", Allocation.SOME),
      Map.entry("DedupClaim.seal(1024)", Allocation.NONE),
      Map.entry("TwoThreads.increment(1024)", Allocation.NONE),
      Map.entry("TwoThreads.receive(1024)", Allocation.NONE),
      Map.entry("TwoThreads.send(1024)", Allocation.NONE),
      wholeWay(Kind.UNORDERED, Layer.CORE),
      wholeWay(Kind.UNORDERED, Layer.SESSION),
      wholeWay(Kind.UNORDERED, Layer.WIRE),
      wholeWay(Kind.ORDERED, Layer.CORE),
      wholeWay(Kind.ORDERED, Layer.SESSION),
      wholeWay(Kind.ORDERED, Layer.WIRE),
      wholeWay(Kind.TWO_WAY, Layer.CORE),
      wholeWay(Kind.TWO_WAY, Layer.SESSION),
      wholeWay(Kind.TWO_WAY, Layer.WIRE));

  private static final String UNIT_OF_TIME = "AtomicIncrement.increment";
  private static final String LOG = "jmh.log";

  private Gate() {}

  private static Map.Entry<String, Allocation> wholeWay(Kind kind, Layer layer) {
    String parameters = "(" + kind + ", " + layer + ", 1024)";
    return Map.entry("SendDeliverAcknowledge.sendDeliverAcknowledge" + parameters, Allocation.NONE);
  }

  /** Runs the benchmarks; if something is wrong, prints what and exits with 1. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws RunnerException {
    System.out.println("Running " + EXPECTED.size() + " benchmarks; log in " + LOG);
    List<Cost> costs = measure();
    double unit = costs.stream()
        .filter(cost -> cost.benchmark().equals(UNIT_OF_TIME))
        .mapToDouble(Cost::nanos)
        .findAny()
        .orElse(Double.NaN);
    for (Cost cost : costs) {
      System.out.printf(
          Locale.ROOT,
          "%-55s %-4s %9.4f B/op, takes %6.2f increments%n",
          cost.benchmark(),
          EXPECTED.get(cost.benchmark()),
          cost.bytes(),
          cost.nanos() / unit);
    }
    List<String> complaints = AllocationCheck.complaints(EXPECTED, costs);
    complaints.forEach(complaint -> System.out.println("FAILED " + complaint));
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  /**
   * Runs every benchmark in a JVM of its own, for as long as allocation needs; times need more. One
   * long iteration, for each adds some kilobytes of the profiler's own.
   */
  private static List<Cost> measure() throws RunnerException {
    // Two builds on one machine may disturb each other, which spoils times but not allocation.
    System.setProperty("jmh.ignoreLock", "true");
    Options options = new OptionsBuilder()
        .exclude("Primitives|QueueThereAndBack|Controls.(deadCode|constantFold|honest)")
        .param("windowSize", "1024") // what is allocated for a message does not depend on it
        .forks(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.milliseconds(200))
        .measurementIterations(1)
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .output(LOG)
        .result("jmh.json")
        .resultFormat(ResultFormatType.JSON)
        .build();
    Collection<RunResult> results = new Runner(options).run();
    return results.stream().map(Cost::of).toList();
  }
}

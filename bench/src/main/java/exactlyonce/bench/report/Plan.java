package exactlyonce.bench.report;

import exactlyonce.bench.Kind;
import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.Subject.Conditions;
import exactlyonce.bench.peer.Contestants;
import java.util.ArrayList;
import java.util.List;

/** What is measured. */
final class Plan {
  /** The benchmarks in one thread, with the one window size at which they are shown. */
  static final String BENCHMARKS =
      "AtomicIncrement|Primitives|QueueThereAndBack|DedupClaim|SendDeliverAcknowledge|TwoThreads|Controls";

  /** The whole way of a message in one thread. */
  static final String WHOLE_WAY = "SendDeliverAcknowledge.sendDeliverAcknowledge";

  /** What two threads do on the same window. */
  static final String TWO_THREADS = "TwoThreads.";

  /** The unit of time. */
  static final String INCREMENT = "AtomicIncrement.increment";

  /** The least that a look at a message takes. */
  static final String LOOK = "Primitives.acquireRead";

  /** The least that a claim takes which nobody can dispute. */
  static final String STORE = "Primitives.releaseStore";

  /** The least that a claim and its publication take. */
  static final String CLAIM_AND_PUBLISH = "Primitives.exchangeAndRelease";

  static final String MAP = "ConcurrentHashMap, pending map";
  static final double[] LOSSES = {0.01, 0.1};

  /**
   * A benchmark in one thread of which it is shown where the time goes.
   *
   * @param name how the report calls it
   * @param benchmark a regular expression
   * @param kind of the whole way
   */
  record Profiled(String name, String benchmark, Kind kind) {}

  static final List<Profiled> PROFILED = List.of(
      new Profiled("claim and deliver", "DedupClaim.fresh$", Kind.UNORDERED),
      new Profiled("duplicate", "DedupClaim.duplicate$", Kind.UNORDERED),
      new Profiled("whole way", WHOLE_WAY, Kind.UNORDERED),
      new Profiled("whole way, ordered", WHOLE_WAY, Kind.ORDERED));

  private Plan() {}

  /** Returns the window sizes other than the usual one. */
  static List<Integer> windows(Mode mode) {
    return mode == Mode.FULL ? List.of(64, 256, 4096, 16_384, 65_536) : List.of(64, 65_536);
  }

  static List<PairCase> pairCases(Mode mode) {
    List<PairCase> cases = new ArrayList<>();
    for (Contestant contestant : Contestants.all()) {
      cases.add(new PairCase(Shape.PIPELINE, contestant.name()));
    }
    List<String> compared =
        List.of(Contestants.PROTOCOL, Contestants.WIRE, Contestants.BARE, Contestants.SPSC, MAP);
    for (String name : compared) {
      cases.add(new PairCase(Shape.ROUND_TRIP, name));
      cases.add(new PairCase(Shape.SCHEDULED, name));
    }
    for (double loss : LOSSES) {
      for (String name : List.of(Contestants.PROTOCOL, Contestants.WIRE, MAP)) {
        cases.add(new PairCase(Shape.PIPELINE, name, new Conditions(PairCase.WINDOW, loss)));
      }
    }
    for (int window : windows(mode)) {
      for (String name : List.of(Contestants.PROTOCOL, Contestants.WIRE, Contestants.BARE)) {
        cases.add(new PairCase(Shape.PIPELINE, name, new Conditions(window, 0)));
      }
    }
    return cases;
  }
}

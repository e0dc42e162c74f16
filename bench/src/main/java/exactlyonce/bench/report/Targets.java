package exactlyonce.bench.report;

import exactlyonce.bench.pair.Contestant.Role;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.peer.Contestants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What the library must reach. */
final class Targets {
  private static final String CLAIMS = "DedupClaim.";
  private static final String MAP = "InMap";

  private final Measurements measured;
  private final Summary increment;

  Targets(Measurements measured) {
    this.measured = measured;
    increment = measured.summary(Plan.INCREMENT);
  }

  List<Target> all() {
    List<Target> targets = new ArrayList<>();
    targets.addAll(oneThread());
    targets.addAll(allocation());
    targets.addAll(twoThreads());
    targets.addAll(growth());
    return targets;
  }

  private List<Target> oneThread() {
    Summary claim = measured.summary(CLAIMS + "fresh(1024)");
    Summary wholeWay = measured.summary(Plan.WHOLE_WAY + "(UNORDERED, CORE, 1024)");
    Summary ordered = measured.summary(Plan.WHOLE_WAY + "(ORDERED, CORE, 1024)");
    // The whole way claims and publishes three times: a place in the outbox, the message, its
    // outcome.
    double exchange = least(Plan.CLAIM_AND_PUBLISH);
    double store = least(Plan.STORE);
    return List.of(
        Target.atMost("claim and deliver : an increment", claim, increment, 1.1)
            .withLeast(exchange),
        Target.atMost("the same, one receiver thread declared", claim, increment, 0.5)
            .withLeast(store),
        Target.atMost(
                "duplicate : an increment",
                measured.summary(CLAIMS + "duplicate(1024)"),
                increment,
                0.3)
            .withLeast(least(Plan.LOOK)),
        Target.atMost("whole way in one thread : an increment", wholeWay, increment, 3)
            .withLeast(3 * exchange),
        Target.atMost("the same, one thread on each side declared", wholeWay, increment, 1.5)
            .withLeast(3 * store),
        Target.atMost("whole way, ordered : an increment", ordered, increment, 4)
            .withLeast(3 * exchange));
  }

  private double least(String id) {
    return Ratio.of(measured.summary(id), increment).value();
  }

  private List<Target> allocation() {
    return List.of(
        Target.noBytes(
            "bytes allocated for a message at most, of windows, core and session",
            bytes(id -> (id.startsWith(CLAIMS) && !id.contains(MAP))
                || (id.startsWith(Plan.WHOLE_WAY) && !id.contains("WIRE")))),
        Target.noBytes(
            "the same, with the wire format",
            bytes(id -> id.startsWith(Plan.WHOLE_WAY) && id.contains("WIRE"))));
  }

  private double bytes(Predicate<String> ids) {
    return measured.all().stream()
        .filter(series -> ids.test(series.id()))
        .mapToDouble(series -> series.summary().bytes())
        .max()
        .orElse(Double.NaN);
  }

  private List<Target> twoThreads() {
    Summary protocol = measured.pipeline(Contestants.PROTOCOL);
    Summary bare = measured.pipeline(Contestants.BARE);
    List<Target> targets = new ArrayList<>(List.of(
        Target.atMost(
            "round trip between threads : the same rings without a protocol",
            measured.summary(new PairCase(Shape.ROUND_TRIP, Contestants.PROTOCOL)),
            measured.summary(new PairCase(Shape.ROUND_TRIP, Contestants.BARE)),
            1.1),
        Target.rateAtLeast(
            "rate of the pipeline : the same rings without a protocol", protocol, bare, 0.5),
        Target.rateAtLeast("the same, one thread on each side declared", protocol, bare, 0.8),
        Target.rateAtLeast(
            "rate, one thread on each side declared : a JCTools SPSC pair",
            protocol,
            measured.pipeline(Contestants.SPSC),
            0.35)));
    Contestants.all().stream()
        .filter(contestant -> contestant.role() == Role.PEER)
        .map(peer -> new Peer(peer.name(), measured.pipeline(peer.name())))
        .filter(peer -> peer.summary.isSound())
        .min(Comparator.comparingDouble(peer -> peer.summary.median()))
        .ifPresent(peer -> targets.add(Target.rateAtLeast(
            "rate of the pipeline : the fastest peer, " + peer.name, protocol, peer.summary, 3)));
    return targets;
  }

  private record Peer(String name, Summary summary) {}

  /** Targets of which there is one figure for each size, from one JVM. */
  private List<Target> growth() {
    List<Growth.Point> messages = measured.growth().messages();
    List<Growth.Point> receivers = measured.growth().receivers();
    Ratio flat = Ratio.exactly(Double.NaN);
    String what = "time of a message of many : of fewer";
    if (messages.size() > 1) {
      Growth.Point last = messages.get(messages.size() - 1);
      // The first is still being compiled.
      flat = Ratio.exactly(last.nanos() / messages.get(1).nanos());
      what = "time of a message, up to " + Chart.whole((double) last.x()) + " : up to "
          + Chart.whole((double) messages.get(1).x());
    }
    Ratio memory = Ratio.exactly(Double.NaN);
    if (receivers.size() > 1) {
      Growth.Point small = receivers.get(0);
      Growth.Point large = receivers.get(receivers.size() - 1);
      memory = Ratio.exactly((large.bytes() - small.bytes()) / (8.0 * (large.x() - small.x())));
    }
    return List.of(
        Target.atMost("bytes of a receiver's session for each of W : 8", memory, 1),
        Target.atMost(what, flat, 1.1));
  }
}

package exactlyonce.bench.report;

import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.Contestant.Role;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.Subject.Conditions;
import exactlyonce.bench.peer.Contestants;
import exactlyonce.bench.peer.Forgetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** The text of the report. */
final class Sections {
  private static final String WHOLE_WAY = "SendDeliverAcknowledge.sendDeliverAcknowledge";
  private static final String INCREMENT = "AtomicIncrement.increment";
  private static final double MILLION = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double[] PERCENTILES = {50, 99, 99.9, 100};

  private final Mode mode;
  private final Measurements measured;
  private final Path directory;
  private final Document document = new Document();
  private final Map<String, String> charts = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  Sections(Mode mode, Measurements measured, Path directory) {
    this.mode = mode;
    this.measured = measured;
    this.directory = directory;
  }

  /** Writes all sections. */
  Document write(List<String> environment) throws IOException {
    document.heading("Report of a run");
    reliability();
    distances();
    oneThread();
    peers();
    latencies();
    growth();
    controls();
    document.heading("Environment");
    document.table(
        List.of("what", "value"),
        environment.stream()
            .map(line -> List.of(
                line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)))
            .toList());
    return document;
  }

  /** Returns the charts, by file. */
  Map<String, String> charts() {
    return charts;
  }

  /** Returns why this report is no result; empty if it is one. */
  List<String> failures() {
    return failures;
  }

  private void reliability() {
    int kept = 0;
    int total = 0;
    int steady = 0;
    int forks = 0;
    int busy = 0;
    for (Series series : measured.all()) {
      Summary summary = series.summary();
      kept += summary.busy() ? 0 : summary.kept();
      total += summary.total();
      steady += summary.steady();
      forks += summary.forks();
      busy += summary.busy() ? 1 : 0;
    }
    document.text(String.format(
        Locale.ROOT,
        "A run of mode %s. %d of %d iterations had the processors that they wanted; the others do not"
            + " count. %d of %d forks were in a steady state. Each figure is the median of what counts, with"
            + " an interval of 95 %% by order statistics.",
        mode.name().toLowerCase(Locale.ROOT),
        kept,
        total,
        steady,
        forks));
    if (busy > 0) {
      document.text(String.format(
          Locale.ROOT,
          "**The machine was busy: for %d of %d cases hardly any iteration was undisturbed, so the least"
              + " disturbed half counts. These cases are marked (busy). Do not quote them.**",
          busy,
          measured.all().size()));
    }
  }

  private void distances() {
    Summary increment = measured.summary(INCREMENT);
    Summary protocol = pipeline(Contestants.PROTOCOL);
    List<Target> targets = new ArrayList<>();
    targets.add(Target.atMost(
        "claim and deliver : an increment",
        measured.summary("DedupClaim.fresh(1024)"),
        increment,
        1.1));
    targets.add(Target.atMost(
        "duplicate : an increment",
        measured.summary("DedupClaim.duplicate(1024)"),
        increment,
        0.3));
    targets.add(Target.atMost(
        "whole way in one thread : an increment",
        measured.summary(WHOLE_WAY + "(UNORDERED, CORE, 1024)"),
        increment,
        3));
    targets.add(Target.atMost(
        "the same, ordered : an increment",
        measured.summary(WHOLE_WAY + "(ORDERED, CORE, 1024)"),
        increment,
        4));
    targets.add(Target.atMost(
        "round trip between threads : the same rings without a protocol",
        measured.summary(new PairCase(Shape.ROUND_TRIP, Contestants.PROTOCOL)),
        measured.summary(new PairCase(Shape.ROUND_TRIP, Contestants.BARE)),
        1.1));
    targets.add(Target.rateAtLeast(
        "rate of the pipeline : the same rings without a protocol",
        protocol,
        pipeline(Contestants.BARE),
        0.5));
    targets.add(Target.rateAtLeast(
        "rate of the pipeline : a JCTools SPSC pair", protocol, pipeline(Contestants.SPSC), 0.35));
    sound(Role.PEER).stream()
        .min(Comparator.comparingDouble(peer -> pipeline(peer.name()).median()))
        .ifPresent(peer -> targets.add(Target.rateAtLeast(
            "rate of the pipeline : the fastest peer, " + peer.name(),
            protocol,
            pipeline(peer.name()),
            3)));
    document.heading("Distance to the limits");
    document.text(
        "Ratios within this run. Met or missed: the whole interval is on one side. With one producer"
            + " and one receiver declared there are further targets; there is no such variant yet.");
    document.table(
        List.of("figure : limit", "ratio", "interval", "target", "verdict"),
        targets.stream()
            .map(target -> List.of(
                target.what(),
                Chart.number(target.ratio().value()),
                Chart.number(target.ratio().low()) + " to "
                    + Chart.number(target.ratio().high()),
                target.bound(),
                target.verdict()))
            .toList());
  }

  private void oneThread() {
    Summary increment = measured.summary(INCREMENT);
    document.heading("One thread");
    document.text("Times in increments of an AtomicLong, which took "
        + Chart.number(increment.median()) + " ns. W = " + PairCase.WINDOW
        + ". The bytes are the most that a fork has allocated for an operation.");
    List<List<String>> rows = new ArrayList<>();
    for (Series series : measured.all()) {
      Summary summary = series.summary();
      if (Double.isNaN(summary.bytes()) || series.id().startsWith("Controls.")) {
        continue; // of two threads
      }
      Ratio ratio = Ratio.of(summary, increment);
      rows.add(List.of(
          series.id().replace(WHOLE_WAY, "whole way"),
          Chart.number(ratio.value()) + marks(summary),
          Chart.number(ratio.low()) + " to " + Chart.number(ratio.high()),
          ControlCheck.allocates(summary.bytes())
              ? String.format(Locale.ROOT, "%.0f", summary.bytes())
              : "0"));
    }
    document.table(List.of("operation", "increments", "interval", "B/op"), rows);
    Summary line = measured.summary(CacheLines.Use.PING_PONG.id());
    document.text("A cache line goes to another core and back in " + Chart.number(line.median())
        + " ns, " + Chart.number(line.median() / increment.median()) + " increments"
        + marks(line) + ".");
  }

  private void peers() {
    document.heading("The same work, in other ways");
    document.text("Two threads, W = " + PairCase.WINDOW
        + ", no loss: every message takes effect once and is confirmed to its sender, as many at a time as"
        + " the window allows. What has not done that in the end has FAILED, however fast it is.");
    List<List<String>> rows = new ArrayList<>();
    List<Chart.Bar> bars = new ArrayList<>();
    Summary protocol = pipeline(Contestants.PROTOCOL);
    for (Contestant contestant : Contestants.all()) {
      if (contestant.role() == Role.CONTROL) {
        continue;
      }
      Summary summary = pipeline(contestant.name());
      String figure = summary.isSound()
          ? Chart.number(rate(summary)) + marks(summary)
          : "FAIL: " + summary.failure();
      if (summary.isSound()) {
        bars.add(new Chart.Bar(
            contestant.name(),
            rate(summary),
            NANOS_PER_SECOND / MILLION / summary.high(),
            NANOS_PER_SECOND / MILLION / summary.low(),
            color(contestant.role())));
      } else if (contestant.role() != Role.PEER) {
        failures.add(contestant.name() + ": " + summary.failure());
      }
      rows.add(List.of(
          contestant.name(),
          figure,
          summary.isSound() ? Chart.number(Ratio.of(protocol, summary).inverse().value()) : "",
          contestant.guarantee(),
          contestant.forgets(),
          contestant.configuration()));
    }
    document.table(
        List.of("", "million/s", "this protocol : it", "guarantee", "forgets", "configuration"),
        rows);
    chart(
        "peers.svg",
        "Confirmed messages, million a second, two threads",
        Chart.bars("Confirmed messages, million a second, two threads", bars));
    document.text(
        "A bounded cache is no memory of duplicates: after 100,000 messages, of the latest "
            + Forgetting.LATEST + " a Caffeine cache of maximum size 1,024 has forgotten "
            + Forgetting.ofCache() + ", a map of the latest 1,024 " + Forgetting.ofMap() + ".");
    if (Contestants.all().stream().filter(peer -> peer.role() == Role.PEER).count() <= 3) {
      document.text("Brokers and actors are not in this build: it lacks the Maven profile report.");
    }
    document.text(
        "Not run: Kafka, whose broker does not run inside the measuring process without its whole"
            + " server; HiveMQ, for Moquette stands for MQTT.");
  }

  private void latencies() throws IOException {
    document.heading("Round trips");
    document.text(
        "One message at a time: nanoseconds from sending to confirmation. Then one message every "
            + Fork.INTERVAL.toNanos() / 1000
            + " microseconds, timed from when it was due: percentiles in microseconds. Histograms are in the"
            + " .hdr files; one whose counts do not add up has FAIL in its name, and no line here.");
    List<List<String>> rows = new ArrayList<>();
    for (PairCase pair : Plan.pairCases(mode)) {
      if (pair.shape() != Shape.SCHEDULED) {
        continue;
      }
      Summary trip = measured.summary(new PairCase(Shape.ROUND_TRIP, pair.contestant()));
      Histogram all = histogram(pair);
      List<String> row = new ArrayList<>(List.of(
          pair.contestant(),
          trip.isSound() ? Chart.number(trip.median()) + marks(trip) : "FAIL: " + trip.failure()));
      for (double percentile : PERCENTILES) {
        row.add(
            all.getTotalCount() == 0
                ? "FAIL"
                : Chart.number(all.getValueAtPercentile(percentile) / NANOS_PER_MICRO));
      }
      rows.add(row);
    }
    document.table(
        List.of("", "one at a time, ns", "scheduled, 50 %", "99 %", "99.9 %", "greatest"), rows);
  }

  /** Returns the histograms of all rounds, added. */
  private Histogram histogram(PairCase pair) throws IOException {
    Histogram all = new Histogram(3);
    for (int round = 1; round <= mode.rounds(); round++) {
      Path file = directory.resolve(pair.fileName() + "-" + round + ".hdr");
      if (Files.exists(file)) {
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
          for (EncodableHistogram next = reader.nextIntervalHistogram();
              next != null;
              next = reader.nextIntervalHistogram()) {
            all.add((Histogram) next);
          }
        }
      }
    }
    return all;
  }

  private void growth() {
    document.heading("Growth");
    List<String> names = List.of(Contestants.PROTOCOL, Contestants.WIRE, Plan.MAP);
    document.text("Confirmed messages, million a second, two threads, W = " + PairCase.WINDOW
        + ", by the share of frames lost in each direction:");
    List<List<String>> losses = new ArrayList<>();
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name, figure(pipeline(name))));
      for (double loss : Plan.LOSSES) {
        row.add(figure(measured.summary(
            new PairCase(Shape.PIPELINE, name, new Conditions(PairCase.WINDOW, loss)))));
      }
      losses.add(row);
    }
    document.table(List.of("", "0 %", "1 %", "10 %"), losses);
    List<Integer> windows = Stream.concat(Stream.of(PairCase.WINDOW), Plan.windows(mode).stream())
        .sorted()
        .toList();
    List<Chart.Line> lines = new ArrayList<>();
    for (String name : List.of(Contestants.PROTOCOL, Contestants.WIRE, Contestants.BARE)) {
      lines.add(byWindow(name, windows));
    }
    chart(
        "window.svg",
        "By window: confirmed messages, million a second",
        Chart.lines("By window: confirmed messages, million a second", "W", "million/s", lines));
    Growth.Points points = measured.growth();
    chart(
        "messages.svg",
        "By messages: time of the whole way in one thread",
        Chart.lines(
            "By messages: time of the whole way in one thread",
            "messages sent in the session",
            "ns a message",
            List.of(nanos("this protocol", points.messages()))));
    chart(
        "sessions.svg",
        "By sessions: time to receive a message, in turn from each",
        Chart.lines(
            "By sessions: time to receive a message, in turn from each",
            "sessions",
            "ns a message",
            List.of(nanos("one receiver, W = 64", points.sessions()))));
    document.text(
        "Memory of a session, in bytes: counted by JOL, and what the heap keeps after a collection"
            + " for each of many sessions.");
    List<List<String>> memory = new ArrayList<>();
    for (int i = 0; i < points.receivers().size(); i++) {
      Growth.Point receiver = points.receivers().get(i);
      memory.add(List.of(
          Long.toString(receiver.x()),
          String.format(Locale.ROOT, "%.0f", receiver.bytes()),
          String.format(Locale.ROOT, "%.0f", receiver.bytes() - 8.0 * receiver.x()),
          String.format(Locale.ROOT, "%.0f", points.senders().get(i).bytes())));
    }
    document.table(
        List.of("W", "receiver's session", "of that, beyond 8 W", "sender's session"), memory);
    if (!points.sessions().isEmpty()) {
      Growth.Point most = points.sessions().get(points.sessions().size() - 1);
      document.text(String.format(
          Locale.ROOT,
          "With %,d sessions of W = 64 the heap holds %.0f bytes for each, the list of the measurement"
              + " included.",
          most.x(),
          most.bytes()));
    }
  }

  private void controls() throws IOException {
    document.heading("Negative controls");
    document.text("Wrong on purpose: a report that does not notice them fails.");
    List<ControlCheck.Control> controls = ControlCheck.controls(measured, directory);
    document.table(
        List.of("control", "what the harness says", "noticed"),
        controls.stream()
            .map(control ->
                List.of(control.name(), control.flag(), control.noticed() ? "yes" : "**NO**"))
            .toList());
    controls.stream()
        .filter(control -> !control.noticed())
        .forEach(control -> failures.add("not noticed: " + control.name()));
  }

  private List<Contestant> sound(Role role) {
    return Contestants.all().stream()
        .filter(contestant -> contestant.role() == role)
        .filter(contestant -> pipeline(contestant.name()).isSound())
        .toList();
  }

  private Summary pipeline(String name) {
    return measured.summary(new PairCase(Shape.PIPELINE, name));
  }

  private void chart(String file, String title, String svg) {
    String path = "charts/" + file;
    charts.put(path, svg);
    document.chart(path, title, svg);
  }

  private static String figure(Summary summary) {
    return summary.isSound()
        ? Chart.number(rate(summary)) + marks(summary)
        : "FAIL: " + summary.failure();
  }

  private static int color(Role role) {
    return switch (role) {
      case PROTOCOL -> 0;
      case LIMIT -> 1;
      case PEER -> 2;
      case CONTROL -> 3;
    };
  }

  private static String marks(Summary summary) {
    return (summary.busy() ? " (busy)" : "")
        + (2 * summary.steady() < summary.forks() ? " (not steady)" : "");
  }

  /** Returns million messages a second. */
  private static double rate(Summary summary) {
    return NANOS_PER_SECOND / summary.median() / MILLION;
  }

  private Chart.Line byWindow(String name, List<Integer> windows) {
    List<Chart.Point> points = new ArrayList<>();
    for (int window : windows) {
      Summary summary =
          measured.summary(new PairCase(Shape.PIPELINE, name, new Conditions(window, 0)));
      if (summary.isSound()) {
        points.add(new Chart.Point(window, rate(summary)));
      }
    }
    return new Chart.Line(name, points);
  }

  private static Chart.Line nanos(String name, List<Growth.Point> points) {
    return new Chart.Line(
        name,
        points.stream().map(point -> new Chart.Point(point.x(), point.nanos())).toList());
  }
}

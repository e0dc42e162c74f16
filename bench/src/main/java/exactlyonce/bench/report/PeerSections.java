package exactlyonce.bench.report;

import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.Contestant.Role;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.peer.Contestants;
import exactlyonce.bench.peer.Forgetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Two threads: rates beside peers and limits, and round trips. */
final class PeerSections {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double[] PERCENTILES = {50, 99, 99.9, 100};

  private final Mode mode;
  private final Measurements measured;
  private final Path directory;
  private final List<String> failures = new ArrayList<>();

  /** Finds histograms in the directory. */
  PeerSections(Mode mode, Measurements measured, Path directory) {
    this.mode = mode;
    this.measured = measured;
    this.directory = directory;
  }

  void write(Document document) throws IOException {
    peers(document);
    latencies(document);
  }

  /** Returns what did not do its work, and must. */
  List<String> failures() {
    return failures;
  }

  private void peers(Document document) {
    document.heading("The same work, in other ways");
    document.text("Two threads, W = " + PairCase.WINDOW
        + ", no loss: every message takes effect once and is confirmed to its sender, as many at a time as"
        + " the window allows. What has not done that in the end has FAILED, however fast it is.");
    List<List<String>> rows = new ArrayList<>();
    List<Chart.Bar> bars = new ArrayList<>();
    Summary protocol = measured.pipeline(Contestants.PROTOCOL);
    for (Contestant contestant : Contestants.all()) {
      if (contestant.role() == Role.CONTROL) {
        continue;
      }
      Summary summary = measured.pipeline(contestant.name());
      if (summary.isSound()) {
        bars.add(new Chart.Bar(
            contestant.name(),
            summary.rate(),
            Summary.rate(summary.high()),
            Summary.rate(summary.low()),
            color(contestant.role())));
      } else if (contestant.role() != Role.PEER) {
        failures.add(contestant.name() + ": " + summary.rateOrFailure());
      }
      rows.add(List.of(
          contestant.name(),
          summary.rateOrFailure(),
          summary.isSound() ? Chart.number(Ratio.of(protocol, summary).inverse().value()) : "",
          contestant.guarantee(),
          contestant.forgets(),
          contestant.configuration()));
    }
    document.table(
        List.of("", "million/s", "this protocol : it", "guarantee", "forgets", "configuration"),
        rows);
    document.chart(
        "charts/peers.svg",
        "Confirmed messages, million a second, two threads",
        Chart.bars("Confirmed messages, million a second, two threads", bars));
    document.text(
        "A bounded cache is no memory of duplicates: after 100,000 messages, of the latest "
            + Forgetting.LATEST + " a Caffeine cache of maximum size 1,024 has forgotten "
            + Forgetting.ofCache() + ", a map of the latest 1,024 " + Forgetting.ofMap() + ".");
    if (ServiceLoader.load(Contestant.Provider.class).findFirst().isEmpty()) {
      document.text("Brokers and actors are not in this build: it lacks the Maven profile report.");
    }
  }

  private void latencies(Document document) throws IOException {
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
          trip.isSound() ? Chart.number(trip.median()) + trip.marks() : trip.rateOrFailure()));
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

  private static int color(Role role) {
    return switch (role) {
      case PROTOCOL -> 0;
      case LIMIT -> 1;
      case PEER -> 2;
      case CONTROL -> 3;
    };
  }
}

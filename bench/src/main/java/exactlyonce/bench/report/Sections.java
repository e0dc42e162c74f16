package exactlyonce.bench.report;

import exactlyonce.bench.peer.Contestants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The text of the report, in which other sections are put. */
final class Sections {
  private static final List<String> COSTS = List.of("operation", "increments", "interval", "B/op");

  private final Mode mode;
  private final Measurements measured;
  private final Path directory;
  private final Document document = new Document();
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
    twoThreads();
    PeerSections peers = new PeerSections(mode, measured, directory);
    peers.write(document);
    failures.addAll(peers.failures());
    profile();
    new GrowthSection(mode, measured).write(document);
    controls();
    missing();
    document.heading("Environment");
    document.table(
        List.of("what", "value"),
        environment.stream()
            .map(line -> List.of(
                line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2)))
            .toList());
    return document;
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
    document.heading("Distance to the targets");
    document.text(
        "Ratios within this run. Met or missed: the whole interval is on one side. A variant for declared"
            + " threads did not pay (see above): those lines show the one for any number of threads."
            + " The least: what the accesses take by themselves, in this run, with nothing asked, checked or"
            + " called. For a claim that is an exchange and a store with release, for a duplicate a read"
            + " with acquire, and for the whole way three exchanges and three stores; for declared threads"
            + " only the stores. A target below it is out of reach on this machine.");
    document.table(
        List.of("figure : limit", "ratio", "interval", "the least", "target", "verdict"),
        new Targets(measured)
            .all().stream()
                .map(target -> List.of(
                    target.what(),
                    target.figure(),
                    target.interval(),
                    target.leastFigure(),
                    target.bound(),
                    target.verdict()))
                .toList());
  }

  private void oneThread() {
    Summary increment = measured.summary(Plan.INCREMENT);
    document.heading("One thread");
    document.text("Times in increments of an AtomicLong, which took "
        + Chart.number(increment.median()) + " ns. W = " + PairCase.WINDOW
        + ". The bytes are the most that a fork has allocated for an operation.");
    document.table(COSTS, costs(increment, id -> !id.startsWith(Plan.TWO_THREADS)));
    Summary line = measured.summary(CacheLines.Use.PING_PONG.id());
    document.text("A cache line goes to another core and back in " + Chart.number(line.median())
        + " ns, " + Chart.number(line.median() / increment.median()) + " increments"
        + line.marks() + ".");
  }

  private void twoThreads() {
    document.heading("Two threads on one window");
    document.text(
        "Nothing is between them. Of receive, every message arrives at both threads, and one claims it; of"
            + " send, each submits its own messages and acknowledges them. In increments as above, for each thread and"
            + " operation.");
    document.table(
        COSTS, costs(measured.summary(Plan.INCREMENT), id -> id.startsWith(Plan.TWO_THREADS)));
  }

  private List<List<String>> costs(Summary increment, Predicate<String> ids) {
    List<List<String>> rows = new ArrayList<>();
    for (Series series : measured.all()) {
      Summary summary = series.summary();
      if (Double.isNaN(summary.bytes()) // of a pair
          || series.id().startsWith("Controls.")
          || !ids.test(series.id())) {
        continue;
      }
      Ratio ratio = Ratio.of(summary, increment);
      rows.add(List.of(
          series.id().replace(Plan.WHOLE_WAY, "whole way"),
          Chart.number(ratio.value()) + summary.marks(),
          Chart.number(ratio.low()) + " to " + Chart.number(ratio.high()),
          summary.bytes() < ControlCheck.MAX_BYTES ? "0" : Chart.number(summary.bytes())));
    }
    return rows;
  }

  private void profile() {
    document.heading("Where the time goes");
    document.text(
        "Samples of Java Flight Recorder: the innermost method of this project, and the one of the"
            + " JDK that it was in, which for an access to memory is its mode. What takes long is often"
            + " noticed at an instruction behind it. The pipeline is that of "
            + Contestants.PROTOCOL
            + "; a thread of it that finds nothing to do is in a poll or a pause.");
    document.table(
        List.of("thread", "place", "samples"),
        measured.profile().stream()
            .map(share -> List.of(
                share.thread(),
                share.place(),
                String.format(Locale.ROOT, "%.0f %%", 100 * share.share())))
            .toList());
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

  private void missing() {
    document.heading("Not measured");
    document.text(
        "Several producers, and several receiver threads, over a carrier: the rings have one end each."
            + " Hardware counters, which this report does not read. More than "
            + Chart.whole((double) mode.maxMessages())
            + " messages in a session. Peers with brokers and actors one message at a time, and under"
            + " loss. Kafka: its broker is a server that does not run in the measuring process. HiveMQ:"
            + " Moquette stands for MQTT.");
  }
}

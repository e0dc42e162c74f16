package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.Subject.Conditions;
import exactlyonce.bench.peer.Contestants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How costs grow with loss, the window, messages and sessions. */
final class GrowthSection {
  private final Mode mode;
  private final Measurements measured;

  GrowthSection(Mode mode, Measurements measured) {
    this.mode = mode;
    this.measured = measured;
  }

  void write(Document document) {
    document.heading("Growth");
    List<String> names = List.of(Contestants.PROTOCOL, Contestants.WIRE, Plan.MAP);
    document.text("Confirmed messages, million a second, two threads, W = " + PairCase.WINDOW
        + ", by the share of frames lost in each direction:");
    List<List<String>> losses = new ArrayList<>();
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name, measured.pipeline(name).rateOrFailure()));
      for (double loss : Plan.LOSSES) {
        Conditions conditions = new Conditions(PairCase.WINDOW, loss);
        row.add(measured.summary(new PairCase(Shape.PIPELINE, name, conditions)).rateOrFailure());
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
    document.chart(
        "charts/window.svg",
        "By window: confirmed messages, million a second",
        Chart.lines("By window: confirmed messages, million a second", "W", "million/s", lines));
    Growth.Points points = measured.growth();
    document.chart(
        "charts/messages.svg",
        "By messages: time of the whole way in one thread",
        Chart.lines(
            "By messages: time of the whole way in one thread",
            "messages sent in the session",
            "ns a message",
            List.of(nanos("this protocol", points.messages()))));
    document.chart(
        "charts/sessions.svg",
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

  private Chart.Line byWindow(String name, List<Integer> windows) {
    List<Chart.Point> points = new ArrayList<>();
    for (int window : windows) {
      Summary summary =
          measured.summary(new PairCase(Shape.PIPELINE, name, new Conditions(window, 0)));
      if (summary.isSound()) {
        points.add(new Chart.Point(window, summary.rate()));
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

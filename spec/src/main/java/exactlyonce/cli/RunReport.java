package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.simulation.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What {@code run} prints and writes. */
final class RunReport {

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunReport() {}

  static List<String> lines(MeasuredRun run) {
    Report r = run.report();
    List<String> lines = new ArrayList<>();
    lines.add(line("submitted", r.submitted(), "messages"));
    lines.add(line("effects", r.effects(), "outcomes DELIVERED: " + n(r.delivered())));
    lines.add(line("not delivered", r.notDelivered(), "cancelled in time, and sealed"));
    if (r.crashes() > 0) {
      lines.add(line("in doubt", r.inDoubt(), "the receiver had forgotten their session"));
      lines.add(line("crashes", r.crashes(), "of both sides, in " + n(r.sessions()) + " sessions"));
    }
    lines.add(line("suppressed", r.suppressed(), "duplicates that ran no handler"));
    lines.add(line("handler failures", r.handlerFailures(), "without effect, tried again"));
    lines.add(line("checks", r.checks(), "CHECK frames, and " + n(r.seals()) + " SEAL"));
    lines.add(line("resends", r.resends(), "DATA frames beyond the first of each message"));
    lines.add(line(
        "frames lost",
        r.framesLost(),
        n(r.framesDuplicated()) + " duplicated, " + n(r.framesDelayed()) + " delayed"));
    lines.add(String.format(
        Locale.ROOT,
        "%-18s %,12.0f  messages a second, in %.1f s",
        "rate",
        r.messagesPerSecond(),
        r.seconds()));
    lines.add(String.format("%-18s %s", "latency", latency(run.latencies())));
    lines.add(
        " ".repeat(19) + "in microseconds, including the wait for a free place in the window");
    lines.add("");
    lines.add(String.format(
        Locale.ROOT,
        "%s: %,d lost, %,d duplicated, %,d misordered, %,d falsely confirmed,%n"
            + "%,d falsely denied, %,d wrong replies, %,d swapped, %,d reported twice, %,d refused,%n"
            + "%,d sessions left behind",
        r.ok() ? "exactly once" : "NOT EXACTLY ONCE",
        r.lost(),
        r.duplicated(),
        r.misordered(),
        r.falselyConfirmed(),
        r.falselyDenied(),
        r.wrongReplies(),
        r.swapped(),
        r.reportedTwice(),
        r.refused(),
        r.sessionsLeft()));
    return lines;
  }

  private static String line(String name, long count, String comment) {
    return String.format(Locale.ROOT, "%-18s %,12d  %s", name, count, comment);
  }

  private static String n(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String latency(Histogram latencies) {
    List<String> parts = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      String name =
          percentile == 100 ? "max" : "p" + Double.toString(percentile).replace(".0", "");
      parts.add(String.format(
          Locale.ROOT, "%s %,.0f", name, latencies.getValueAtPercentile(percentile) / 1e3));
    }
    return String.join(", ", parts);
  }

  static ObjectNode json(MeasuredRun run) {
    ObjectNode node = JSON.valueToTree(run.report());
    node.put("messagesPerSecond", run.report().messagesPerSecond());
    node.put("ok", run.report().ok());
    ObjectNode latency = node.putObject("latencyMicros");
    for (double percentile : PERCENTILES) {
      latency.put(
          percentile == 100 ? "max" : "p" + percentile,
          run.latencies().getValueAtPercentile(percentile) / 1e3);
    }
    return node;
  }
}

package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.Violation;
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
    RunResult result = run.result();
    RunResult.Messages messages = result.messages();
    RunResult.Frames frames = result.frames();
    RunResult.NetworkFaults faults = result.faults();
    RunResult.Sessions sessions = result.sessions();
    List<String> lines = new ArrayList<>();
    lines.add(line("submitted", messages.submitted(), "messages"));
    lines.add(
        line("effects", messages.effects(), "outcomes DELIVERED: " + n(messages.delivered())));
    lines.add(line("not delivered", messages.notDelivered(), "cancelled in time, and sealed"));
    if (messages.rejected() > 0) {
      lines.add(line("rejected", messages.rejected(), "by handlers, for good"));
    }
    if (messages.undecided() > 0 || messages.notSubmitted() > 0) {
      lines.add(
          line("undecided", messages.undecided(), "submitted, and without an outcome so far"));
      lines.add(line(
          "not submitted", messages.notSubmitted(), "had no number when the run was given up"));
    }
    if (sessions.crashes() > 0) {
      lines.add(line("in doubt", messages.inDoubt(), "the receiver had forgotten their session"));
      lines.add(line(
          "crashes",
          sessions.crashes(),
          "of both sides, in " + n(sessions.sessions()) + " sessions"));
    }
    lines.add(line("suppressed", frames.suppressed(), "duplicates that ran no handler"));
    lines.add(line("handler failures", frames.handlerFailures(), "without effect, tried again"));
    lines.add(line("checks", frames.checks(), "CHECK frames, and " + n(frames.seals()) + " SEAL"));
    lines.add(line("resends", frames.resends(), "DATA frames beyond the first of each message"));
    lines.add(line(
        "frames lost",
        faults.framesLost(),
        n(faults.framesDuplicated()) + " duplicated, " + n(faults.framesDelayed()) + " delayed"));
    lines.add(String.format(
        Locale.ROOT,
        "%-18s %,12.0f  messages a second, in %.1f s",
        "rate",
        result.messagesPerSecond(),
        result.seconds()));
    lines.add(String.format("%-18s %s", "latency", latency(run.latencies())));
    lines.add(
        " ".repeat(19) + "in microseconds, including the wait for a free place in the window");
    lines.add("");
    lines.add(String.format(
        Locale.ROOT,
        "%s: %,d lost, %,d duplicated, %,d misordered, %,d falsely confirmed,%n"
            + "%,d falsely denied, %,d wrong replies, %,d swapped, %,d reported twice, %,d refused,%n"
            + "%,d sessions left behind",
        verdict(result),
        result.count(Violation.LOST),
        result.count(Violation.DUPLICATED),
        result.count(Violation.MISORDERED),
        result.count(Violation.FALSELY_CONFIRMED),
        result.count(Violation.FALSELY_DENIED),
        result.count(Violation.WRONG_REPLIES),
        result.count(Violation.SWAPPED),
        result.count(Violation.REPORTED_TWICE),
        result.count(Violation.REFUSED),
        sessions.sessionsLeft()));
    return lines;
  }

  private static String verdict(RunResult result) {
    if (result.ok()) {
      return "exactly once";
    } else if (result.stalled() && !result.violated()) {
      return String.format(Locale.ROOT, "STALLED after %.0f s", result.seconds());
    }
    return "NOT EXACTLY ONCE";
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

  /** One flat object: readers find a count by its name alone. */
  static ObjectNode json(MeasuredRun run) {
    RunResult result = run.result();
    ObjectNode node = JSON.createObjectNode();
    for (Record part :
        List.of(result.messages(), result.frames(), result.faults(), result.sessions())) {
      node.setAll(JSON.<ObjectNode>valueToTree(part));
    }
    for (Violation violation : Violation.values()) {
      node.put(key(violation), result.count(violation));
    }
    node.put("seconds", result.seconds());
    node.put("messagesPerSecond", result.messagesPerSecond());
    node.put("stalled", result.stalled());
    node.put("ok", result.ok());
    ObjectNode latency = node.putObject("latencyMicros");
    for (double percentile : PERCENTILES) {
      latency.put(
          percentile == 100 ? "max" : "p" + percentile,
          run.latencies().getValueAtPercentile(percentile) / 1e3);
    }
    return node;
  }

  private static String key(Violation violation) {
    return switch (violation) {
      case LOST -> "lost";
      case DUPLICATED -> "duplicated";
      case MISORDERED -> "misordered";
      case FALSELY_CONFIRMED -> "falselyConfirmed";
      case FALSELY_DENIED -> "falselyDenied";
      case WRONG_REPLIES -> "wrongReplies";
      case SWAPPED -> "swapped";
      case REPORTED_TWICE -> "reportedTwice";
      case REFUSED -> "refused";
    };
  }
}

package exactlyonce.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.soak.SoakResult;
import exactlyonce.trace.TraceVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code soak} prints and writes. */
final class SoakReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SoakReport() {}

  /** Whether each order was booked once and, if there is a trace, the specification allows it. */
  static boolean ok(SoakResult result, @Nullable TraceReport trace) {
    return result.ok() && (trace == null || trace.accepted());
  }

  /** The verdict comes last. */
  static List<String> lines(SoakResult result, @Nullable TraceReport trace) {
    SoakResult.Tables tables = result.tables();
    SoakResult.Kills kills = result.kills();
    SoakResult.Datagrams datagrams = result.datagrams();
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
        Locale.ROOT,
        "%-18s %,12d  confirmed: %,d, booked: %,d",
        "orders",
        tables.orders(),
        tables.confirmed(),
        tables.booked()));
    lines.add(String.format(
        Locale.ROOT,
        "%-18s %,12d  of the receiver: %,d, of the sender: %,d%s",
        "kills",
        kills.total(),
        kills.receiverKills(),
        kills.senderKills(),
        kills.total() < kills.killsPlanned()
            ? "; there was no time for more of the " + kills.killsPlanned()
            : ""));
    lines.add(String.format(
        Locale.ROOT,
        "%-18s %,12d  and %,d passed on; %,d were duplicated, %,d delayed",
        "datagrams lost",
        datagrams.datagramsLost(),
        datagrams.datagramsPassed(),
        datagrams.datagramsDuplicated(),
        datagrams.datagramsDelayed()));
    lines.add(String.format(Locale.ROOT, "%-18s %,12.0f  seconds", "time", result.seconds()));
    lines.add("");
    if (result.failure() != null) {
      lines.add("ended before its end: " + result.failure());
    }
    if (trace != null) {
      lines.add("trace " + trace.line());
    }
    lines.add(String.format(
        Locale.ROOT,
        "%s: %,d lost, %,d doubled, %,d never sent, %,d undecided",
        verdict(result, trace),
        tables.lost(),
        tables.doubled(),
        tables.neverSent(),
        tables.undecided()));
    return lines;
  }

  private static String verdict(SoakResult result, @Nullable TraceReport trace) {
    SoakResult.Tables tables = result.tables();
    if (ok(result, trace)) {
      return "exactly once";
    }
    if (result.ok()) {
      return "NOT AS SPECIFIED";
    }
    return tables.lost() + tables.doubled() + tables.neverSent() == 0
        ? "NOT FINISHED"
        : "NOT EXACTLY ONCE";
  }

  /** One flat object: readers find a count by its name alone. */
  static ObjectNode json(SoakResult result, @Nullable TraceReport trace) {
    ObjectNode node = JSON.createObjectNode();
    for (Record part : List.of(result.tables(), result.kills(), result.datagrams())) {
      node.setAll(JSON.<ObjectNode>valueToTree(part));
    }
    node.put("seconds", result.seconds());
    node.put("failure", result.failure());
    if (trace != null) {
      TraceVerdict verdict = trace.result().verdict();
      node.put("traceAccepted", verdict.accepted());
      node.put("traceEvents", verdict.events());
      node.put("traceStates", trace.result().distinctStates());
      node.put("traceWhyNot", verdict.why());
    }
    node.put("ok", ok(result, trace));
    return node;
  }
}

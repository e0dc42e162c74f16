package exactlyonce.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.ItfTrace;
import exactlyonce.tlc.Tlc;
import exactlyonce.trace.Trace;
import exactlyonce.trace.TraceCheck;
import exactlyonce.trace.TraceEvent;
import exactlyonce.trace.TraceVerdict;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the specification says about a trace.
 *
 * @param file the trace
 * @param threads how many it has
 * @param result of the check
 */
record TraceReport(Path file, int threads, TraceCheck.Result result) {

  /** Checks a trace, and shows how far this is. */
  static TraceReport of(
      Path file, Trace trace, Tlc tlc, Specifications specifications, StatusLine line)
      throws InterruptedException {
    int events = trace.events();
    TraceCheck.Result result = TraceCheck.check(
        file,
        tlc,
        specifications,
        progress -> line.show(String.format(
            Locale.ROOT, "%,d of %,d events explained", progress.depth() - 1, events)));
    return new TraceReport(file, trace.threads().size(), result);
  }

  /** The states that explain the trace, as far as it can be explained. */
  ObjectNode itf(Trace trace, Tlc tlc, Specifications specifications) throws InterruptedException {
    int explained = result.verdict().explained();
    return ItfTrace.of(
        trace.kind().module(),
        line(),
        TraceCheck.states(file, explained, tlc, specifications, progress -> {}));
  }

  boolean accepted() {
    return result.verdict().accepted();
  }

  String line() {
    TraceVerdict verdict = result.verdict();
    TraceEvent first = verdict.firstUnexplained();
    if (first == null) {
      return String.format(
          Locale.ROOT,
          "accepted: %,d events of %d threads are a behaviour of %s (%,d states, %.1f s)",
          verdict.events(),
          threads,
          result.specification(),
          result.distinctStates(),
          result.seconds());
    }
    return String.format(
        Locale.ROOT,
        "REJECTED at %s:%d: %s is not allowed by %s after %,d of %,d events: %s",
        file,
        first.line(),
        first,
        result.specification(),
        verdict.explained(),
        verdict.events(),
        verdict.why());
  }
}

package exactlyonce.cli;

import exactlyonce.trace.Trace;
import exactlyonce.trace.TraceCheck;
import exactlyonce.trace.TraceEvent;
import exactlyonce.trace.TraceVerdict;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code trace} prints. */
final class TraceReport {

  private TraceReport() {}

  static String line(Path file, Trace trace, TraceCheck.Result result) {
    TraceVerdict verdict = result.verdict();
    TraceEvent first = verdict.firstUnexplained();
    if (first == null) {
      return String.format(
          Locale.ROOT,
          "accepted: %,d events of %d threads are a behaviour of %s (%,d states, %.1f s)",
          verdict.events(),
          trace.threads().size(),
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

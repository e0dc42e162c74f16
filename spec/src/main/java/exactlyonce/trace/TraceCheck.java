package exactlyonce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.Progress;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Lets TLC explain a trace by its specification, with the module that {@link TraceKind} names.
 */
public final class TraceCheck {
  /** A state holds two windows and no history, so TLC's memory does not grow with the trace. */
  private static final int MEBIBYTES = 512;

  /** A file of fewer bytes is checked before the second compiler's code would pay. */
  private static final long BRIEF = 500_000;

  /**
   * The outcome of a check.
   *
   * @param specification what it was checked against
   * @param verdict whether the trace is allowed
   * @param distinctStates the number of states that TLC visited
   * @param seconds how long it took
   */
  public record Result(
      String specification, TraceVerdict verdict, long distinctStates, double seconds) {}

  private TraceCheck() {}

  /**
   * Checks a trace file that {@link Trace#read} accepts.
   *
   * @throws IllegalStateException if TLC reaches no verdict, which no trace should cause; contains the
   *     message of TLC
   */
  public static Result check(
      Path file, Tlc tlc, Specifications specifications, Progress.Listener progress)
      throws InterruptedException {
    TlcRequest request = request(file, specifications)
        .withSystemProperties(Map.of(
            TraceEvents.FILE, file.toAbsolutePath().toString(),
            TlcRequest.REPORTER, TraceEvents.Report.class.getName()));
    TlcResult result = tlc.run(request, progress);
    String line = result.log().stream()
        .filter(text -> text.startsWith(TraceEvents.Report.PREFIX))
        .findFirst()
        .orElse("");
    if (result.verdict() != TlcResult.Verdict.HOLDS || line.isEmpty()) {
      throw new IllegalStateException("TLC could not judge the trace: " + result.message());
    }
    return new Result(
        kind(file).specification(),
        verdict(line.substring(TraceEvents.Report.PREFIX.length())),
        result.distinctStates().orElse(0),
        result.seconds());
  }

  /**
   * Returns the states that explain the most events of a trace, in order.
   *
   * @param explained how many that are, according to {@link #check}
   * @throws IllegalStateException as above
   */
  public static Counterexample states(
      Path file, int explained, Tlc tlc, Specifications specifications, Progress.Listener progress)
      throws InterruptedException {
    TlcRequest request = request(file, specifications)
        .withSystemProperties(Map.of(
            TraceEvents.FILE, file.toAbsolutePath().toString(),
            TraceEvents.STOP_AT, Integer.toString(explained)));
    TlcResult result = tlc.run(request, progress);
    return result
        .counterexample()
        .orElseThrow(() -> new IllegalStateException(
            "TLC could not explain the trace again: " + result.message()));
  }

  private static TlcRequest request(Path file, Specifications specifications) {
    String module = kind(file).module();
    return TlcRequest.of(specifications.directory(), module, specifications.config(module + ".cfg"))
        .withJvmOptions(List.of(heap(file), "-D" + TlcRequest.SYSTEM_LOADER + "=true"))
        .withBrief(size(file) < BRIEF);
  }

  /** The trace itself is kept in memory, where it takes less space than in the file. */
  private static String heap(Path file) {
    return "-Xmx" + (MEBIBYTES + (size(file) >> 20)) + "m";
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TraceKind kind(Path file) {
    try {
      return Trace.kind(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TraceVerdict verdict(String json) {
    try {
      return new ObjectMapper().readValue(json, TraceVerdict.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

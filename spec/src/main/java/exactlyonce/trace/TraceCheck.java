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
import java.util.stream.Collectors;

/**
 * Lets TLC explain a trace by its specification, with the module that {@link TraceKind} names.
 */
public final class TraceCheck {
  /** A state holds two windows and no history, so TLC's memory does not grow with the trace. */
  private static final int MEBIBYTES = 512;

  /** Half of what a submission takes in a file: there are less than two slots for each. */
  private static final int LEAST_BYTES = 25;

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
    TlcResult result = run(List.of(file), tlc, specifications, progress);
    return new Result(
        kind(file).specification(),
        verdicts(result).get(0),
        result.distinctStates().orElse(0),
        result.seconds());
  }

  /**
   * Checks several trace files, each for itself, in one run of TLC; their kind and window are the same.
   * Brief ones take a fraction of the time that as many runs would.
   *
   * @return the verdicts, in the order of the files
   * @throws IllegalStateException as above
   */
  static List<TraceVerdict> checkAll(List<Path> files, Tlc tlc, Specifications specifications)
      throws InterruptedException {
    return verdicts(run(files, tlc, specifications, progress -> {}));
  }

  private static TlcResult run(
      List<Path> files, Tlc tlc, Specifications specifications, Progress.Listener progress)
      throws InterruptedException {
    TlcRequest request = request(files, specifications)
        .withSystemProperties(Map.of(
            TraceEvents.FILES, names(files),
            TlcRequest.REPORTER, TraceEvents.Report.class.getName()));
    return tlc.run(request, progress);
  }

  private static List<TraceVerdict> verdicts(TlcResult result) {
    String line = result.log().stream()
        .filter(text -> text.startsWith(TraceEvents.Report.PREFIX))
        .findFirst()
        .orElse("");
    if (result.verdict() != TlcResult.Verdict.HOLDS || line.isEmpty()) {
      throw new IllegalStateException("TLC could not judge the trace: " + result.message());
    }
    try {
      return List.of(new ObjectMapper()
          .readValue(line.substring(TraceEvents.Report.PREFIX.length()), TraceVerdict[].class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
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
    TlcRequest request = request(List.of(file), specifications)
        .withSystemProperties(Map.of(
            TraceEvents.FILES, names(List.of(file)),
            TraceEvents.STOP_AT, Integer.toString(explained)));
    TlcResult result = tlc.run(request, progress);
    return result
        .counterexample()
        .orElseThrow(() -> new IllegalStateException(
            "TLC could not explain the trace again: " + result.message()));
  }

  private static String names(List<Path> files) {
    return files.stream()
        .map(file -> file.toAbsolutePath().toString())
        .collect(Collectors.joining(TraceEvents.SEPARATOR));
  }

  private static TlcRequest request(List<Path> files, Specifications specifications) {
    String module = kind(files.get(0)).module();
    long bytes = files.stream().mapToLong(TraceCheck::size).sum();
    return TlcRequest.of(specifications.directory(), module, specifications.config(module + ".cfg"))
        .withJvmOptions(
            List.of(heap(files.get(0), bytes), "-D" + TlcRequest.SYSTEM_LOADER + "=true"))
        .withBrief(bytes < BRIEF);
  }

  /** The trace itself is kept in memory, where it takes less space than in the file. */
  private static String heap(Path first, long bytes) {
    return "-Xmx" + (MEBIBYTES + (bytes >> 20) + (mostSlots(first, bytes) >> 10)) + "m";
  }

  /** Each takes a KiB at most, in all variables. Without crashes, each needs an event. */
  private static long mostSlots(Path file, long bytes) {
    try {
      int most = Math.min(Trace.window(file), Trace.MOST_SLOTS);
      return kind(file).crashes() ? most : Math.min(most, bytes / LEAST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
}

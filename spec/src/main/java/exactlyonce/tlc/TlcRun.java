package exactlyonce.tlc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One run of a model in a child process. */
final class TlcRun {

  /** TLC's option for the directory of its own files, which is another one in each run. */
  static final String META_DIRECTORY = "-metadir";

  /** The name of the configuration in the directory of the run. */
  static final String CONFIG = "model.cfg";

  /** What the message begins with if the process ended before it said what it found. */
  static final String NO_RESULT = "TLC's process ended without a result";

  private final ChildJvm child;
  private final Path home;
  private final TlcRequest request;
  private final Progress.Listener listener;
  private final TlcOutput output = new TlcOutput();
  private final List<String> stray = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * @param home a directory of its own, which holds {@link #CONFIG} already
   */
  TlcRun(ChildJvm child, Path home, TlcRequest request, Progress.Listener listener) {
    this.child = child;
    this.home = home;
    this.request = request;
    this.listener = listener;
  }

  TlcResult result() throws InterruptedException {
    try {
      OptionalInt code = child.run(childRequest(), request.timeout(), this::take);
      if (code.isPresent()) {
        return output.result(code.getAsInt(), seconds());
      }
      String last = stray.isEmpty() ? "it said nothing" : stray.get(0);
      return TlcResult.error(NO_RESULT + ": " + last, seconds(), stray);
    } catch (ChildJvm.TimeoutPassed e) {
      return TlcResult.timedOut(request.timeout(), seconds(), stray);
    }
  }

  private ChildRequest childRequest() {
    List<String> directories = new ArrayList<>();
    directories.add(home.toString());
    request.directories().forEach(path -> directories.add(path.toAbsolutePath().toString()));

    List<String> arguments = new ArrayList<>(List.of("-tool", "-config", CONFIG));
    arguments.addAll(List.of("-workers", Integer.toString(request.workers())));
    arguments.addAll(List.of("-fp", "0", META_DIRECTORY, home.resolve("states").toString()));
    // Liveness once, at the end: when TLC also checks it in between, by the clock, counterexamples
    // vary.
    arguments.addAll(List.of("-lncheck", "final", "-checkpoint", "0"));
    arguments.addAll(request.arguments());
    arguments.add(request.module());
    return new ChildRequest(directories, arguments, request.systemProperties());
  }

  private void take(String line) {
    switch (line.charAt(0)) {
      case ChildOutput.OUTPUT -> output.accept(line.substring(1));
      case ChildOutput.PROGRESS ->
        ChildOutput.numbers(line).ifPresentOrElse(this::progress, () -> stray.add(line));
      default -> stray.add(line);
    }
  }

  private void progress(long[] numbers) {
    listener.progressed(
        new Progress(numbers[0], numbers[1], numbers[2], (int) numbers[3], seconds()));
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}

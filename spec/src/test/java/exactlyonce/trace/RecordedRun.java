package exactlyonce.trace;

import exactlyonce.simulation.CrashRun;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.RunSettings;
import exactlyonce.simulation.SingleSessionRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the implementation, and records its trace. */
final class RecordedRun {
  private RecordedRun() {}

  /**
   * Writes the trace of a run under a kind, even if that is not its own.
   *
   * @param crash the probability of a crash at each step, if the kind has crashes
   */
  static RunResult write(Path file, TraceKind kind, RunSettings run, double crash)
      throws IOException, InterruptedException {
    int window = run.delivery().window();
    try (OutputStream out = Files.newOutputStream(file)) {
      if (kind.crashes()) {
        try (var recorder = new SessionTraceRecorder(out, kind, window)) {
          return new CrashRun(run, crash, recorder, null).run();
        }
      }
      try (var recorder = new TraceRecorder(out, kind, window)) {
        return new SingleSessionRun(run, recorder, null).run();
      }
    }
  }
}

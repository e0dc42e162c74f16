package exactlyonce.cli;

import exactlyonce.simulation.CrashRun;
import exactlyonce.simulation.Instrumentation;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.RunSettings;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.simulation.SimulationRun;
import exactlyonce.simulation.SingleSessionRun;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A run of the implementation between real threads, with its latencies. Progress is shown on the
 * terminal.
 *
 * @param result what the run's own ledger found
 * @param latencies nanoseconds from the first attempt to send a message to its outcome
 */
record MeasuredRun(RunResult result, Histogram latencies) {

  private static final int DIGITS = 3;
  private static final long PROGRESS_MILLIS = 200;

  /** Runs to the end. */
  static MeasuredRun of(RunSettings settings, Instrumentation wiring) throws InterruptedException {
    return of(settings, latencies -> new SingleSessionRun(settings, wiring, latencies));
  }

  /** Runs to the end, and lets both sides crash. */
  static MeasuredRun withCrashes(
      RunSettings settings, double crash, SessionInstrumentation<Message, Reply> wiring)
      throws InterruptedException {
    return of(settings, latencies -> new CrashRun(settings, crash, wiring, latencies));
  }

  private static MeasuredRun of(RunSettings settings, Function<LongConsumer, SimulationRun> newRun)
      throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(TimeUnit.HOURS.toNanos(1), DIGITS);
    SimulationRun run = newRun.apply(latencies::recordValue);
    try (StatusLine line = StatusLine.onStandardError()) {
      Thread progress = new Thread(() -> show(run, settings.messages(), line), "progress");
      progress.setDaemon(true);
      progress.start();
      try {
        return new MeasuredRun(run.run(), latencies);
      } finally {
        progress.interrupt();
        progress.join();
      }
    }
  }

  private static void show(SimulationRun run, int messages, StatusLine line) {
    try {
      while (true) {
        line.show(
            String.format(Locale.ROOT, "%,d of %,d messages decided", run.decided(), messages));
        Thread.sleep(PROGRESS_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // the run is over
    }
  }
}

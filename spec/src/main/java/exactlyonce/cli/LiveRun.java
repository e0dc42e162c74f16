package exactlyonce.cli;

import exactlyonce.simulation.CrashExchange;
import exactlyonce.simulation.Exchange;
import exactlyonce.simulation.ExchangeSettings;
import exactlyonce.simulation.LiveExchange;
import exactlyonce.simulation.Report;
import exactlyonce.simulation.SessionWiring;
import exactlyonce.simulation.Wiring;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The implementation at work between real threads, with progress on the terminal.
 *
 * @param report what the run's own ledger found
 * @param latencies nanoseconds from the wish to send a message until its outcome
 */
record LiveRun(Report report, Histogram latencies) {

  private static final int DIGITS = 3;
  private static final long PROGRESS_MILLIS = 200;

  /** Runs to the end. */
  static LiveRun of(ExchangeSettings settings, Wiring wiring) throws InterruptedException {
    return of(settings, latencies -> new Exchange(settings, wiring, latencies));
  }

  /** Runs to the end, with crashes. */
  static LiveRun withCrashes(ExchangeSettings settings, double crash, SessionWiring wiring)
      throws InterruptedException {
    return of(settings, latencies -> new CrashExchange(settings, crash, wiring, latencies));
  }

  private static LiveRun of(
      ExchangeSettings settings, Function<LongConsumer, LiveExchange> exchanges)
      throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(TimeUnit.HOURS.toNanos(1), DIGITS);
    LiveExchange exchange = exchanges.apply(latencies::recordValue);
    try (StatusLine line = StatusLine.onStandardError()) {
      Thread progress = new Thread(() -> show(exchange, settings.messages(), line), "progress");
      progress.setDaemon(true);
      progress.start();
      try {
        return new LiveRun(exchange.run(), latencies);
      } finally {
        progress.interrupt();
        progress.join();
      }
    }
  }

  private static void show(LiveExchange exchange, int messages, StatusLine line) {
    try {
      while (true) {
        line.show(String.format(
            Locale.ROOT, "%,d of %,d messages decided", exchange.decided(), messages));
        Thread.sleep(PROGRESS_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // the run is over
    }
  }
}

package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Times;
import java.time.Duration;

/** How long the report takes. */
enum Mode {
  /** Too short for figures: to see that the report works. */
  TRIAL(1, 1, 3, 100, 1_000_000L, 100),
  /** About ten minutes. */
  SHORT(3, 2, 3, 300, 1_000_000_000L, 10_000),
  /** Less than 40 minutes. */
  FULL(4, 3, 6, 500, 1_000_000_000L, 100_000);

  private final int rounds;
  private final int warmups;
  private final int iterations;
  private final int millis;
  private final long maxMessages;
  private final int maxSessions;

  Mode(int rounds, int warmups, int iterations, int millis, long maxMessages, int maxSessions) {
    this.rounds = rounds;
    this.warmups = warmups;
    this.iterations = iterations;
    this.millis = millis;
    this.maxMessages = maxMessages;
    this.maxSessions = maxSessions;
  }

  /** Returns how many JVMs measure each case. */
  int rounds() {
    return rounds;
  }

  /** Returns the iterations of each JVM. */
  Times times() {
    return new Times(warmups, iterations, Duration.ofMillis(millis));
  }

  /** Returns up to how many messages growth is shown. */
  long maxMessages() {
    return maxMessages;
  }

  /** Returns up to how many sessions growth is shown. */
  int maxSessions() {
    return maxSessions;
  }
}

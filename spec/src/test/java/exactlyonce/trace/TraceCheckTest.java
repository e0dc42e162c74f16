package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.simulation.Exchange;
import exactlyonce.simulation.ExchangeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records a run of two sender and two receiver threads, and checks that trace and five corruptions of
 * it.
 */
class TraceCheckTest {
  private static final int WINDOW = 8;
  private static final int MESSAGES = 150;

  @TempDir
  private static Path directory;

  private static TraceChecks checks;
  private static Path recorded;

  private ChangeableTrace trace;

  @BeforeAll
  static void record() throws Exception {
    checks = new TraceChecks();
    recorded = directory.resolve("recorded.jsonl");
    try (TraceRecorder recorder =
        new TraceRecorder(Files.newOutputStream(recorded), TraceKind.UNORDERED, WINDOW)) {
      Exchange exchange =
          new Exchange(ExchangeSettings.of(MESSAGES).withWindow(WINDOW), recorder, null);
      assertThat(exchange.run().ok()).isTrue();
    }
  }

  @AfterAll
  static void close() {
    checks.close();
  }

  @BeforeEach
  void read() throws Exception {
    trace = new ChangeableTrace(recorded);
  }

  @Test
  @DisplayName("a run of the implementation is accepted, in states proportional to its events")
  void accepted() throws Exception {
    checks.assertAccepted(recorded, "CheckBeforeSend", MESSAGES);
    assertThat(checks.check(recorded).verdict().events())
        .isEqualTo(Trace.read(recorded).events());
  }

  @Test
  @DisplayName("an effect is missing: the first event that tells of it is not allowed")
  void effectRemoved() throws Exception {
    TraceEvent effect = trace.findEffect(50);
    trace.remove(effect);

    TraceEvent first = firstUnexplained();
    assertThat(first.seq()).isEqualTo(effect.seq());
    assertThat(first.before()).isGreaterThan(effect.before());
  }

  @Test
  @DisplayName("a submission is missing: the next one, or the first use of it, is not allowed")
  void submissionRemoved() throws Exception {
    TraceEvent submission = trace.find("Submit", 60);
    trace.remove(submission);

    TraceEvent first = firstUnexplained();
    assertThat(first.seq()).isBetween(60L, 61L);
    assertThat(first.after()).isGreaterThan(submission.before());
  }

  @Test
  @DisplayName("a failure is added after the effect: that event is not allowed")
  void eventAdded() throws Exception {
    TraceEvent added = trace.insertAfter(trace.findEffect(70), "Fail", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("an effect happens twice: the second is not allowed")
  void effectDuplicated() throws Exception {
    TraceEvent added = trace.insertAfter(trace.findEffect(80), "Deliver", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("an ACK is received before its effect: the ACK is not allowed")
  void acknowledgedBeforeEffect() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 90), "ReceiveAck", "DECIDED");

    assertSame(firstUnexplained(), added);
  }

  private TraceEvent firstUnexplained() throws Exception {
    return checks.firstUnexplained(
        trace.write(directory.resolve("corrupted.jsonl")), "outbox", "ring");
  }
}

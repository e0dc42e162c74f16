package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.simulation.Exchange;
import exactlyonce.simulation.ExchangeSettings;
import exactlyonce.tlc.Tlc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  private static Tlc tlc;
  private static Specifications specifications;
  private static Path recorded;

  /** The recorded events, with room for others between any two stamps. */
  private List<List<TraceEvent>> threads = spread();

  @BeforeAll
  static void record() throws Exception {
    tlc = new Tlc();
    specifications = Specifications.ofThisProgram();
    recorded = directory.resolve("recorded.jsonl");
    try (TraceRecorder recorder = new TraceRecorder(Files.newOutputStream(recorded), WINDOW)) {
      Exchange exchange =
          new Exchange(ExchangeSettings.of(MESSAGES).withWindow(WINDOW), recorder, null);
      assertThat(exchange.run().ok()).isTrue();
    }
  }

  @AfterAll
  static void close() {
    tlc.close();
    specifications.close();
  }

  @Test
  @DisplayName("a run of the implementation is accepted, in states proportional to its events")
  void accepted() throws Exception {
    TraceCheck.Result result = TraceCheck.check(recorded, tlc, specifications, progress -> {});

    assertThat(result.verdict().accepted()).isTrue();
    assertThat(result.verdict().events())
        .isEqualTo(Trace.read(recorded).events())
        .isGreaterThan(4 * MESSAGES);
    assertThat(result.distinctStates()).isLessThan(4L * result.verdict().events());
  }

  @Test
  @DisplayName("an effect is missing: the first event that tells of it is not allowed")
  void effectRemoved() throws Exception {
    TraceEvent effect = findEffect(50);
    threads.forEach(events -> events.remove(effect));

    TraceEvent first = firstUnexplained();
    assertThat(first.seq()).isEqualTo(effect.seq());
    assertThat(first.before()).isGreaterThan(effect.before());
  }

  @Test
  @DisplayName("a submission is missing: the next one, or the first use of it, is not allowed")
  void submissionRemoved() throws Exception {
    TraceEvent submission = find(e -> e.action().equals("Submit") && e.seq() == 60);
    threads.forEach(events -> events.remove(submission));

    TraceEvent first = firstUnexplained();
    assertThat(first.seq()).isBetween(60L, 61L);
    assertThat(first.after()).isGreaterThan(submission.before());
  }

  @Test
  @DisplayName("a failure is added after the effect: that event is not allowed")
  void eventAdded() throws Exception {
    TraceEvent effect = findEffect(70);
    TraceEvent added = insertAfter(effect, "Fail", effect.seq(), null);

    assertThat(firstUnexplained())
        .usingRecursiveComparison()
        .ignoringFields("line")
        .isEqualTo(added);
  }

  @Test
  @DisplayName("an effect happens twice: the second is not allowed")
  void effectDuplicated() throws Exception {
    TraceEvent effect = findEffect(80);
    TraceEvent added = insertAfter(effect, "Deliver", effect.seq(), null);

    assertThat(firstUnexplained())
        .usingRecursiveComparison()
        .ignoringFields("line")
        .isEqualTo(added);
  }

  @Test
  @DisplayName("an ACK is received before its effect: the ACK is not allowed")
  void acknowledgedBeforeEffect() throws Exception {
    TraceEvent submission = find(e -> e.action().equals("Submit") && e.seq() == 90);
    TraceEvent added = insertAfter(submission, "ReceiveAck", 90, "DECIDED");

    assertThat(firstUnexplained())
        .usingRecursiveComparison()
        .ignoringFields("line")
        .isEqualTo(added);
  }

  /** Of some message from this one on: this one itself may have been cancelled. */
  private TraceEvent findEffect(long from) {
    return find(e -> e.action().equals("Deliver") && e.seq() >= from);
  }

  private TraceEvent find(Predicate<TraceEvent> wanted) {
    return threads.stream().flatMap(List::stream).filter(wanted).findFirst().orElseThrow();
  }

  /** Inserts an event that its thread does directly after another. */
  private TraceEvent insertAfter(TraceEvent event, String action, long seq, String result) {
    TraceEvent added = new TraceEvent(
        event.thread(), action, seq, result, event.after() + 1, event.after() + 2, 0);
    for (List<TraceEvent> events : threads) {
      int at = events.indexOf(event);
      if (at >= 0) {
        events.add(at + 1, added);
      }
    }
    return added;
  }

  private TraceEvent firstUnexplained() throws IOException, InterruptedException {
    Path file = directory.resolve("corrupted.jsonl");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(TraceLines.header(WINDOW));
    threads.forEach(events -> events.forEach(event -> TraceLines.append(lines, event)));
    Files.write(file, lines.toByteArray());

    TraceVerdict verdict =
        TraceCheck.check(file, tlc, specifications, progress -> {}).verdict();
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.why()).contains("outbox").contains("ring");
    return verdict.firstUnexplained();
  }

  private static List<List<TraceEvent>> spread() {
    try {
      List<List<TraceEvent>> copy = new ArrayList<>();
      for (List<TraceEvent> events : Trace.read(recorded).threads()) {
        copy.add(new ArrayList<>(events.stream()
            .map(e -> new TraceEvent(
                e.thread(), e.action(), e.seq(), e.result(), 4 * e.before(), 4 * e.after(), 0))
            .toList()));
      }
      return copy;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

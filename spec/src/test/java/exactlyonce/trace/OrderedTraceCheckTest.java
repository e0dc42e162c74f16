package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static exactlyonce.trace.ChangeableTrace.withSeq;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records runs with ordered delivery, and checks them and corruptions of one. */
@Tag("slow")
class OrderedTraceCheckTest extends TraceCheckTests {
  private static final RunSettings SETTINGS =
      RunSettings.of(120).withWindow(8).withOrder(DeliveryOrder.ORDERED);

  OrderedTraceCheckTest() {
    super(TraceKind.ORDERED, SETTINGS, "outbox", "ring", "turn was ");
  }

  @Test
  @DisplayName("so is one in which handlers fail and messages are cancelled all the time")
  void acceptedWithFailures() throws Exception {
    assertAccepted(record(SETTINGS.withApplication(0.3, 0.3), "failures.jsonl"));
  }

  @Test
  @DisplayName("the receiver does not keep the order: a handler that starts too early")
  void unorderedReceiver() throws Exception {
    Path file = record(SETTINGS.withOrder(DeliveryOrder.UNORDERED), "unordered.jsonl");

    assertThat(firstUnexplained(file).action()).isEqualTo("StartHandler");
  }

  @Test
  @DisplayName("two handlers start in the wrong order: the first of them is not allowed")
  void startsSwapped() throws Exception {
    TraceEvent first = trace.find(e -> e.seq() >= 40 && startsWhileTheNextWaits(e));
    TraceEvent second = trace.find("StartHandler", first.seq() + 1);
    trace.replace(second, e -> withSeq(e, first.seq()));
    trace.replace(first, e -> withSeq(e, second.seq()));

    assertSame(firstUnexplained(), withSeq(first, second.seq()));
  }

  @Test
  @DisplayName("a message takes effect before the one before it: its handler may not start")
  void effectTooEarly() throws Exception {
    TraceEvent before = trace.find(e -> e.seq() >= 50 && startsWhileTheNextWaits(e));
    TraceEvent tooEarly = trace.insertAfter(before, "StartHandler", null);
    trace.replace(tooEarly, e -> withSeq(e, before.seq() + 1));

    assertSame(firstUnexplained(), withSeq(tooEarly, before.seq() + 1));
  }

  @Test
  @DisplayName("an effect is missing: the start of the next handler, or what tells of it")
  void effectRemoved() throws Exception {
    TraceEvent effect = trace.findEffect(60);
    trace.remove(trace.find("StartHandler", effect.seq()));
    trace.remove(effect);

    TraceEvent first = firstUnexplained();
    assertThat(first.seq()).isGreaterThanOrEqualTo(effect.seq());
    assertThat(first.after()).isGreaterThan(effect.before());
  }

  @Test
  @DisplayName("an effect happens twice: the second is not allowed")
  void effectDuplicated() throws Exception {
    TraceEvent added = trace.insertAfter(trace.findEffect(70), "Deliver", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("a message is handled again: that handler may not start")
  void handledAgain() throws Exception {
    TraceEvent added = trace.insertAfter(trace.findEffect(80), "StartHandler", null);

    assertSame(firstUnexplained(), added);
  }

  @Test
  @DisplayName("an ACK is received before its effect: the ACK is not allowed")
  void acknowledgedBeforeEffect() throws Exception {
    TraceEvent added = trace.insertAfter(trace.find("Submit", 90), "ReceiveAck", "DECIDED");

    assertSame(firstUnexplained(), added);
  }

  // 1 waits for 0.

  private static final String BUFFERED = """
      "thread":"s","action":"Submit","seq":0
      "thread":"s","action":"Submit","seq":1
      "thread":"q","action":"ReceiveData","seq":1,"result":"NO_ANSWER"
      """;
  private static final String FIRST = """
      "thread":"r","action":"ReceiveData","seq":0,"result":"NO_ANSWER"
      "thread":"r","action":"StartHandler","seq":0
      "thread":"r","action":"Deliver","seq":0
      """;
  private static final String SECOND = """
      "thread":"%1$s","action":"StartHandler","seq":1
      "thread":"%1$s","action":"Deliver","seq":1
      """;
  private static final String END = """
      "thread":"main","action":"End"
      """;

  @Test
  @DisplayName("the run ends while a message is buffered whose turn it is: its wake-up was lost")
  void lostWakeUp() throws Exception {
    assertThat(isAccepted(BUFFERED + END)).as("0 has not arrived").isTrue();
    assertThat(isAccepted(BUFFERED + FIRST + SECOND.formatted("r") + END)).isTrue();
    assertThat(isAccepted(BUFFERED + FIRST + SECOND.formatted("q") + END)).isTrue();
    assertLastRejected(BUFFERED + FIRST + END, "turn was 1");
  }

  @Test
  @DisplayName("the handler that a thread started ends on that thread")
  void endsOnAnotherThread() throws Exception {
    String first = FIRST.replace("\"r\",\"action\":\"Deliver", "\"q\",\"action\":\"Deliver");

    assertLastRejected(BUFFERED + first, "handlers was {[");
  }

  @Test
  @DisplayName("a message is sealed and then handled: its handler may not start")
  void handledAfterSealed() throws Exception {
    TraceEvent start = trace.find("StartHandler", trace.findEffect(100).seq());
    trace.insertBefore(start, "Cancel", "ReceiveSeal", "SEALED");

    assertSame(firstUnexplained(), start);
  }

  @Test
  @DisplayName("if turns did not matter, the receiver without order would be accepted")
  void unorderedReceiverWithoutTurns() throws Exception {
    // Nothing is sealed: that waits for its turn. No handler fails: without order, the message
    // that had the slot before is then said to be DELIVERED again; with order, nothing is said.
    RunSettings settings = SETTINGS.withOrder(DeliveryOrder.UNORDERED).withApplication(0, 0);
    Path file = record(settings, "unordered-too.jsonl");

    try (Specifications withoutTurns = Specifications.in(copyWithoutTurns())) {
      assertThat(check(file, withoutTurns).verdict().accepted()).isTrue();
    }
  }

  /** The specifications, where handlers start and slots are free at any time. */
  private Path copyWithoutTurns() throws IOException {
    Path copy = file("changed");
    try (Stream<Path> files = Files.walk(specifications())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(specifications().relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    removeGuard(copy.resolve("TraceOrdered.tla"), "s = turn\n");
    removeGuard(copy.resolve("InTurn.tla"), "v.seq < turn");
    return copy;
  }

  private static void removeGuard(Path module, String guard) throws IOException {
    String text = Files.readString(module);
    assertThat(text).containsOnlyOnce(guard);
    Files.writeString(module, text.replace(guard, guard.endsWith("\n") ? "TRUE\n" : "TRUE"));
  }

  /** Whether this handler starts when the next message is buffered, and takes effect later. */
  private boolean startsWhileTheNextWaits(TraceEvent e) {
    long next = e.seq() + 1;
    return e.action().equals("StartHandler")
        && trace
            .events()
            .anyMatch(d -> d.action().equals("ReceiveData")
                && d.seq() == next
                && "NO_ANSWER".equals(d.result())
                && d.after() < e.before())
        && trace.events().anyMatch(d -> d.action().equals("Deliver") && d.seq() == next)
        && trace.events().noneMatch(d -> d.action().equals("Fail") && d.seq() == next);
  }
}

package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.simulation.RunSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Records a run of two sender and two receiver threads, and checks that trace and five corruptions of
 * it.
 */
class UnorderedTraceCheckTest extends TraceCheckTests {
  UnorderedTraceCheckTest() {
    super(TraceKind.UNORDERED, RunSettings.of(150).withWindow(8), "outbox", "ring");
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
}

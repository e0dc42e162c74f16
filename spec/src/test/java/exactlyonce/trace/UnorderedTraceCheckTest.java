package exactlyonce.trace;

import static exactlyonce.trace.ChangeableTrace.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.simulation.RunSettings;
import exactlyonce.simulation.SingleSessionRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Records a run of two sender and two receiver threads, and checks that trace and five corruptions of
 * it.
 */
@Tag("slow")
class UnorderedTraceCheckTest extends TraceCheckTests {
  private static final RunSettings SETTINGS = RunSettings.of(150).withWindow(8);

  UnorderedTraceCheckTest() {
    super(TraceKind.UNORDERED, SETTINGS, "outbox", "ring");
  }

  @Test
  @DisplayName("the sender sends again instead of asking: what it sends is not allowed")
  void senderResends() throws Exception {
    Path file = file("resends.jsonl");
    try (TraceRecorder recorder =
        new ResendsUnasked(Files.newOutputStream(file), TraceKind.UNORDERED, 8)) {
      new SingleSessionRun(SETTINGS, recorder, null).run();
    }

    assertThat(firstUnexplained(file).action()).isEqualTo("Resend");
  }

  @Test
  @DisplayName("the receiver mixes up its replies: the first wrong one that is reported")
  void receiverMixesUpReplies() throws Exception {
    Path file = file("mixed-up.jsonl");
    try (TraceRecorder recorder =
        new MixesUpReplies(Files.newOutputStream(file), TraceKind.UNORDERED, 8)) {
      new SingleSessionRun(SETTINGS.withReplyMode(ReplyMode.WITH_REPLIES), recorder, null).run();
    }

    TraceEvent first = firstUnexplained(file);
    assertThat(first.action()).isEqualTo("ReceiveAck");
    assertThat(first.seq() % 10).isEqualTo(9);
  }

  @Test
  @DisplayName("the receiver acknowledges what its handler has rejected")
  void receiverAcknowledgesRejected() throws Exception {
    Path file = file("acknowledged.jsonl");
    try (TraceRecorder recorder =
        new AcknowledgesRejected(Files.newOutputStream(file), TraceKind.UNORDERED, 8)) {
      new SingleSessionRun(SETTINGS.withRejections(0.1), recorder, null).run();
    }

    TraceEvent first = firstUnexplained(file);
    assertThat(first.toString())
        .matches("Receive(Ack.* DECIDED|(Data|Check|Seal).* DELIVERED) by .*");
    assertThat(new ChangeableTrace(file).events())
        .anyMatch(e -> e.action().equals("Reject") && e.seq() == first.seq());
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

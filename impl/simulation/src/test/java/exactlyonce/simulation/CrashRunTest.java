package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides crash at any step, and every message is decided correctly and takes effect once. */
class CrashRunTest {
  private static final RunSettings SETTINGS = RunSettings.of(2000)
      .withWindow(64)
      .withApplication(0.01, 0.05)
      .withRejections(0.05)
      .withStallLimitNanos(10_000_000_000L);

  private static final RunSettings BROKEN =
      SETTINGS.withStallLimitNanos(1_000_000_000).withApplication(0.01, 0.3);

  @ParameterizedTest
  @CsvSource({
    "UNORDERED, WITHOUT_REPLIES, 0.001, 64",
    "ORDERED, WITHOUT_REPLIES, 0.001, 64",
    "UNORDERED, WITH_REPLIES, 0.001, 64",
    "ORDERED, WITH_REPLIES, 0.001, 64",
    "ORDERED, WITH_REPLIES, 0.01,  4",
    "UNORDERED, WITH_REPLIES, 0.01,  1",
    "ORDERED, WITH_REPLIES, 0,     1024",
  })
  void everySettingHolds(DeliveryOrder order, ReplyMode replyMode, double crash, int window)
      throws InterruptedException {
    RunSettings settings = SETTINGS.withOrder(order).withReplyMode(replyMode).withWindow(window);
    CrashRun run = new CrashRun(settings, crash, SessionInstrumentation.direct(), null);
    RunResult result = run.run();
    assertThat(result.ok()).as("%s", result).isTrue();
    assertThat(result.messages().submitted()).isEqualTo(2000);
    assertThat(run.decided()).isEqualTo(2000);
    assertThat(result.messages().notDelivered()).isPositive();
    assertThat(result.messages().rejected()).isPositive();
    assertThat(result.sessions().crashes() > 10).isEqualTo(crash > 0);
    assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class);
  }

  // Each write that can be left out, and the violation that CrashRecovery predicts.

  @Test
  void storingTheRecordAfterTheEffectDuplicates() throws InterruptedException {
    assertReceiver(result -> result.count(Violation.DUPLICATED) > 0, BrokenDisks::effectFirst);
  }

  @Test
  void storingTheRecordBeforeTheEffectConfirmsFalsely() throws InterruptedException {
    assertReceiver(
        result -> result.count(Violation.FALSELY_CONFIRMED) > 0, BrokenDisks::recordFirst);
  }

  @Test
  void notStoringDeliveredDuplicates() throws InterruptedException {
    assertReceiver(
        result -> result.count(Violation.DUPLICATED) > 0, BrokenDisks::deliveredIsNotWritten);
  }

  /** By a copy of the message that arrives after the crash. */
  @Test
  void notStoringSealedDeniesFalsely() throws InterruptedException {
    assertFound(
        BROKEN.withFaults(new Faults(0, 0.9, 0.9)).withApplication(0.01, 0.6),
        result -> result.count(Violation.FALSELY_DENIED) > 0,
        CrashPoints::disk,
        BrokenDisks::sealedIsNotWritten);
  }

  /** The message comes again, and is handled. */
  @Test
  void notStoringRejectedDeniesFalsely() throws InterruptedException {
    assertFound(
        BROKEN.withFaults(new Faults(0, 0.9, 0.9)).withRejections(0.6),
        result -> result.count(Violation.FALSELY_DENIED) > 0,
        CrashPoints::disk,
        BrokenDisks::rejectedIsNotWritten);
  }

  @Test
  void notStoringSessionsLeavesMessagesInDoubt() throws InterruptedException {
    assertReceiver(result -> result.messages().inDoubt() > 200, BrokenDisks::forgetful);
  }

  /** Or the outbox has a hole that no run leaves, and the restarted sender refuses it. */
  @Test
  void notStoringAMessageAssignsItsNumberTwice() throws InterruptedException {
    try {
      assertSender(
          result -> result.count(Violation.FALSELY_CONFIRMED) > 0
              || result.count(Violation.SWAPPED) > 0
              || result.count(Violation.LOST) > 0,
          (incarnation, disk) -> new ForwardingSenderStore(incarnation, disk) {
            @Override
            public void append(long seq, Message payload) {
              if (seq % 10 != 0) {
                super.append(seq, payload);
              }
            }
          });
    } catch (IllegalStateException e) {
      assertThat(e)
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .cause()
          .hasMessageMatching(
              "an outbox of 64 slots cannot hold message \\d+ but not message \\d+0");
    }
  }

  @Test
  void losingTheOutboxLosesMessages() throws InterruptedException {
    assertSender(
        result -> result.count(Violation.LOST) > 0,
        (incarnation, disk) -> new ForwardingSenderStore(incarnation, disk) {
          @Override
          public Stored<Message> load() {
            return null;
          }
        });
  }

  private static void assertSender(
      Predicate<RunResult> fault,
      BiFunction<Incarnation, SenderStore<Message>, SenderStore<Message>> disk)
      throws InterruptedException {
    assertFound(BROKEN, fault, disk, CrashPoints::disk);
  }

  private static void assertReceiver(
      Predicate<RunResult> fault,
      BiFunction<Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> disk)
      throws InterruptedException {
    assertFound(BROKEN, fault, CrashPoints::disk, disk);
  }

  private static void assertFound(
      RunSettings settings,
      Predicate<RunResult> fault,
      BiFunction<Incarnation, SenderStore<Message>, SenderStore<Message>> sender,
      BiFunction<Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
          receiver)
      throws InterruptedException {
    RunResult result;
    int runs = 0;
    do { // a run may be lucky
      result = new CrashRun(
              settings, 0.003, SessionInstrumentation.direct(), null, sender, receiver)
          .run();
    } while (!fault.test(result) && ++runs < 5);
    assertThat(result).matches(fault);
    assertThat(result.sessions().crashes()).isPositive();
  }
}

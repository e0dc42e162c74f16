package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides crash at any step: every message is decided, truly, and takes effect once. */
class CrashExchangeTest {
  private static final ExchangeSettings SETTINGS = ExchangeSettings.of(2000)
      .withWindow(64)
      .withApplication(0.01, 0.05)
      .withStallLimitNanos(10_000_000_000L);

  @ParameterizedTest
  @CsvSource({
    "false, false, 0.001, 64",
    "true,  false, 0.001, 64",
    "false, true,  0.001, 64",
    "true,  true,  0.001, 64",
    "true,  true,  0.01,  4",
    "false, true,  0.01,  1",
    "true,  true,  0,     1024",
  })
  void everySettingHolds(boolean ordered, boolean twoWay, double crash, int window)
      throws InterruptedException {
    ExchangeSettings settings = SETTINGS.withOrdered(ordered).withTwoWay(twoWay).withWindow(window);
    CrashExchange exchange = new CrashExchange(settings, crash, SessionWiring.DIRECT, null);
    Report report = exchange.run();
    assertThat(report.ok()).as("%s", report).isTrue();
    assertThat(report.submitted()).isEqualTo(2000);
    assertThat(exchange.decided()).isEqualTo(2000);
    assertThat(report.notDelivered()).isPositive();
    assertThat(report.crashes() > 10).isEqualTo(crash > 0);
    assertThatThrownBy(exchange::run).isInstanceOf(IllegalStateException.class);
  }

  // Each write that is left out, and what CrashRecovery says becomes of it.

  @Test
  void theEffectFirstAndThenTheRecordDuplicates() throws InterruptedException {
    assertReceiver(report -> report.duplicated() > 0, BrokenDisks::effectFirst);
  }

  @Test
  void theRecordFirstAndThenTheEffectConfirmsFalsely() throws InterruptedException {
    assertReceiver(report -> report.falselyConfirmed() > 0, BrokenDisks::recordFirst);
  }

  @Test
  void deliveredThatIsNotWrittenDuplicates() throws InterruptedException {
    assertReceiver(report -> report.duplicated() > 0, BrokenDisks::deliveredIsNotWritten);
  }

  @Test
  void sealedThatIsNotWrittenDeniesFalsely() throws InterruptedException {
    assertReceiver(report -> report.falselyDenied() > 0, BrokenDisks::sealedIsNotWritten);
  }

  @Test
  void aSessionThatIsNotWrittenAtTheReceiverLeavesDoubt() throws InterruptedException {
    assertReceiver(report -> report.inDoubt() > 200, BrokenDisks::forgetful);
  }

  @Test
  void aMessageThatIsNotAppendedGivesItsNumberToAnother() throws InterruptedException {
    assertSender(
        report -> report.falselyConfirmed() > 0 || report.swapped() > 0 || report.lost() > 0,
        (life, disk) -> new ForwardSenderStore(life, disk) {
          @Override
          public void append(long seq, Message payload) {
            if (seq % 10 != 0) {
              super.append(seq, payload);
            }
          }
        });
  }

  @Test
  void anOutboxThatIsForgottenLoses() throws InterruptedException {
    assertSender(report -> report.lost() > 0, (life, disk) -> new ForwardSenderStore(life, disk) {
      @Override
      public Stored<Message> load() {
        return null;
      }
    });
  }

  private static void assertSender(
      Predicate<Report> fault, BiFunction<Life, SenderStore<Message>, SenderStore<Message>> disk)
      throws InterruptedException {
    assertFound(fault, disk, MortalEnds::disk);
  }

  private static void assertReceiver(
      Predicate<Report> fault,
      BiFunction<Life, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> disk)
      throws InterruptedException {
    assertFound(fault, MortalEnds::disk, disk);
  }

  private static void assertFound(
      Predicate<Report> fault,
      BiFunction<Life, SenderStore<Message>, SenderStore<Message>> sender,
      BiFunction<Life, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> receiver)
      throws InterruptedException {
    ExchangeSettings settings =
        SETTINGS.withStallLimitNanos(1_000_000_000).withApplication(0.01, 0.3);
    Report report =
        new CrashExchange(settings, 0.003, SessionWiring.DIRECT, null, sender, receiver).run();
    assertThat(report).matches(fault);
    assertThat(report.crashes()).isPositive();
  }
}

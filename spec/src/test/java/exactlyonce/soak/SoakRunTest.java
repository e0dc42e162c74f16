package exactlyonce.soak;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.simulation.Faults;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SoakRunTest {
  @TempDir
  private Path directory;

  private SoakRun inDirectory(SoakSettings settings, Class<?> receiver) throws Exception {
    return SoakRun.inDirectory(settings, directory, FileDatabase.H2, directory, receiver);
  }

  @Test
  void aRunWithoutProgressIsGivenUp() throws Exception {
    SoakSettings settings =
        new SoakSettings(10, 0, null, Faults.NONE, 1).withPatience(Duration.ofSeconds(3));
    try (SoakRun run = inDirectory(settings, NeverListens.class)) {
      SoakResult result = run.run(progress -> {});
      assertThat(result.failure())
          .startsWith("stalled: no order was confirmed for 3 s; ")
          .contains("of the receiver: good morning");
      assertThat(result.ok()).isFalse();
    }
  }

  /** Until the time is over, and what is open then is confirmed. */
  @Test
  void aRunEndsWhenItsTimeIsOver() throws Exception {
    SoakSettings settings =
        new SoakSettings(1_000_000, 0, Duration.ofSeconds(8), new Faults(0.1, 0.1, 0.1), 1);
    try (SoakRun run = inDirectory(settings, SoakReceiver.class)) {
      SoakResult result = run.run(progress -> {});
      assertThat(result.failure()).isNull();
      assertThat(result.ok()).isTrue();
      assertThat(result.tables().booked()).isEqualTo(result.tables().confirmed());
      assertThat(result.tables().orders()).isLessThan(1_000_000);
    }
  }
}

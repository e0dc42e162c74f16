package exactlyonce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import exactlyonce.simulation.Faults;
import exactlyonce.tlc.TemporaryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SoakRunTest {
  @TempDir
  private Path directory;

  private SoakRun inDirectory(SoakSettings settings, Class<?> receiver) throws Exception {
    return SoakRun.inDirectory(settings, directory, FileDatabase.H2, directory, receiver);
  }

  @Test
  void aRunWithoutProgressIsGivenUp() throws Exception {
    String failure = "";
    for (int seconds = 3; // a busy machine needs more to start a process
        !failure.contains("of the receiver: good morning");
        seconds *= 2) {
      SoakSettings settings =
          new SoakSettings(10, 0, null, Faults.NONE, 1).withPatience(Duration.ofSeconds(seconds));
      Path own = Files.createDirectory(directory.resolve(seconds + "s"));
      try (SoakRun run =
          SoakRun.inDirectory(settings, own, FileDatabase.H2, own, NeverListens.class)) {
        SoakResult result = run.run(progress -> {});
        failure = result.failure();
        assertThat(failure).startsWith("stalled: no order was confirmed for " + seconds + " s; ");
        assertThat(result.ok()).isFalse();
      }
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

  /** A program that is ended while it soaks leaves no file: the databases are gone, and stay so. */
  @Test
  void aClosedRunCreatesNoDatabaseAgain() throws Exception {
    Path own = Files.createDirectory(directory.resolve("databases"));
    SoakRun run = SoakRun.inDirectory(
        new SoakSettings(10, 0, null, Faults.NONE, 1),
        own,
        FileDatabase.H2,
        own,
        NeverListens.class);
    run.close();
    TemporaryDirectory.delete(own);
    assertThatIllegalStateException().isThrownBy(() -> run.run(progress -> {}));
    assertThat(own).doesNotExist();
  }
}

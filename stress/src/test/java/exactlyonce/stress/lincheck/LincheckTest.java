package exactlyonce.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.stress.twins.Twin;
import exactlyonce.stress.twins.TwinClasses;
import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.nio.file.Path;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other tests of this package would notice. */
class LincheckTest {
  /** Looks, and then claims whatever it may have become. */
  @Param(name = "seq", gen = IntGen.class, conf = "0:1")
  public static class LooksThenClaims {
    private final ReceiveWindow window = new ReceiveWindow(Linearizability.WINDOW_SIZE);

    @Operation
    public boolean isFirst(@Param(name = "seq") int seq) {
      boolean isUnknown = window.check(seq) == Answer.UNKNOWN;
      window.claim(seq);
      return isUnknown;
    }
  }

  /** Correct, but one thread waits for another. */
  @Param(name = "seq", gen = IntGen.class, conf = "0:1")
  public static class Locks {
    private final ReceiveWindow window = new ReceiveWindow(Linearizability.WINDOW_SIZE);

    @Operation
    public synchronized boolean isFirst(@Param(name = "seq") int seq) {
      return window.claim(seq) == Answer.CLAIMED;
    }
  }

  @Test
  void aClaimInTwoStepsIsNotLinearizable() {
    assertThatThrownBy(() -> Linearizability.check(LooksThenClaims.class, LooksThenClaims.class))
        .hasMessageContaining("Invalid execution results");
  }

  @Test
  void aLockIsAnObstruction() {
    assertThatThrownBy(() -> Linearizability.check(Locks.class, Locks.class))
        .hasMessageContaining("a lock is detected");
  }

  /** The tests of the windows notice a window with a bug. */
  @Tag("slow")
  @ParameterizedTest
  @CsvFileSource(resources = "twins.csv")
  void aTwinIsNotLinearizable(Twin twin, String test, @TempDir Path classes) throws Exception {
    TwinClasses.write(twin, classes);
    assertThat(LincheckProcess.run(classes, test, 100)).contains("Invalid execution results");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReceiveWindowLincheckTest",
        "OrderedReceiveWindowLincheckTest",
        "SendWindowLincheckTest"
      })
  void withoutATwinTheSameProcessIsContent(String test, @TempDir Path none) throws Exception {
    assertThat(LincheckProcess.run(none, test, 5)).isEmpty();
  }
}

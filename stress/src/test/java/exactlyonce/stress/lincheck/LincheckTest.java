package exactlyonce.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

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
}

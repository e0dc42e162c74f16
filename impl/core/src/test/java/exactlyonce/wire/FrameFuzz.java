package exactlyonce.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import exactlyonce.protocol.FaultInjection;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * A fuzzer writes the scripts, and keeps those that take a branch for the first time. A normal
 * build does not run it, because it instruments all classes; see "Fuzzing" in {@code
 * spec/docs/wire-format.md}. {@link HostileRunTest} runs the scripts that were worth keeping.
 */
class FrameFuzz {
  /** Long scripts do what several short ones do, only slower. */
  private static final int MAX_LENGTH = 512;

  @Timeout(value = 3, unit = TimeUnit.HOURS)
  @FuzzTest(maxExecutions = 10_000_000, maxDuration = "2h")
  void nothingForbiddenHappens(byte[] script) {
    byte[] beginning = Arrays.copyOf(script, Math.min(script.length, MAX_LENGTH));
    HostileRun.run(beginning, FaultInjection.none());
  }
}

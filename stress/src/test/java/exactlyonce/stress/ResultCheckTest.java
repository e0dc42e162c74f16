package exactlyonce.stress;

import static exactlyonce.stress.ResultCheck.MIN_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.Status;

class ResultCheckTest {
  private static final TestRun SHIPPED =
      new TestRun("shipped", Status.NORMAL, MIN_SAMPLES, 0, List.of());
  private static final TestRun BROKEN =
      new TestRun("broken", Status.NORMAL, MIN_SAMPLES, 1, List.of());

  @Test
  void passesIfTheShippedTestHoldsAndTheBrokenOneIsCaught() {
    assertThat(complaints(SHIPPED, BROKEN)).isEmpty();
  }

  @Test
  void detectsATestThatDidNotRun() {
    assertThat(complaints(BROKEN)).singleElement().asString().startsWith("shipped: did not run");
    assertThat(complaints(SHIPPED)).singleElement().asString().startsWith("broken: did not run");
    assertThat(complaints()).hasSize(2);
  }

  @Test
  void rejectsATestWithoutExpectation() {
    TestRun other = new TestRun("other", Status.NORMAL, MIN_SAMPLES, 0, List.of());
    assertThat(complaints(SHIPPED, BROKEN, other))
        .singleElement()
        .asString()
        .startsWith("other: ran, but");
  }

  @Test
  void rejectsDuplicateTests() {
    assertThat(complaints(SHIPPED, BROKEN, SHIPPED)).containsExactly("shipped: is duplicated");
  }

  @Test
  void rejectsTooFewSamples() {
    TestRun short1 = new TestRun("shipped", Status.NORMAL, MIN_SAMPLES - 1, 0, List.of());
    TestRun short2 = new TestRun("broken", Status.NORMAL, 56, 1, List.of());
    assertThat(complaints(short1, BROKEN))
        .containsExactly("shipped: took 99,999 samples, needs 100,000");
    assertThat(complaints(SHIPPED, short2))
        .containsExactly("broken: took 56 samples, needs 100,000");
  }

  @Test
  void detectsThatTheShippedTestFailed() {
    TestRun failed = new TestRun("shipped", Status.NORMAL, MIN_SAMPLES, 1, List.of());
    assertThat(complaints(failed, BROKEN)).containsExactly("shipped: 1 forbidden outcomes");
  }

  @Test
  void detectsThatTheShippedTestWasNotRaced() {
    TestRun tame = new TestRun("shipped", Status.NORMAL, MIN_SAMPLES, 0, List.of("SEALED"));
    assertThat(complaints(tame, BROKEN))
        .containsExactly("shipped: not raced, or answered wrongly: never saw [SEALED]");
  }

  @Test
  void detectsThatTheBrokenTestPassed() {
    TestRun passed = new TestRun("broken", Status.NORMAL, MIN_SAMPLES, 0, List.of());
    assertThat(complaints(SHIPPED, passed))
        .containsExactly("broken: is broken on purpose, and was not caught");
  }

  @Test
  void rejectsRunsThatEndedInAnError() {
    for (Status status : Status.values()) {
      if (status != Status.NORMAL) {
        TestRun shipped = new TestRun("shipped", status, MIN_SAMPLES, 0, List.of());
        TestRun broken = new TestRun("broken", status, MIN_SAMPLES, 1, List.of());
        assertThat(complaints(shipped, broken))
            .containsExactly("shipped: ended with " + status, "broken: ended with " + status);
      }
    }
  }

  private static List<String> complaints(TestRun... runs) {
    return ResultCheck.complaints(
        Map.of("shipped", Verdict.HOLDS, "broken", Verdict.VIOLATED), List.of(runs));
  }
}

package exactlyonce.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

class TestRunTest {
  private static final String TEST = DataAgainstSealStress.class.getName();
  private static final String SEAL_WON = "SEALED, SEALED, 0, SEALED";
  private static final String DATA_WON = "ACK, ACK, 1, ACK";
  private static final String DATA_BEFORE = "ACK, IN_PROGRESS, 1, ACK";

  @Test
  void theGateListsEveryTestOfJcstress() {
    assertThat(ResultCheck.ofNames(Gate.TESTS, TestList.tests())).isEmpty();
  }

  @Test
  void everyTestHasTwoActors() {
    for (String test : TestList.tests()) {
      assertThat(TestList.getInfo(test).threads()).as(test).isEqualTo(2);
    }
  }

  @Test
  void sumsUpSamples() {
    TestResult result = result(Status.NORMAL);
    result.addState(SEAL_WON, 5);
    result.addState(DATA_WON, 7);
    result.addState(DATA_BEFORE, 1);
    assertThat(TestRun.of(result)).isEqualTo(new TestRun(TEST, Status.NORMAL, 13, 3, 0, List.of()));
  }

  @Test
  void countsForbiddenOutcomes() {
    TestResult result = result(Status.NORMAL);
    result.addState(SEAL_WON, 5);
    result.addState(DATA_WON, 7);
    result.addState(DATA_BEFORE, 1);
    result.addState("ACK, SEALED, 1, SEALED", 2);
    result.addState("IN_PROGRESS, SEALED, 0, SEALED", 3);
    assertThat(TestRun.of(result)).isEqualTo(new TestRun(TEST, Status.NORMAL, 18, 5, 5, List.of()));
  }

  @Test
  void listsOutcomesThatWereNotObserved() {
    TestResult result = result(Status.NORMAL);
    result.addState(DATA_WON, 7);
    assertThat(TestRun.of(result).unseen()).containsExactlyInAnyOrder(SEAL_WON, DATA_BEFORE);
  }

  @Test
  void keepsTheStatus() {
    assertThat(TestRun.of(result(Status.VM_ERROR)).status()).isEqualTo(Status.VM_ERROR);
  }

  private static TestResult result(Status status) {
    // Parsed options would do, but parsing them measures the processors for a while.
    Options options = new Options(new String[0]) {
      @Override
      public SpinLoopStyle getSpinStyle() {
        return SpinLoopStyle.HARD;
      }
    };
    TestResult result = new TestResult(status);
    result.setConfig(new TestConfig(
        options,
        TestList.getInfo(TEST),
        0,
        List.of(),
        CompileMode.UNIFIED,
        new SchedulingClass(AffinityMode.NONE, 2, NodeType.PACKAGE)));
    return result;
  }
}

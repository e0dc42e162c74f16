package exactlyonce.stress;

import static exactlyonce.stress.ResultCheck.MIN_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.twins.Twin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.Status;

class ResultCheckTest {
  private static final TestRun FIRST = run("first", Status.NORMAL, MIN_SAMPLES, 0);
  private static final TestRun SECOND = run("second", Status.NORMAL, MIN_SAMPLES, 0);

  private static TestRun run(String test, Status status, long samples, long forbidden) {
    return new TestRun(test, status, samples, samples == 0 ? 0 : 2, forbidden, List.of());
  }

  private static List<String> ofShipped(TestRun... runs) {
    return ResultCheck.ofShipped(Set.of("first", "second"), List.of(runs));
  }

  private static List<String> ofTwin(TestRun run) {
    return ResultCheck.ofTwins(List.of(new TwinRun(Twin.PASSED_BY_WRITE, run)));
  }

  @Test
  void passesIfEveryTestHolds() {
    assertThat(ofShipped(FIRST, SECOND)).isEmpty();
  }

  @Test
  void passesIfTheListsAreTheSame() {
    assertThat(ResultCheck.ofNames(Set.of("a", "b"), List.of("b", "a"))).isEmpty();
  }

  @Test
  void detectsAMistypedName() {
    assertThat(ResultCheck.ofNames(Set.of("a", "c"), List.of("a", "b")))
        .containsExactly("b: is not listed", "c: there is no such test");
  }

  @Test
  void detectsThatThereAreNoTests() {
    assertThat(ResultCheck.ofNames(Set.of("a"), List.of()))
        .containsExactly("a: there is no such test");
    assertThat(ResultCheck.ofNames(Set.of(), List.of())).containsExactly("no test is listed");
  }

  @Test
  void detectsATestThatDidNotRun() {
    assertThat(ofShipped(SECOND)).singleElement().asString().startsWith("first: did not run");
    assertThat(ofShipped()).hasSize(2);
  }

  @Test
  void rejectsATestThatIsNotListed() {
    assertThat(ofShipped(FIRST, SECOND, run("other", Status.NORMAL, MIN_SAMPLES, 0)))
        .containsExactly("other: ran, but is not listed");
  }

  @Test
  void rejectsDuplicateTests() {
    assertThat(ofShipped(FIRST, SECOND, FIRST)).containsExactly("first: is duplicated");
  }

  @Test
  void rejectsTooFewSamples() {
    assertThat(ofShipped(run("first", Status.NORMAL, MIN_SAMPLES - 1, 0), SECOND))
        .containsExactly("first: took 99,999 samples, needs 100,000");
  }

  @Test
  void rejectsAnEmptyRun() {
    assertThat(ofShipped(run("first", Status.NORMAL, 0, 0), SECOND))
        .containsExactly("first: took 0 samples, needs 100,000", "first: saw no outcome");
  }

  @Test
  void detectsAForbiddenOutcome() {
    assertThat(ofShipped(run("first", Status.NORMAL, MIN_SAMPLES, 1), SECOND))
        .containsExactly("first: 1 forbidden outcomes");
  }

  @Test
  void detectsThatATestWasNotRaced() {
    TestRun tame = new TestRun("first", Status.NORMAL, MIN_SAMPLES, 1, 0, List.of("SEALED"));
    assertThat(ofShipped(tame, SECOND))
        .containsExactly("first: not raced, or answered wrongly: never saw [SEALED]");
  }

  @Test
  void rejectsRunsThatEndedInAnError() {
    for (Status status : Status.values()) {
      if (status != Status.NORMAL) {
        assertThat(ofShipped(run("first", status, MIN_SAMPLES, 0), SECOND))
            .containsExactly("first: ended with " + status);
        assertThat(ofTwin(run("first", status, MIN_SAMPLES, 1)))
            .containsExactly("PASSED_BY_WRITE: ended with " + status);
      }
    }
  }

  /** One forbidden outcome is enough, however early it comes. */
  @Test
  void passesIfATwinIsCaught() {
    assertThat(ofTwin(run("first", Status.NORMAL, 7, 1))).isEmpty();
  }

  @Test
  void detectsATwinThatIsNotCaught() {
    assertThat(ofTwin(run("first", Status.NORMAL, 12_345_678, 0)))
        .containsExactly("PASSED_BY_WRITE: was not caught by first in 12,345,678 samples");
  }

  @Test
  void detectsATwinThatDidNotRun() {
    assertThat(ofTwin(null)).singleElement().asString().startsWith("PASSED_BY_WRITE: did not run");
    assertThat(ofTwin(run("first", Status.NORMAL, 0, 0)))
        .singleElement()
        .asString()
        .startsWith("PASSED_BY_WRITE: did not run");
  }
}

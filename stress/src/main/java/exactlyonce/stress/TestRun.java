package exactlyonce.stress;

import java.util.Collection;
import java.util.List;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * What jcstress observed in one test, over all configurations of the JVM.
 *
 * @param test the test's name
 * @param status how its JVMs ended; what they observed counts only if that is {@link Status#NORMAL}
 * @param samples how many times the actors ran
 * @param states how many different outcomes were observed
 * @param forbidden how many of the samples had a forbidden outcome
 * @param unseen the acceptable outcomes that were not observed
 */
record TestRun(
    String test, Status status, long samples, int states, long forbidden, List<String> unseen) {
  /** Converts a result of jcstress. */
  static TestRun of(TestResult result) {
    Collection<GradingResult> grades = result.grading().gradingResults.values();
    return new TestRun(
        result.getName(),
        result.status(),
        result.getTotalCount(),
        (int) grades.stream().filter(grade -> grade.count > 0).count(),
        grades.stream()
            .filter(grade -> grade.expect == Expect.FORBIDDEN)
            .mapToLong(grade -> grade.count)
            .sum(),
        grades.stream()
            .filter(grade -> grade.expect == Expect.ACCEPTABLE && grade.count == 0)
            .map(grade -> grade.id)
            .toList());
  }
}

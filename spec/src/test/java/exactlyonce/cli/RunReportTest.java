package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.Violation;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What {@code run} says when it is given up. */
class RunReportTest {

  @Test
  void aStallIsNoLoss() {
    RunResult stalled = stalled(Map.of(Violation.LOST, 0L));
    assertThat(text(stalled))
        .contains("STALLED after 30 s: 0 lost, 0 duplicated")
        .containsPattern("undecided +1 ")
        .containsPattern("not submitted +2 ");
    ObjectNode json = RunReport.json(measured(stalled));
    assertThat(json.get("undecided").asInt()).isEqualTo(1);
    assertThat(json.get("notSubmitted").asInt()).isEqualTo(2);
    assertThat(json.get("lost").asInt()).isZero();
    assertThat(json.get("stalled").asBoolean()).isTrue();
    assertThat(json.get("ok").asBoolean()).isFalse();
  }

  @Test
  void aViolationBeforeAStallIsSaid() {
    assertThat(text(stalled(Map.of(Violation.LOST, 0L, Violation.DUPLICATED, 1L))))
        .contains("NOT EXACTLY ONCE: 0 lost, 1 duplicated");
  }

  private static String text(RunResult result) {
    return String.join("\n", RunReport.lines(measured(result)));
  }

  private static MeasuredRun measured(RunResult result) {
    return new MeasuredRun(result, new Histogram(3));
  }

  private static RunResult stalled(Map<Violation, Long> violations) {
    return new RunResult(
        new RunResult.Messages(1, 0, 0, 0, 0, 0, 1, 2),
        violations,
        new RunResult.Frames(0, 0, 100, 0, 5),
        new RunResult.NetworkFaults(200, 0, 0),
        new RunResult.Sessions(1, 0, 0, 0),
        30.02,
        true);
  }
}

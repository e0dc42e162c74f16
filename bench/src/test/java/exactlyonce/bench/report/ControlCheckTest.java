package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.bench.pair.PairRun;
import exactlyonce.bench.pair.PairRun.Sample;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.peer.Contestants;
import exactlyonce.bench.report.CacheLines.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCheckTest {
  private static final String HISTOGRAM = "a histogram with one value too few";
  private static final String DROPPING = new PairCase(Shape.PIPELINE, Contestants.DROPPING).id();

  @TempDir
  Path directory;

  private Measurements measured;

  @BeforeEach
  void measureNothing() {
    measured = new Measurements(Mode.TRIAL, directory);
  }

  @Test
  void noticesWhatIsWrong() throws IOException {
    add("Primitives.empty", 1, 0, null);
    add("Controls.deadCode", 1, 0, null);
    add("Controls.constantFold", 1.2, 0, null);
    add("Controls.honest", 6, 0, null);
    add("Controls.allocation", 5, 24, null);
    add(Use.APART.id(), 1, Double.NaN, null);
    add(Use.ADJACENT.id(), 9, Double.NaN, null);
    add(DROPPING, 1, Double.NaN, "999 of 1000: " + PairRun.NOT_ONCE);
    assertThat(ControlCheck.controls(measured, directory)).allMatch(ControlCheck.Control::noticed);
  }

  /** What does its work, shares no line and so on cannot be noticed: then the control is broken. */
  @Test
  void doesNotNoticeWhatIsNotWrong() throws IOException {
    add("Primitives.empty", 1, 0, null);
    add("Controls.deadCode", 6, 0, null);
    add("Controls.constantFold", 6, 0, null);
    add("Controls.honest", 1, 0, null); // and this must work
    add("Controls.allocation", 5, 0.001, null);
    add(Use.APART.id(), 1, Double.NaN, null);
    add(Use.ADJACENT.id(), 1.1, Double.NaN, null);
    add(DROPPING, 1, Double.NaN, null);
    assertOnlyTheHistogramIsNoticed();
  }

  /** Both take longer than the least that work takes. */
  @Test
  void doesNothingWhatIsNearerToNothingThanToTheWork() throws IOException {
    add("Primitives.empty", 1, 0, null);
    add("Controls.deadCode", 2.2, 0, null);
    add("Controls.constantFold", 2.4, 0, null);
    add("Controls.honest", 5.3, 0, null);
    assertThat(ControlCheck.controls(measured, directory))
        .filteredOn(ControlCheck.Control::noticed)
        .extracting(ControlCheck.Control::name)
        .contains("dead code")
        .doesNotContain("constant fold");
  }

  @Test
  void doesNotNoticeWhatWasNotMeasured() throws IOException {
    add(DROPPING, 1, Double.NaN, "exit code 1");
    assertOnlyTheHistogramIsNoticed();
  }

  private void assertOnlyTheHistogramIsNoticed() throws IOException {
    assertThat(ControlCheck.controls(measured, directory))
        .allMatch(control -> control.noticed() == control.name().equals(HISTOGRAM));
  }

  private void add(String id, double nanos, double bytes, @Nullable String failure) {
    measured.add(id, new ForkResult(List.of(new Sample(nanos, 1)), bytes, failure));
  }
}

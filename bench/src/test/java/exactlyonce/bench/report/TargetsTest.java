package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.bench.pair.PairRun.Sample;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.peer.Contestants;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private Measurements measured;

  @BeforeEach
  void measureNothing() {
    measured = new Measurements(Mode.TRIAL, Path.of("unused"));
  }

  @Test
  void nothingIsMetThatWasNotMeasured() {
    assertThat(new Targets(measured).all())
        .isNotEmpty()
        .extracting(Target::verdict)
        .containsOnly("not measured");
  }

  @Test
  void allocationIsMissed() {
    add(Plan.WHOLE_WAY + "(UNORDERED, CORE, 1024)", 20, 0.001);
    add(Plan.WHOLE_WAY + "(UNORDERED, WIRE, 1024)", 100, 24);
    assertThat(verdict("bytes allocated")).isEqualTo("met");
    assertThat(verdict("the same, with the wire format")).isEqualTo("missed");
  }

  @Test
  void ratesAreInversesOfTimes() {
    add(new PairCase(Shape.PIPELINE, Contestants.PROTOCOL).id(), 100, Double.NaN);
    add(new PairCase(Shape.PIPELINE, Contestants.BARE).id(), 40, Double.NaN);
    add(new PairCase(Shape.PIPELINE, Plan.MAP).id(), 301, Double.NaN);
    assertThat(verdict("rate of the pipeline : the same rings")).isEqualTo("missed");
    assertThat(verdict("rate of the pipeline : the fastest peer, " + Plan.MAP)).isEqualTo("met");
  }

  @Test
  void theLeastIsMeasuredInTheSameUnit() {
    add(Plan.INCREMENT, 2, 0);
    add("DedupClaim.fresh(1024)", 5, 0);
    assertThat(target("claim and deliver").leastFigure()).isEmpty();
    add(Plan.CLAIM_AND_PUBLISH, 3, 0);
    assertThat(target("claim and deliver").leastFigure()).isEqualTo("1.50");
    assertThat(target("whole way in one thread").least()).isEqualTo(4.5);
  }

  private String verdict(String prefix) {
    return target(prefix).verdict();
  }

  private Target target(String prefix) {
    return new Targets(measured)
        .all().stream()
            .filter(target -> target.what().startsWith(prefix))
            .findFirst()
            .orElseThrow();
  }

  private void add(String id, double nanos, double bytes) {
    measured.add(id, new ForkResult(List.of(new Sample(nanos, 1)), bytes, null));
  }
}

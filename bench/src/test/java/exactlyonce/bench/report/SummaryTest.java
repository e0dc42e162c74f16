package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.bench.pair.PairRun.Sample;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void takesTheMedianOfAllForks() {
    Summary summary = Summary.of(List.of(fork(1, 5, 2), fork(4, 3, 9)));
    assertThat(summary.median()).isEqualTo(3.5);
    assertThat(summary.isSound()).isTrue();
    assertThat(summary.busy()).isFalse();
  }

  @Test
  void discardsStarvedIterations() {
    ForkResult fork = new ForkResult(
        List.of(sample(1, 1), sample(2, 1), sample(3, 1), sample(100, 0.5)), Double.NaN, null);
    Summary summary = Summary.of(List.of(fork));
    assertThat(summary.median()).isEqualTo(2);
    assertThat(summary.kept()).isEqualTo(3);
    assertThat(summary.total()).isEqualTo(4);
  }

  @Test
  void saysThatTheMachineWasBusyIfHardlyAnyIterationCounts() {
    ForkResult fork = new ForkResult(
        List.of(sample(1, 1), sample(2, 0.8), sample(3, 0.7), sample(100, 0.1)), Double.NaN, null);
    Summary summary = Summary.of(List.of(fork));
    assertThat(summary.busy()).isTrue();
    assertThat(summary.median()).isEqualTo(2); // of the three least starved
  }

  @Test
  void aFailureOfOneForkSpoilsTheFigure() {
    Summary summary = Summary.of(
        List.of(fork(1, 2), new ForkResult(List.of(sample(1, 1)), Double.NaN, "lost one")));
    assertThat(summary.isSound()).isFalse();
    assertThat(summary.failure()).isEqualTo("lost one");
  }

  @Test
  void withoutForksThereIsNoFigure() {
    assertThat(Summary.of(List.of()).isSound()).isFalse();
  }

  @Test
  void theIntervalOfTwentyIterationsLeavesOutFourOnEachSide() {
    Summary summary = Summary.of(List.of(fork(IntStream.rangeClosed(1, 20).asDoubleStream())));
    assertThat(summary.low()).isEqualTo(5);
    assertThat(summary.high()).isEqualTo(16);
  }

  @Test
  void aForkThatDriftsIsNotSteady() {
    assertThat(fork(10, 10, 10, 10).isSteady()).isTrue();
    assertThat(fork(20, 18, 12, 10).isSteady()).isFalse();
  }

  @Test
  void aRatioIsMetMissedOrWithinNoise() {
    Summary figure = Summary.of(List.of(fork(10, 11, 12)));
    Summary limit = Summary.of(List.of(fork(10, 10, 10)));
    Ratio ratio = Ratio.of(figure, limit);
    assertThat(ratio.value()).isEqualTo(1.1);
    assertThat(ratio.atMost(1.2)).isEqualTo("met");
    assertThat(ratio.atMost(1.1)).isEqualTo("within noise");
    assertThat(ratio.atMost(0.9)).isEqualTo("missed");
    assertThat(ratio.atLeast(1)).isEqualTo("met");
    assertThat(ratio.atLeast(1.3)).isEqualTo("missed");
    assertThat(Ratio.of(figure, Summary.of(List.of())).atMost(1)).isEqualTo("not measured");
  }

  private static ForkResult fork(double... nanos) {
    return fork(DoubleStream.of(nanos));
  }

  private static ForkResult fork(DoubleStream nanos) {
    return new ForkResult(nanos.mapToObj(value -> sample(value, 1)).toList(), Double.NaN, null);
  }

  private static Sample sample(double nanos, double share) {
    return new Sample(nanos, share);
  }
}

package exactlyonce.bench.pair;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.bench.pair.Contestant.Role;
import exactlyonce.bench.pair.PairRun.Result;
import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.PairRun.Times;
import exactlyonce.bench.pair.Subject.Conditions;
import exactlyonce.bench.peer.Contestants;
import java.time.Duration;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No time is asserted: only that the work was done. */
class PairRunTest {
  private static final Times SHORT = new Times(0, 2, Duration.ofMillis(20));
  private static final Conditions NO_LOSS = new Conditions(64, 0);

  static Stream<String> honest() {
    return Contestants.all().stream()
        .filter(contestant -> contestant.role() != Role.CONTROL)
        .map(Contestant::name)
        .filter(name -> !name.equals(Contestants.CACHE));
  }

  @ParameterizedTest
  @MethodSource("honest")
  void everyMessageTakesEffectOnceAndIsConfirmed(String name) throws Exception {
    for (Shape shape : new Shape[] {Shape.PIPELINE, Shape.ROUND_TRIP}) {
      Result result = PairRun.run(Contestants.named(name), shape, NO_LOSS, SHORT);
      assertThat(result.failure()).isNull();
      assertThat(result.samples()).hasSize(2);
    }
  }

  @Test
  void theProtocolSurvivesLoss() throws Exception {
    Conditions lossy = new Conditions(64, 0.1);
    for (String name : new String[] {Contestants.PROTOCOL, Contestants.WIRE}) {
      Result result = PairRun.run(Contestants.named(name), Shape.PIPELINE, lossy, SHORT);
      assertThat(result.failure()).isNull();
    }
  }

  @Test
  void aPeerThatDropsMessagesFails() throws Exception {
    Result result =
        PairRun.run(Contestants.named(Contestants.DROPPING), Shape.PIPELINE, NO_LOSS, SHORT);
    assertThat(result.failure()).contains(PairRun.NOT_ONCE);
  }

  @Test
  void recordsATimeForEachScheduledMessage() throws Exception {
    Histogram histogram = new Histogram(3);
    Result result = PairRun.schedule(
        Contestants.named(Contestants.PROTOCOL),
        NO_LOSS,
        Duration.ofNanos(100_000),
        SHORT,
        histogram);
    assertThat(result.failure()).isNull();
    assertThat(histogram.getTotalCount()).isEqualTo(result.sent());
  }
}

package exactlyonce.bench;

import static exactlyonce.bench.AllocationCheck.MAX_NONE;
import static exactlyonce.bench.AllocationCheck.MIN_SOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationCheckTest {
  private static final Cost WINDOW = new Cost("window", 6, 0.0001);
  private static final Cost MAP = new Cost("map", 40, 80);

  @Test
  void passesIfOnlyTheMapAllocates() {
    assertThat(complaints(WINDOW, MAP)).isEmpty();
  }

  @Test
  void detectsThatTheWindowAllocates() {
    assertThat(complaints(new Cost("window", 6, 16), MAP)).hasSize(1);
    assertThat(complaints(new Cost("window", 6, MAX_NONE), MAP)).hasSize(1);
    assertThat(complaints(new Cost("window", 6, Math.nextDown(MAX_NONE)), MAP)).isEmpty();
  }

  @Test
  void detectsThatTheMeasurementDoesNotWork() {
    assertThat(complaints(WINDOW, new Cost("map", 40, 0))).hasSize(1);
    assertThat(complaints(WINDOW, new Cost("map", 40, MIN_SOME))).hasSize(1);
    assertThat(complaints(WINDOW, new Cost("map", 40, Math.nextUp(MIN_SOME)))).isEmpty();
  }

  @Test
  void rejectsMissingMeasurements() {
    assertThat(complaints(new Cost("window", 6, Double.NaN), new Cost("map", 40, Double.NaN)))
        .hasSize(2);
  }

  @Test
  void detectsABenchmarkThatDidNotRun() {
    assertThat(complaints(MAP)).containsExactly("window: did not run");
    assertThat(complaints(WINDOW)).containsExactly("map: did not run");
  }

  @Test
  void rejectsABenchmarkWithoutExpectation() {
    assertThat(complaints(WINDOW, MAP, new Cost("other", 1, 0)))
        .containsExactly("other: ran, but no expectation is listed");
  }

  @Test
  void rejectsDuplicateBenchmarks() {
    assertThat(complaints(WINDOW, MAP, WINDOW)).containsExactly("window: is duplicated");
  }

  @Test
  void ignoresTimes() {
    assertThat(complaints(new Cost("window", 1e9, 0), new Cost("map", 1, 80))).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(complaints(new Cost("window", 6, 24), MAP))
        .containsExactly("window: allocates 24.0000 B/op, and must allocate NONE");
  }

  private static List<String> complaints(Cost... costs) {
    return AllocationCheck.complaints(
        Map.of("window", Allocation.NONE, "map", Allocation.SOME), List.of(costs));
  }
}

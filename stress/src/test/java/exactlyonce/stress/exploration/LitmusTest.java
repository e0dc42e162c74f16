package exactlyonce.stress.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.model.Variant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory model on small programs whose outcomes are known. */
class LitmusTest {
  @ParameterizedTest
  @MethodSource("tests")
  void verdictIsTheKnownOne(Litmus litmus, Variant variant) {
    Set<String> outcomes = NaiveSearch.outcomes(litmus.client(), variant, false);

    assertThat(outcomes.contains(litmus.weak()))
        .as("%s: %s in %s", litmus.source(), litmus.weak(), outcomes)
        .isEqualTo(litmus.allowedBy().contains(variant));
  }

  @ParameterizedTest
  @MethodSource("tests")
  void burstsLeaveOutNoOutcome(Litmus litmus, Variant variant) {
    Set<String> naive = NaiveSearch.outcomes(litmus.client(), variant, false);
    Set<String> found = outcomes(litmus.client(), variant);

    if (naive.contains("race")) { // which then is all that counts, and ends the search
      assertThat(found).contains("race");
    } else {
      assertThat(found).isEqualTo(naive);
    }
  }

  /** Every stronger variant has fewer outcomes. */
  @ParameterizedTest
  @MethodSource("tests")
  void sequentialOutcomesAreAllowedByAll(Litmus litmus, Variant variant) {
    Set<String> outcomes = outcomes(litmus.client(), variant);
    Set<String> sequential = outcomes(litmus.client(), Variant.SEQUENTIAL);

    assertThat(outcomes.contains("race") || outcomes.containsAll(sequential))
        .as("%s has %s", litmus, outcomes)
        .isTrue();
  }

  private static Set<String> outcomes(Client client, Variant variant) {
    Result result =
        Search.run(new Program(client), variant, UnaryOperator.identity(), null, 1_000_000);
    Set<String> outcomes = new TreeSet<>(result.outcomes());
    if (result.violation() != null) {
      outcomes.add("race");
    }
    return outcomes;
  }

  static Stream<Arguments> tests() {
    return Litmus.all().stream()
        .flatMap(
            litmus -> Stream.of(Variant.values()).map(variant -> Arguments.of(litmus, variant)));
  }
}

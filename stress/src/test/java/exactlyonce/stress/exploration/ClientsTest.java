package exactlyonce.stress.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.model.Variant;
import exactlyonce.stress.weakening.Baseline;
import exactlyonce.stress.witness.Witness;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped classes do under weak memory what they do under sequential consistency and what the
 * specifications do, and nothing wrong.
 */
class ClientsTest {
  private static final Map<String, Set<String>> SPECIFIED = SpecifiedOutcomes.byClient();

  @Test
  void namesAreDifferent() {
    assertThat(TestedClasses.clients()).extracting(Client::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("smallClients")
  void keepsItsPromise(Client client) {
    check(client);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("largeClients")
  void largeOneKeepsItsPromise(Client client) {
    check(client);
  }

  private static void check(Client client) {
    Baseline baseline = Baseline.of(client);
    Violation violation = baseline.result().violation();

    assertThat(violation)
        .as(() ->
            client.promise() + "\n" + Witness.text(violation, baseline.program().shared()))
        .isNull();
    assertThat(baseline.result().outcomes()).isEqualTo(baseline.sequential()).isNotEmpty();
    assertThat(SpecifiedOutcomes.differences(
            SPECIFIED.get(client.name()), baseline.result().outcomes()))
        .isEmpty();
  }

  /** Also without bursts, and with the fence at every moment. */
  @ParameterizedTest
  @MethodSource("smallestClients")
  void naiveSearchFindsTheSame(Client client) {
    assertThat(outcomes(client).outcomes())
        .isEqualTo(NaiveSearch.outcomes(client, Variant.WITHOUT_RELEASE_SEQUENCES, true));
  }

  private static Result outcomes(Client client) {
    return Search.run(
        new Program(client),
        Variant.WITHOUT_RELEASE_SEQUENCES,
        UnaryOperator.identity(),
        null,
        Baseline.MOST_STATES);
  }

  static Stream<Client> smallClients() {
    return TestedClasses.clients().stream().filter(client -> !client.isLarge());
  }

  static Stream<Client> largeClients() {
    return TestedClasses.clients().stream().filter(Client::isLarge);
  }

  static Stream<Client> smallestClients() {
    return smallClients().filter(client -> outcomes(client).states() < 50);
  }
}

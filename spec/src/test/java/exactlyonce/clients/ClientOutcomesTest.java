package exactlyonce.clients;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What the specifications allow the clients of the weak-memory explorer: its table is what TLC finds. That the
 * Java code does the same is for the tests of the module {@code stress}.
 */
class ClientOutcomesTest {
  private static final Path TABLE =
      Path.of("..", "stress", "src", "main", "resources", "exactlyonce", "stress", "outcomes.txt");

  /** To make the table again, copy what this writes. */
  @Test
  void theTableIsWhatTlcFinds() throws Exception {
    Map<String, Set<String>> all = new TreeMap<>();
    for (ClientModel window : ClientModel.ALL) {
      all.putAll(outcomes(window, UnaryOperator.identity()));
    }
    StringBuilder table = new StringBuilder();
    all.forEach((client, outcomes) -> outcomes.forEach(
        outcome -> table.append(client).append(": ").append(outcome).append('\n')));
    Files.writeString(Path.of("target", "outcomes.txt"), table);

    assertThat(TABLE).content().isEqualTo(table.toString());
  }

  /** A loser of the exchange that thinks it has won. */
  @Test
  void aBrokenRuleGivesAnotherTable() throws Exception {
    ClientModel window = window("ReceiveWindow");

    assertThat(outcomes(window, config -> config + "\nCONSTANT Unchanged <- UnchangedOrNot\n")
            .get("DataData"))
        .contains("data-0 CLAIMED | data-0 CLAIMED | end effects-2");
    assertThat(outcomes(window, UnaryOperator.identity()).get("DataData"))
        .isNotEmpty()
        .noneMatch(outcome -> outcome.contains("effects-2"));
  }

  /** Memory need not be sequentially consistent where the Java code has a plain store, or a release. */
  @Test
  void storesOfPayloadsAndFailuresMayBeLate() throws Exception {
    ClientModel window = window("OrderedWindow");

    assertThat(outcomes(window, late("\"PAYLOAD\", \"FAILED\"")))
        .isEqualTo(outcomes(window, UnaryOperator.identity()));
  }

  /**
   * But where it has a volatile one. The explorer finds this outcome as well if that access is weakened: see
   * {@code SpecifiedOutcomesTest}.
   */
  @Test
  void anyOtherLateStoreLosesAWakeUp() throws Exception {
    String lost = "data-0 handle-0 ack-0-null-sees-1 | data-1 | end effects-1-0-0 order-1";

    assertThat(outcomes(window("OrderedWindow"), late("\"BUFFERED\"")).get("HandOver"))
        .contains(lost);
    assertThat(outcomes(window("OrderedWindow"), late("\"DELIVERED\"")).get("HandOver"))
        .contains(lost);
  }

  private static UnaryOperator<String> late(String stores) {
    return config -> config.replace("Delayed = {}", "Delayed = {" + stores + "}");
  }

  private static ClientModel window(String name) {
    return ClientModel.ALL.stream()
        .filter(window -> window.window().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Set<String>> outcomes(
      ClientModel window, UnaryOperator<String> changed) throws InterruptedException {
    try (Specifications specifications = Specifications.in(Path.of("tla"));
        Tlc tlc = new Tlc()) {
      return window.outcomes(specifications, tlc, changed);
    }
  }
}

package exactlyonce.clients;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.InParallel;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What the specifications allow the clients of the weak-memory explorer: its table is what TLC finds. That the
 * Java code does the same is for the tests of the module {@code stress}.
 */
class ClientOutcomesTest {
  private static final Path TABLE =
      Path.of("..", "stress", "src", "main", "resources", "exactlyonce", "stress", "outcomes.txt");

  private static final Specifications SPECIFICATIONS = Specifications.in(Path.of("tla"));
  private static final Tlc TLC = new Tlc();

  @AfterAll
  static void close() {
    TLC.close();
    SPECIFICATIONS.close();
  }

  /** To make the table again, copy what this writes. */
  @Test
  void theTableIsWhatTlcFinds() throws Exception {
    Map<String, Set<String>> all = new TreeMap<>();
    InParallel.on(
            TLC.concurrency(),
            ClientModel.ALL,
            window -> window.outcomes(SPECIFICATIONS, TLC, UnaryOperator.identity()))
        .forEach(all::putAll);
    String table = table(all);
    Files.writeString(Path.of("target", "outcomes.txt"), table);

    assertThat(TABLE).content().isEqualTo(table);
  }

  /** A loser of the exchange that thinks it has won. */
  @Test
  void aBrokenRuleGivesAnotherTable() throws Exception {
    String twice = "data-0 CLAIMED | data-0 CLAIMED | end effects-2";

    assertThat(new ClientModel("ReceiveWindow", List.of(2))
            .outcomes(
                SPECIFICATIONS, TLC, config -> config + "\nCONSTANT Unchanged <- UnchangedOrNot\n")
            .get("DataData"))
        .contains(twice);
    assertThat(TABLE).content().contains("DataData: ").doesNotContain("DataData: " + twice);
  }

  /** Memory need not be sequentially consistent where the Java code has a plain store, or a release. */
  @Test
  void storesOfPayloadsAndFailuresMayBeLate() throws Exception {
    Map<String, Set<String>> outcomes = late("\"PAYLOAD\", \"FAILED\"", UnaryOperator.identity());

    assertThat(table(outcomes).lines().toList())
        .isEqualTo(linesOf(outcomes.keySet()))
        .hasSizeGreaterThan(50);
  }

  /**
   * But where it has a volatile one. The explorer finds this outcome as well if that access is weakened: see
   * {@code SpecifiedOutcomesTest}.
   */
  @Test
  void anyOtherLateStoreLosesAWakeUp() throws Exception {
    String lost = "data-0 handle-0 ack-0-null-sees-1 | data-1 | end effects-1-0-0 order-1";
    UnaryOperator<String> handOver = config -> config.replace("OrderedClients", "HandOverOnly");

    assertThat(late("\"BUFFERED\"", handOver)).containsOnlyKeys("HandOver");
    assertThat(late("\"BUFFERED\"", handOver).get("HandOver")).contains(lost);
    assertThat(late("\"DELIVERED\"", handOver).get("HandOver")).contains(lost);
  }

  /** Two messages in the window, and stores of these kinds late. */
  private static Map<String, Set<String>> late(String kinds, UnaryOperator<String> changed)
      throws InterruptedException {
    return new ClientModel("OrderedWindow", List.of(2))
        .outcomes(
            SPECIFICATIONS,
            TLC,
            config -> changed.apply(config).replace("Delayed = {}", "Delayed = {" + kinds + "}"));
  }

  private static String table(Map<String, Set<String>> all) {
    StringBuilder table = new StringBuilder();
    all.forEach((client, outcomes) -> outcomes.forEach(
        outcome -> table.append(client).append(": ").append(outcome).append('\n')));
    return table.toString();
  }

  private static List<String> linesOf(Set<String> clients) throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> clients.contains(line.substring(0, line.indexOf(':'))))
        .toList();
  }
}

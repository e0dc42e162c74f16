package exactlyonce.stress.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.bytecode.Call;
import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.model.Variant;
import exactlyonce.stress.weakening.Baseline;
import exactlyonce.stress.weakening.Weakening;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table that TLC has made, and what it notices. {@link ClientsTest} compares each client with it. */
class SpecifiedOutcomesTest {
  private static final Map<String, Set<String>> SPECIFIED = SpecifiedOutcomes.byClient();

  /** No specification has the polling of a sender, one memory access a step. */
  private static final Set<String> WITHOUT_A_SPECIFICATION = Set.of(
      "PollPoll",
      "UnknownUnknown",
      "UnknownAgainstPoll",
      "UnknownAgainstNext",
      "AckAck",
      "AckAgainstPoll",
      "AckAgainstCancel",
      "GoneAgainstSubmit",
      "DropAgainstData",
      "DropAgainstTwo",
      "DropTouchedAgainstTwo",
      "DropAgainstSeal",
      "DropDrop",
      "DropUntouchedAgainstData",
      "DropUntouchedAgainstSeal",
      "OpenOpen",
      "ClosePollPoll",
      "GoneGone",
      "GoneAgainstClosePoll",
      "SessionCloseAgainstGone",
      "SessionGoneAgainstSubmit",
      "FailureIsSeen");

  @Test
  void everyOtherClientIsInTheTableAndNothingElse() {
    Set<String> names = new TreeSet<>(WITHOUT_A_SPECIFICATION);
    names.addAll(SPECIFIED.keySet());

    assertThat(TestedClasses.clients())
        .extracting(Client::name)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(SPECIFIED).doesNotContainKeys(WITHOUT_A_SPECIFICATION.toArray(String[]::new));
  }

  @Test
  void anOutcomeLeftOutOrMadeUpIsNoticed() {
    Set<String> specified = SPECIFIED.get("DataSeal");
    String one = "data-0 SEALED | seal-0 SEALED | end effects-0";
    Set<String> fewer = new TreeSet<>(specified);

    assertThat(fewer.remove(one)).isTrue();
    assertThat(SpecifiedOutcomes.differences(fewer, specified))
        .containsExactly("not in the specification: " + one);
    assertThat(SpecifiedOutcomes.differences(specified, fewer))
        .containsExactly("only in the specification: " + one);
    assertThat(SpecifiedOutcomes.differences(specified, specified)).isEmpty();
  }

  /** Neither neighbour sees that the other has arrived: 1 never takes effect. */
  @Test
  void theTableAloneNoticesALostWakeUp() {
    assertThat(differences("HandOver", "OrderedReceiveWindow.isPassed#1", Mode.ACQUIRE))
        .contains("not in the specification: data-0 handle-0 ack-0-null-sees-1 | data-1 | "
            + "end effects-1-0-0 order-1");
  }

  /** Whatever the clients promise: each of these has an outcome that is in no table. */
  @ParameterizedTest
  @CsvSource({
    "HandOverAfterSeal, OrderedReceiveWindow.buffer#4, RELEASE",
    "HandOverOfSealed, OrderedReceiveWindow.seal#2, ACQUIRE",
    "HandOverOfSealed, OrderedReceiveWindow.deliver#1, RELEASE",
    "ReplyAgainstNextLap, ReplyCells.store#2, OPAQUE",
    "ReplyAgainstNextLap, ReplyCells.load#1, OPAQUE",
    "ResendOfNext, SendWindow.payload#1, OPAQUE"
  })
  void theTableAloneNoticesAWeakenedAccess(String client, String site, Mode mode) {
    assertThat(differences(client, site, mode))
        .anyMatch(difference -> difference.startsWith("not in the specification: "));
  }

  /** What a client does with one access weakened, whatever it promises, as far as no access races. */
  private static List<String> differences(String name, String site, Mode mode) {
    Client client = TestedClasses.clients().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
    Call call = TestedClasses.calls().stream()
        .filter(each -> each.site().equals(site))
        .findFirst()
        .orElseThrow();
    Client withoutCheck = new Client(name, "nothing", () -> {
      Threads threads = client.setUp().get();
      return new Threads(threads.actors(), threads.arbiter(), outcome -> true);
    });
    Result result = Search.run(
        new Program(withoutCheck),
        Variant.WITHOUT_RELEASE_SEQUENCES,
        new Weakening(call, mode),
        null,
        Baseline.MOST_STATES);
    return SpecifiedOutcomes.differences(SPECIFIED.get(name), result.outcomes());
  }
}

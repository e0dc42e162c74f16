package exactlyonce.stress.witness;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.bytecode.Call;
import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Violation;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.weakening.Baseline;
import exactlyonce.stress.weakening.Weakening;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WitnessTest {
  /** A CHECK that reads DELIVERED without acquiring it. */
  @Test
  void namesStatesAndWhatIsNotOrdered() {
    Baseline baseline = Baseline.of(client("DataCheck"));
    Violation violation = violation(baseline, "ReceiveWindow.check#1", Mode.OPAQUE);

    String text = Witness.text(violation, baseline.program().shared());
    assertThat(text)
        .startsWith("race with a write of thread 0\n")
        .contains(
            "ReceiveWindow.stamps[0] = (0, DELIVERED)",
            "effects[0]: race",
            "(-2, DELIVERED) -> (0, CLAIMED)");
    assertThat(text.lines().filter(line -> line.startsWith("thread 0")).toList())
        .singleElement()
        .asString()
        .endsWith("thread 1");
  }

  /** Neither neighbour sees that the other has arrived. */
  @Test
  void saysWhatAReadDoesNotSee() {
    Baseline baseline = Baseline.of(client("HandOver"));
    Violation violation = violation(baseline, "OrderedReceiveWindow.isPassed#1", Mode.ACQUIRE);

    assertThat(Witness.text(violation, baseline.program().shared()))
        .startsWith("forbidden outcome")
        .containsPattern("does not see \\(0, [A-Z]+\\) of thread 0");
  }

  static Client client(String name) {
    return TestedClasses.clients().stream()
        .filter(client -> client.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns what goes wrong with one access weakened. */
  static Violation violation(Baseline baseline, String site, Mode mode) {
    Call call = TestedClasses.calls().stream()
        .filter(each -> each.site().equals(site))
        .findFirst()
        .orElseThrow();
    return Objects.requireNonNull(baseline.with(new Weakening(call, mode)).violation());
  }
}

package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.Weakening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("checker")
class InfluenceTest {

  @Test
  void whereNoneIsPossibleTheRunIsTheSame() throws InterruptedException {
    List<String> impossible = new ArrayList<>();
    List<String> possible = new ArrayList<>();
    try (Specifications specifications =
            Specifications.in(Path.of("src/test/resources/turnstile"));
        Tlc tlc = new Tlc()) {
      ModelChecker checker = new ModelChecker(specifications, tlc, Optional.empty());
      Map<Weakening, List<Witness>> weakenings = Weakenings.of(specifications, tlc);
      try (Influence influence = new Influence(specifications, tlc, weakenings.keySet())) {
        for (Map.Entry<Weakening, List<Witness>> each : weakenings.entrySet()) {
          Weakening weakening = each.getKey();
          try (ChangedModule changed =
              new ChangedModule(specifications, tlc, checker, "Turnstile", weakening::appliedTo)) {
            String clause = weakening.clause(changed.original());
            for (Witness witness : each.getValue()) {
              boolean isPossible = influence.isPossible(weakening, witness);
              (isPossible ? possible : impossible).add(clause);
              if (!isPossible) {
                TlcResult before = tlc.run(checker.request(witness.model()));
                TlcResult after = changed.run(witness.model());
                assertThat(after.verdict()).as(clause).isEqualTo(before.verdict());
                assertThat(after.distinctStates()).isEqualTo(before.distinctStates());
                assertThat(after.generatedStates()).isEqualTo(before.generatedStates());
                assertThat(after.traceLength()).isEqualTo(before.traceLength());
              }
            }
          }
        }
      }
    }
    assertThat(impossible).contains("passed < 9", "paid <= 2");
    assertThat(possible).contains("Unlocked", "paid < 2", "Pay", "Push", "WF_vars(Push)");
  }
}

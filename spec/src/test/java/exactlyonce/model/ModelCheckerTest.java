package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Tlc;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelCheckerTest {

  /** Counter-3 has 7 distinct states. */
  @Test
  void coverageIsCountedInModelsThatHoldUpToASize() {
    assertThat(isCovered("Counter-3", 7)).isTrue();
    assertThat(isCovered("Counter-3", 6)).isFalse();
    assertThat(isCovered("Counter-Below", Long.MAX_VALUE)).isFalse();
  }

  private static boolean isCovered(String name, long mostStates) {
    try (Specifications specifications = Specifications.in(Path.of("src/test/resources/specs"));
        Tlc tlc = new Tlc()) {
      Model model = specifications.manifest().model(name).orElseThrow();
      return new ModelChecker(specifications, tlc, Optional.empty())
          .withCoverage(mostStates)
          .request(model)
          .arguments()
          .contains("-coverage");
    }
  }
}

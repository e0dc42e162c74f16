package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Specs;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of module Endless hold in the part that a reduction leaves, whether true or not. */
class VacuousLivenessTest {

  private static Tlc tlc;

  @BeforeAll
  static void start() {
    tlc = new Tlc(1, Optional.empty());
  }

  @AfterAll
  static void close() {
    tlc.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTRAINT Few, PROPERTY Arrives, CONSTRAINT",
    "CONSTRAINTS Few, PROPERTIES Climbs Arrives, CONSTRAINTS",
    "ACTION_CONSTRAINT FewSteps, PROPERTY Arrives, ACTION_CONSTRAINT",
    "CONSTRAINT Few VIEW Last, PROPERTY Turns, CONSTRAINT and VIEW",
    "VIEW Last, PROPERTY Turns, VIEW",
    "CONSTRAINT Few, PROPERTY Climbs, ''",
    "CONSTRAINT Few, INVARIANT Natural, ''",
    "VIEW Last, INVARIANT Natural, ''",
  })
  void livenessUnderAReductionIsWarnedOf(String reduction, String property, String keywords)
      throws InterruptedException {
    String config = "SPECIFICATION Spec\n" + reduction + "\n" + property + "\n";
    TlcResult result = tlc.run(TlcRequest.of(Specs.directory(), "Endless", config));
    assertThat(result.verdict()).as(result.message()).isEqualTo(TlcResult.Verdict.HOLDS);
    Optional<String> warning = VacuousLiveness.warning(new TlcConfig(config), result);
    if (keywords.isEmpty()) {
      assertThat(warning).isEmpty();
    } else {
      assertThat(warning)
          .hasValue("liveness is checked under " + keywords
              + ", so the properties may hold vacuously; check them without " + keywords);
    }
  }
}

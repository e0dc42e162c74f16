package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Weakening.Kind;
import exactlyonce.tlc.Weakening.Level;
import org.junit.jupiter.api.Test;

class WeakeningTest {

  private static final String MODULE =
      "A ==\n  /\\ x > 1 /\\ y\n  /\\ \\/ x\n     \\/ y\n  /\\ x' = 1\n";

  private static Weakening weakening(
      Kind kind, int line, int column, int lastLine, int lastColumn) {
    return new Weakening(
        new Place("M", line, column, lastLine, lastColumn), "A", kind, Level.STATE);
  }

  @Test
  void whatFollowsStaysInItsColumn() {
    Weakening weakening = weakening(Kind.CONJUNCT, 2, 6, 2, 10);
    assertThat(weakening.clause(MODULE)).isEqualTo("x > 1");
    assertThat(weakening.appliedTo(MODULE)).isEqualTo(MODULE.replace("x > 1", "TRUE "));
  }

  @Test
  void severalLinesBecomeEmpty() {
    Weakening weakening = weakening(Kind.CONJUNCT, 3, 6, 4, 9);
    assertThat(weakening.clause(MODULE)).isEqualTo("\\/ x \\/ y");
    assertThat(weakening.appliedTo(MODULE).lines())
        .containsExactly("A ==", "  /\\ x > 1 /\\ y", "  /\\ TRUE", "         ", "  /\\ x' = 1");
  }

  @Test
  void anAlternativeBecomesFalse() {
    assertThat(weakening(Kind.DISJUNCT, 4, 9, 4, 9).appliedTo(MODULE))
        .contains("\\/ x\n     \\/ FALSE\n");
  }
}

package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final String MODULE =
      "A ==\n  /\\ x > 1 /\\ y\n  /\\ \\/ x\n     \\/ y\n  /\\ x' = 1\n";

  private static Guard guard(int line, int column, int lastLine, int lastColumn) {
    return new Guard(new Coverage.Place("M", line, column, lastLine, lastColumn), "A");
  }

  @Test
  void whatFollowsStaysInItsColumn() {
    Guard guard = guard(2, 6, 2, 10);
    assertThat(guard.text(MODULE)).isEqualTo("x > 1");
    assertThat(guard.removedFrom(MODULE)).isEqualTo(MODULE.replace("x > 1", "TRUE "));
  }

  @Test
  void severalLinesBecomeEmpty() {
    Guard guard = guard(3, 6, 4, 9);
    assertThat(guard.text(MODULE)).isEqualTo("\\/ x \\/ y");
    assertThat(guard.removedFrom(MODULE).lines())
        .containsExactly("A ==", "  /\\ x > 1 /\\ y", "  /\\ TRUE", "         ", "  /\\ x' = 1");
  }

  @Test
  void guardsAreReadFromTheLogAndNothingElseIs() {
    assertThat(Guard.in(List.of("guard M 2 6 2 10 A", "guard dog", "Finished in 1 s")))
        .containsExactly(guard(2, 6, 2, 10));
  }
}

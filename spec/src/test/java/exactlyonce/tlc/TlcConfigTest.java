package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TlcConfigTest {

  private static final String TEXT = """
      \\* PROPERTY NotThisOne
      SPECIFICATION Spec
      CONSTANTS A = "PROPERTY not here" B = {x,
          y} C <- Operator
      INVARIANTS TypeOK Safe
      PROPERTIES Live (* INVARIANT Nor *) Live2
      CHECK_DEADLOCK FALSE
      PROPERTY Live3
      """;

  private final TlcConfig config = new TlcConfig(TEXT);

  @Test
  void namesAreFoundInOrder() {
    assertThat(config.invariants()).containsExactly("TypeOK", "Safe");
    assertThat(config.properties()).containsExactly("Live", "Live2", "Live3");
  }

  @Test
  void onePropertyReplacesAllOthersAndTheInvariants() {
    TlcConfig only = config.withOnlyProperty("Live2");
    assertThat(only.properties()).containsExactly("Live2");
    assertThat(only.invariants()).isEmpty();
    assertThat(only.text()).contains("SPECIFICATION Spec", "B = {x,\n    y} C <- Operator");
    assertThat(only.text().indexOf("CHECK_DEADLOCK")).isEqualTo(TEXT.indexOf("CHECK_DEADLOCK"));
  }

  @Test
  void constantsAreReplacedWhereTheyStand() {
    String changed =
        config.withConstants(Map.of("A", "\"a\"", "B", "{}", "C", "3")).text();
    assertThat(changed)
        .isEqualTo(TEXT.replace("\"PROPERTY not here\"", "\"a\"")
            .replace("{x,\n    y}", "{}")
            .replace("C <- Operator", "C = 3"));
  }

  @Test
  void aConstantThatHasNoValueCannotBeReplaced() {
    assertThatThrownBy(() -> config.withConstants(Map.of("D", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("D");
  }

  @Test
  void theValueOfAConstantIsReadAsItIsWritten() {
    TlcConfig config =
        new TlcConfig("CONSTANTS N = 3 Threads = {t1, t2}\n Set <- Two \\* a comment\nINVARIANT N");
    assertThat(config.constant("N")).contains("3");
    assertThat(config.constant("Threads")).contains("{t1, t2}");
    assertThat(config.constant("Set")).contains("Two");
    assertThat(config.constant("Other")).isEmpty();
  }
}

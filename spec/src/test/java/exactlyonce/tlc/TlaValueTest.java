package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlaValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-2147483648",
        "TRUE",
        "FALSE",
        "\"\"",
        "\"a \\\"quoted\\\\\\\" one, with \\n and \\t\"",
        "model_value_1",
        "<<>>",
        "<<1, <<TRUE>>, \"x\">>",
        "{}",
        "{{}, {1, 2}}",
        "2..4",
        "{-1..2}",
        "[a |-> 1, b_2 |-> [c |-> {}]]",
        "(3 :> \"x\" @@ <<1>> :> (\"a\" :> 2))",
      })
  void whatTlcPrintsIsReadAndPrintedAgain(String text) {
    assertThat(TlaValue.parse(text).toString()).isEqualTo(text);
  }

  @Test
  void eachFormHasItsType() {
    assertThat(TlaValue.parse(" [ a |->\n 1,\n b |-> m ] "))
        .isEqualTo(
            new TlaValue.Rec(Map.of("a", new TlaValue.Int(1), "b", new TlaValue.Model("m"))));
    assertThat(TlaValue.parse("{2, 1}"))
        .isEqualTo(new TlaValue.SetOf(Set.of(new TlaValue.Int(1), new TlaValue.Int(2))));
    assertThat(TlaValue.parse("<<1..2>>"))
        .isEqualTo(new TlaValue.Tuple(List.of(new TlaValue.Interval(1, 2))));
    assertThat(TlaValue.parse("(1 :> 2 @@ 3 :> 4)"))
        .isEqualTo(TlaValue.parse("(3 :> 4 @@ 1 :> 2)"))
        .isNotEqualTo(TlaValue.parse("(3 :> 4 @@ 1 :> 3)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2",
        "<<1",
        "{1,}",
        "[a -> 1]",
        "[]",
        "()",
        "\"open",
        "3000000000",
        "SUBSET {1}",
        "-",
        "1.."
      })
  void anythingElseIsAnErrorThatSaysWhere(String text) {
    assertThatThrownBy(() -> TlaValue.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character");
  }
}

package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.TlaValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

  private static final ValueText TEXT = new ValueText(List.of(
      new Legend.RecordText("slot {slot}: payload {value}", Map.of("kind", "PAYLOAD"), null),
      new Legend.RecordText("slot {slot}: {value}", null, null),
      new Legend.RecordText("({seq}, {state})", null, Map.of("message", "seq"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "\"DELIVERED\"; DELIVERED",
        "-1; -1",
        "TRUE; TRUE",
        "t1; t1",
        "<<>>; ()",
        "<<\"there\", 0>>; (there, 0)",
        "{1, <<2, 3>>}; {1, (2, 3)}",
        "(1 :> 5 @@ 2 :> 6); 1: 5, 2: 6",
        "[a |-> 1, b |-> (1 :> 5)]; a 1, b (1: 5)",
        "{[a |-> 1, b |-> 2]}; {(a 1, b 2)}",
        "[seq |-> 0, state |-> \"CLAIMED\"]; (0, CLAIMED)",
        "[seq |-> 0, state |-> \"CLAIMED\", message |-> 0]; (0, CLAIMED)",
        "[seq |-> 0, state |-> \"CLAIMED\", message |-> 1]; (0, CLAIMED) with message 1",
        "<<[slot |-> 0, kind |-> \"PAYLOAD\", value |-> 7]>>; slot 0: payload 7",
        "<<[slot |-> 0, kind |-> \"X\", value |-> [seq |-> 0, state |-> \"Y\"]]>>; 'slot 0: (0, Y)'"
      })
  void isWrittenForPeople(String value, String text) {
    assertThat(TEXT.of(TlaValue.parse(value))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[a |-> 1, b |-> 2]; [a |-> 1, b |-> 3]; b 3",
        "(0 :> 1 @@ 1 :> 1); (0 :> 1 @@ 1 :> 2); 1: 2",
        "[a |-> (0 :> 1 @@ 1 :> 1)]; [a |-> (0 :> 1 @@ 1 :> 2)]; a 1: 2",
        "<<1>>; <<1, 2>>; (1, 2)"
      })
  void ofAChangeOnlyTheNewPartsAreWritten(String old, String now, String text) {
    assertThat(TEXT.ofChanges(TlaValue.parse(old), TlaValue.parse(now))).isEqualTo(text);
  }

  @Test
  void onlyNamesInBracesAreReplaced() {
    assertThat(ValueText.fill("{a} {b} {}", Map.of("a", "$1"))).isEqualTo("$1 {b} {}");
  }
}

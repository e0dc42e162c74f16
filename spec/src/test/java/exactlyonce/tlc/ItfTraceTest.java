package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.tlc.Counterexample.BackTo;
import exactlyonce.tlc.Counterexample.Ending;
import exactlyonce.tlc.Counterexample.State;
import exactlyonce.tlc.Counterexample.Stop;
import exactlyonce.tlc.Counterexample.Stuttering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItfTraceTest {

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private static ObjectNode trace(Ending ending, String... values) {
    List<State> states = new ArrayList<>();
    for (String value : values) {
      states.add(new State(
          states.size() + 1,
          states.isEmpty() ? "Init" : "Step",
          Map.of("x", TlaValue.parse(value))));
    }
    return ItfTrace.of("Count", "it counts", new Counterexample(states, ending));
  }

  @Test
  void aTraceHasWhatTheFormatDemands() throws Exception {
    assertThat(trace(new Stop(), "0", "1")).isEqualTo(json("""
        {'#meta': {
           'format': 'ITF',
           'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
           'source': 'Count.tla',
           'description': 'it counts'},
         'vars': ['x'],
         'states': [
           {'#meta': {'index': 0, 'action': 'Init'}, 'x': {'#bigint': '0'}},
           {'#meta': {'index': 1, 'action': 'Step'}, 'x': {'#bigint': '1'}}]}
        """));
  }

  @Test
  void whatRepeatsIsALoop() {
    assertThat(trace(new BackTo(2, "Step"), "0", "1", "2").get("loop").asInt()).isEqualTo(1);
    assertThat(trace(new Stuttering(), "0", "1", "2").get("loop").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "-7                  ; {'#bigint': '-7'}",
        "TRUE                ; true",
        "\"a \\\"b\\\"\"     ; 'a \\\"b\\\"'",
        "m1                  ; 'm1'",
        "<<1, \"a\">>        ; {'#tup': [{'#bigint': '1'}, 'a']}",
        "<<>>                ; {'#tup': []}",
        "{\"a\", \"b\"}      ; {'#set': ['a', 'b']}",
        "{}                  ; {'#set': []}",
        "1..2                ; {'#set': [{'#bigint': '1'}, {'#bigint': '2'}]}",
        "2..1                ; {'#set': []}",
        "[s |-> \"a\", t |-> {}] ; {'s': 'a', 't': {'#set': []}}",
        "(0 :> \"a\" @@ 1 :> \"b\") ; {'#map': [[{'#bigint': '0'}, 'a'], [{'#bigint': '1'}, 'b']]}"
      })
  void aValueIsWrittenAsTheFormatDemands(String value, String expected) throws Exception {
    assertThat(trace(new Stop(), value).at("/states/0/x")).isEqualTo(json(expected));
  }

  @Test
  void whatCannotBeReadIsKeptAsText() throws Exception {
    State state = new State(1, "Init", Map.of("x", new TlaValue.Other("SUBSET S")));
    ObjectNode trace =
        ItfTrace.of("Count", "it counts", new Counterexample(List.of(state), new Stop()));
    assertThat(trace.at("/states/0/x")).isEqualTo(json("{'#unserializable': 'SUBSET S'}"));
  }
}

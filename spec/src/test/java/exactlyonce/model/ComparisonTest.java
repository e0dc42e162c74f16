package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.tlc.Specs;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two real results, compared with right and with wrong expectations. */
class ComparisonTest {

  private static TlcResult holds;
  private static TlcResult violated;
  private static TlcResult error;

  @BeforeAll
  static void run() throws InterruptedException {
    try (Tlc tlc = new Tlc(1, Optional.empty())) {
      holds = tlc.run(Specs.counter("Safety", "INVARIANT TypeOK"));
      violated = tlc.run(Specs.counter("Safety", "INVARIANT Below"));
      error = tlc.run(TlcRequest.of(Specs.directory(), "SyntaxError", "INIT Init\nNEXT Init\n"));
    }
  }

  private static final String HOLDS =
      "{\"verdict\":\"holds\",\"distinctStates\":7,\"generatedStates\":7,\"depth\":4}";
  private static final String VIOLATED =
      "{\"verdict\":\"violated\",\"property\":\"Below\",\"traceLength\":3,\"distinctStates\":5}";

  private static List<String> compare(TlcResult result, String expected, int workers) {
    String json = "{\"model\":\"M\",\"module\":\"A\",\"config\":\"A.cfg\",\"tier\":\"verify\","
        + "\"expected\":"
        + expected
        + "}";
    Model model;
    try {
      model = new ObjectMapper().readValue(json, Model.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    return Comparison.differences(model, result, workers);
  }

  @Test
  void whatIsExpectedIsNoDifference() {
    assertThat(compare(holds, HOLDS, 1)).isEmpty();
    assertThat(compare(violated, VIOLATED, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'distinctStates\":7', 'distinctStates\":8', 'distinctStates expected: 8, found: 7'",
    "'generatedStates\":7', 'generatedStates\":6', 'generatedStates expected: 6, found: 7'",
    "'depth\":4', 'depth\":5', 'depth expected: 5, found: 4'",
  })
  void aWrongCountIsADifference(String part, String change, String difference) {
    assertThat(compare(holds, HOLDS.replace(part, change), 1)).containsExactly(difference);
  }

  @ParameterizedTest
  @CsvSource({
    "'Below', 'TypeOK', 'property expected: TypeOK, found: Below'",
    "'traceLength\":3', 'traceLength\":4', 'traceLength expected: 4, found: 3'",
    "'distinctStates\":5', 'distinctStates\":6', 'distinctStates expected: 6, found: 5'",
  })
  void aWrongViolationIsADifference(String part, String change, String difference) {
    assertThat(compare(violated, VIOLATED.replace(part, change), 1)).containsExactly(difference);
  }

  @Test
  void aWrongVerdictIsADifference() {
    assertThat(compare(holds, VIOLATED, 1))
        .containsExactly("expected: violated Below in 3 states; found: holds");
    assertThat(compare(violated, HOLDS, 1))
        .containsExactly("expected: holds; found: violated Below in 3 states");
  }

  @Test
  void anErrorIsADifferenceWhateverIsExpected() {
    assertThat(compare(error, HOLDS, 1)).singleElement().asString().contains("SyntaxError.tla");
    assertThat(compare(error, VIOLATED, 1)).singleElement().asString().contains("SyntaxError.tla");
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"distinctStates\":7", ",\"generatedStates\":7", ",\"depth\":4"})
  void aModelThatHoldsIsNotPinnedWithoutItsCounts(String part) {
    assertThat(compare(holds, HOLDS.replace(part, ""), 1))
        .singleElement()
        .asString()
        .startsWith("not pinned: the manifest lacks")
        .endsWith(part.replaceAll("[,\"]", "").replace(":", " "));
  }

  @ParameterizedTest
  @CsvSource({"',\"property\":\"Below\"', property Below", "',\"traceLength\":3', traceLength 3"})
  void aViolationIsNotPinnedWithoutPropertyAndLength(String part, String missing) {
    assertThat(compare(violated, VIOLATED.replace(part, ""), 1))
        .containsExactly("not pinned: the manifest lacks " + missing);
  }

  @Test
  void withTwoWorkersOnlyDistinctStatesAreCompared() {
    String others = HOLDS.replace("generatedStates\":7", "generatedStates\":9");
    assertThat(compare(holds, others, 2)).isEmpty();
    assertThat(compare(holds, others.replace("distinctStates\":7", "distinctStates\":8"), 2))
        .containsExactly("distinctStates expected: 8, found: 7");
  }
}

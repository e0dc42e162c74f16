package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Models that share a configuration and differ in the values of some constants: one for each
 * combination.
 *
 * @param name what the names of the models begin with; the values follow, as in {@code
 *     FailurePoints-never-accept-none-synchronous}
 * @param module the root module of all
 * @param config the configuration of all
 * @param constants the values of each constant, which are TLA+ strings; in the order of the names
 * @param tier of all
 * @param expected what a run must give, by the values, as in {@code never-accept-none-synchronous}; in
 *     the order in which the models are reported
 */
record ModelMatrix(
    @JsonProperty(value = "model", required = true) String name,
    @JsonProperty(required = true) String module,
    @JsonProperty(required = true) String config,
    @JsonProperty(required = true) Map<String, List<String>> constants,
    @JsonProperty(required = true) Tier tier,
    @JsonProperty(required = true) Map<String, Expected> expected) {

  ModelMatrix {
    Objects.requireNonNull(name, "model is null");
    Objects.requireNonNull(constants, "constants is null");
    Objects.requireNonNull(expected, "expected is null");
  }

  /** The models. Throws {@link ManifestException} unless a result is expected of each combination. */
  List<Model> cells() {
    Map<String, Map<String, String>> combinations = new TreeMap<>(Map.of("", Map.of()));
    for (Map.Entry<String, List<String>> constant : constants.entrySet()) {
      combinations = extended(combinations, constant.getKey(), constant.getValue());
    }
    for (String values : combinations.keySet()) {
      if (!expected.containsKey(values)) {
        throw new ManifestException("matrix " + name + ": nothing is expected of " + values);
      }
    }
    List<Model> cells = new ArrayList<>();
    for (Map.Entry<String, Expected> cell : expected.entrySet()) {
      Map<String, String> combination = combinations.get(cell.getKey());
      if (combination == null) {
        throw new ManifestException("matrix " + name + ": there is no cell " + cell.getKey());
      }
      cells.add(
          Model.of(name + "-" + cell.getKey(), module, config, combination, tier, cell.getValue()));
    }
    return cells;
  }

  private static Map<String, Map<String, String>> extended(
      Map<String, Map<String, String>> combinations, String constant, List<String> values) {
    Map<String, Map<String, String>> longer = new TreeMap<>();
    combinations.forEach((key, combination) -> {
      for (String value : values) {
        Map<String, String> with = new LinkedHashMap<>(combination);
        with.put(constant, "\"" + value + "\"");
        longer.put(key.isEmpty() ? value : key + "-" + value, with);
      }
    });
    return longer;
  }
}

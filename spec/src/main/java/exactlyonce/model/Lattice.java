package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which guarantee survives which assumptions.
 *
 * @param guarantees names of properties
 * @param alike for properties of other names that say the same: the guarantee
 * @param rows one for each combination of assumptions
 */
public record Lattice(
    @JsonProperty(required = true) List<String> guarantees,
    @Nullable Map<String, String> alike,
    @JsonProperty(required = true) List<Row> rows) {

  public Lattice {
    guarantees = List.copyOf(guarantees);
    alike = alike == null ? Map.of() : Map.copyOf(alike);
    rows = List.copyOf(rows);
  }

  @Override
  public Map<String, String> alike() {
    return alike == null ? Map.of() : alike;
  }

  /**
   * Assumptions.
   *
   * @param given which assumption is kept, or broken
   * @param models those that are checked under them: for each guarantee the first that says something
   */
  public record Row(
      @JsonProperty(required = true) String given,
      @JsonProperty(required = true) List<String> models) {
    public Row {
      models = List.copyOf(models);
    }
  }
}

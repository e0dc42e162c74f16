package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * Models that differ in one bound, so that one sees how the states grow with it.
 *
 * @param varies the bound
 * @param models by growing bound
 */
public record Growth(
    @JsonProperty(required = true) String varies,
    @JsonProperty(required = true) List<String> models) {
  public Growth {
    Objects.requireNonNull(varies, "varies is null");
    models = List.copyOf(models);
  }
}

package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * One point at which delivery can fail, and the models that show it.
 *
 * @param number from 1
 * @param title what happens
 * @param models the names of models in the manifest
 */
public record FailurePoint(
    @JsonProperty(required = true) int number,
    @JsonProperty(required = true) String title,
    @JsonProperty(required = true) List<String> models) {

  public FailurePoint {
    Objects.requireNonNull(title, "title is null");
    Objects.requireNonNull(models, "models is null");
    models = List.copyOf(models);
  }
}

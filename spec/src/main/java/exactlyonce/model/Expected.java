package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a model must give. A number that is absent is not compared; {@link Comparison} says
 * which may be absent.
 *
 * @param verdict whether the model holds
 * @param property the violated property, or null
 * @param traceLength the number of states of the counterexample, or null
 * @param distinctStates the number of distinct states, or null
 * @param generatedStates the number of generated states with one worker, or null
 * @param depth the depth of the state graph with one worker, or null
 */
public record Expected(
    @JsonProperty(required = true) Verdict verdict,
    @Nullable String property,
    @Nullable Integer traceLength,
    @Nullable Long distinctStates,
    @Nullable Long generatedStates,
    @Nullable Integer depth) {

  public Expected {
    Objects.requireNonNull(verdict, "verdict is null");
  }

  /** What can be expected of a model. */
  public enum Verdict {
    @JsonProperty("holds")
    HOLDS,
    @JsonProperty("violated")
    VIOLATED;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** In one line, as in {@code violated NoDuplicate in 7 states}; what is not pinned is left out. */
  public String inWords() {
    if (verdict == Verdict.HOLDS) {
      return "holds";
    }
    return "violated"
        + (property == null ? "" : " " + property)
        + (traceLength == null ? "" : " in " + traceLength + " states");
  }
}

package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How often a model is checked. Tiers nest: each includes the ones before it. */
public enum Tier {
  /** With every run of the main job: at most 30 seconds in all. */
  @JsonProperty("verify")
  VERIFY,
  /** With every change of a specification. */
  @JsonProperty("quick")
  QUICK,
  /** Now and then. */
  @JsonProperty("full")
  FULL;

  /** Whether checking this tier includes models of the other. */
  public boolean includes(Tier other) {
    return other.compareTo(this) <= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

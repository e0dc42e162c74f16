package exactlyonce.model;

import java.util.Objects;

/**
 * A model that may notice a weakening.
 *
 * @param by what
 */
public record Witness(Model model, By by) {

  /** What shows that a clause is needed, once it is weakened. */
  public enum By {
    /** The model does not hold any more, or the mutant holds or violates another property. */
    VERDICT,
    /**
     * Like {@link #VERDICT}, or the mutant's counterexample is longer: the pinned one satisfies the
     * weakened property.
     */
    COUNTEREXAMPLE
  }

  /** A larger model is asked after the others. */
  private static final long LARGE = 25_000;

  /** What a model that is to be violated counts as: most of them are small. */
  private static final long STATES_OF_MUTANT = 1_000;

  /** Whether the model is asked only if no smaller one notices. */
  boolean isLarge() {
    return states() > LARGE;
  }

  /** The number of its distinct states, roughly. */
  long states() {
    return states(model);
  }

  static long states(Model model) {
    return model.isMutant()
        ? STATES_OF_MUTANT
        : Objects.requireNonNullElse(model.expected().distinctStates(), Long.MAX_VALUE);
  }
}

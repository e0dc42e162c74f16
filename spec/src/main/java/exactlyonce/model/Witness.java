package exactlyonce.model;

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

  /** Whether the model is there to be violated. */
  boolean isMutant() {
    return model.expected().verdict() == Expected.Verdict.VIOLATED;
  }
}

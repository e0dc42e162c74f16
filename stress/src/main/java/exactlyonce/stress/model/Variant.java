package exactlyonce.stress.model;

/** What an exchange, and a release after an opaque read, pass on. From the weakest to the strongest. */
public enum Variant {
  /** The text of {@code VarHandle}: an acquire sees what came before the release that it reads from. */
  WITHOUT_RELEASE_SEQUENCES,
  /** As in C11: also if there are exchanges by others between the two. */
  WITH_RELEASE_SEQUENCES,
  /**
   * As in JAM (Bender and Palsberg, OOPSLA 2019): a release passes on what the releases said that this
   * thread has read, even if it has not acquired them.
   */
  CUMULATIVE,
  /** Every read reads the last write: the executions that a model checker takes for granted. */
  SEQUENTIAL
}

package exactlyonce.window;

/** The state of a message in a {@link SendWindow}. */
public enum SendState {
  /** Not submitted, or just being submitted. */
  UNSENT,
  /** Submitted and not decided. A timeout sends CHECK. */
  PENDING,
  /** Cancelled and not decided. A timeout sends SEAL. */
  SEALING,
  /** Decided, and the listener is being told. */
  REPORTING,
  /** Decided: it took effect. */
  DELIVERED,
  /** Decided: it has had no effect and never will. */
  NOT_DELIVERED,
  /** Decided: the receiver has rejected it. */
  REJECTED,
  /**
   * Decided: whether it took effect is unknown and stays so. Or decided and reported before a
   * restart.
   */
  IN_DOUBT,
  /** Decided, and its slot now holds a later message. */
  FORGOTTEN
}

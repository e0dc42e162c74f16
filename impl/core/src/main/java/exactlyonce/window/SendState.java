package exactlyonce.window;

/** What {@link SendWindow} holds about a message. */
public enum SendState {
  /** Not submitted, or being submitted at this moment. */
  UNSENT,
  /** Submitted and not decided. On a timeout: CHECK. */
  PENDING,
  /** Not decided, and cancelled. On a timeout: SEAL. */
  SEALING,
  /** Decided, and the listener is being told. */
  REPORTING,
  /** Decided: it took effect. */
  DELIVERED,
  /** Decided: it never will. */
  NOT_DELIVERED,
  /** Decided: nobody knows how, and never will. Or it was known and reported before a restart. */
  IN_DOUBT,
  /** Decided, and its slot serves a later message. */
  FORGOTTEN
}

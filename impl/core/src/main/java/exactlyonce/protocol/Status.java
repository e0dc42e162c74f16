package exactlyonce.protocol;

/** What a receiver says about a message that it has not delivered. */
public enum Status {
  /** The handler is running. It may fail, so this confirms nothing: ask again later. */
  IN_PROGRESS,
  /** It has not arrived, or its handler failed. A copy may still arrive: send it again. */
  UNKNOWN,
  /** It was sealed: it has had no effect and never will. */
  SEALED
}

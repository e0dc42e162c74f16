package exactlyonce.window;

/**
 * How a message ended. Decided once and never changed; reported once, unless the sender restarts. A
 * restarted sender may report it again, and IN_DOUBT may then follow on what was known before.
 *
 * <p>Specification: the resolved states of the variable {@code outbox} of {@code CheckBeforeSend}.
 */
public enum Outcome {
  /** It took effect, exactly once, and the effect is complete. */
  DELIVERED,
  /** It had no effect and never will: the receiver sealed it after it was cancelled. */
  NOT_DELIVERED,
  /** It had no effect and never will: the application at the receiver has rejected it. */
  REJECTED,
  /**
   * Unknown: the receiver has forgotten the session. The message took effect once or not at all, and
   * will not take effect from now on. Decided only for all open messages of a session together.
   */
  IN_DOUBT
}

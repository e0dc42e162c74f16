package exactlyonce.async;

import exactlyonce.window.Outcome;

/**
 * Why a {@link Delivery} has no reply: NOT_DELIVERED or IN_DOUBT. (REJECTED has an exception of its
 * own.)
 */
public final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1;

  /** What became of the message. */
  private final Outcome outcome;

  UndeliveredException(Outcome outcome) {
    super(
        outcome == Outcome.NOT_DELIVERED
            ? "withdrawn: the message has had no effect and never will"
            : "in doubt: the receiver has forgotten the session; it took effect once or not at all",
        null,
        false,
        false); // created by the thread that brings replies, so a stack trace would say nothing
    this.outcome = outcome;
  }

  /** Returns what became of the message. */
  public Outcome outcome() {
    return outcome;
  }
}

package exactlyonce.simulation;

import java.util.Locale;

/** What must never happen. A run counts how often it did. */
public enum Violation {
  /**
   * A message was reported as DELIVERED but had no effect by the end. Or it was never decided, and
   * the sender does not ask for it any more; if it does, the message is only undecided.
   */
  LOST,
  /** A message took effect again. */
  DUPLICATED,
  /** With ordered delivery, a message took effect, or was rejected, after a later one. */
  MISORDERED,
  /** A message was reported as DELIVERED before it had an effect. */
  FALSELY_CONFIRMED,
  /**
   * A message was reported as NOT_DELIVERED or REJECTED, but had an effect by the end. Or it was reported
   * as REJECTED, but no handler has rejected it.
   */
  FALSELY_DENIED,
  /** An outcome came with a reply other than the one that the message's handler returned. */
  WRONG_REPLIES,
  /** A payload turned up under another message's number. */
  SWAPPED,
  /**
   * An outcome was reported again; or, across a crash of the sender, a contradicting one was
   * reported.
   */
  REPORTED_TWICE,
  /**
   * A frame lay outside the receiver's window, or an ACK was malformed, or one side was told that
   * the other has lost its memory: nobody correct causes that.
   */
  REFUSED;

  /** Returns the name as written in a sentence, such as "falsely confirmed". */
  public String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

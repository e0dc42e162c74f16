package exactlyonce.simulation;

import java.util.Locale;

/** What must never happen; a run counts how often it did. */
public enum Violation {
  /** A message was never decided, or was reported as DELIVERED and had no effect by the end. */
  LOST,
  /** An effect beyond a message's first. */
  DUPLICATED,
  /** With ordered delivery, an effect that came after that of a later message. */
  MISORDERED,
  /** A message was reported as DELIVERED without an effect by then. */
  FALSELY_CONFIRMED,
  /** A message was reported as NOT_DELIVERED, and had an effect by the end. */
  FALSELY_DENIED,
  /** An outcome came with another reply than the one that the message's handler gave. */
  WRONG_REPLIES,
  /** A payload turned up under another message's number. */
  SWAPPED,
  /** An outcome beyond a message's first; after a crash of the sender, a contradicting one. */
  REPORTED_TWICE,
  /** A frame lay outside the receiver's window: no correct sender sends one. */
  REFUSED;

  /** Returns the name as it is written in a sentence, such as "falsely confirmed". */
  public String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

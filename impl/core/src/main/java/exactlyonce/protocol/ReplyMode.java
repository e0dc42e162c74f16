package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Whether the handlers of a session reply. The receiver decides when the session is opened; it
 * never changes. An ACK of the other kind is malformed.
 */
public enum ReplyMode {
  /** No ACK carries a reply. */
  WITHOUT_REPLIES,
  /** Every ACK carries the reply of its message, which may be empty but is never null. */
  WITH_REPLIES;

  /** Returns whether an ACK may carry this: a reply, or null for none. */
  boolean admits(@Nullable Object reply) {
    return (this == WITH_REPLIES) == (reply != null);
  }
}

package exactlyonce.protocol;

/** What a receiver says about a message that it does not acknowledge. */
public enum Status {
  /** The handler is running. It may fail, so this confirms nothing: ask again later. */
  IN_PROGRESS,
  /** It has not arrived, or its handler failed. A copy may still arrive: send it again. */
  UNKNOWN,
  /** It was sealed: it has had no effect and never will. */
  SEALED,
  /**
   * It was delivered, but its reply does not fit into a frame. Says what the ACK would say, without the
   * reply.
   */
  REPLY_TOO_LONG,
  /**
   * It is at least W messages behind the latest, so the sender was told long ago how it ended. A
   * sender that is nevertheless waiting for it has lost its memory.
   */
  FORGOTTEN,
  /**
   * It is more than W messages ahead of what the receiver remembers. No correct sender sends it, so
   * one side has lost its memory.
   */
  REFUSED;

  /** Returns whether this is an answer of the protocol. If not, it only raises an alarm. */
  public boolean isAnswer() {
    return this != FORGOTTEN && this != REFUSED;
  }
}

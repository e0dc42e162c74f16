package exactlyonce.window;

/** What {@link ReceiveWindow} says about one frame; each answer tells the receiver what to do. */
public enum Answer {
  /** This DATA won its message: run the handler, then deliver or fail. No other copy gets this. */
  CLAIMED,
  /** The effect is complete, and visible to the caller: send ACK. */
  DELIVERED,
  /** The message will never be delivered: send STATUS(SEALED). */
  SEALED,
  /** A handler is running: send STATUS(IN_PROGRESS). */
  IN_PROGRESS,
  /** The message has not come yet, or its handler failed: send STATUS(UNKNOWN). */
  UNKNOWN,
  /** The slot is a lap further: the sender had its answer long ago, and waits for no other. */
  NOTHING_OWED,
  /**
   * No message of this session that the sender may have sent by now: deliver nothing, answer
   * nothing. A correct sender never causes it.
   */
  REFUSED
}

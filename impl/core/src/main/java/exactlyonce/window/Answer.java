package exactlyonce.window;

/**
 * What {@link ReceiveWindow} or {@link OrderedReceiveWindow} says about one frame; each answer tells
 * the receiver what to do.
 */
public enum Answer {
  /** This DATA won its message: run the handler, then deliver or fail. No other copy gets this. */
  CLAIMED,
  /**
   * Ordered delivery: this DATA was taken, and waits for its turn. No other copy gets this. See
   * whether the turn has come.
   */
  BUFFERED,
  /** The effect is complete, and visible to the caller: send ACK. */
  DELIVERED,
  /** The message will never be delivered: send STATUS(SEALED). */
  SEALED,
  /** A handler is running, or will run in its turn: send STATUS(IN_PROGRESS). */
  IN_PROGRESS,
  /** The message has not come yet, or its handler failed: send STATUS(UNKNOWN). */
  UNKNOWN,
  /** The slot is a lap further: the sender had its answer long ago, and waits for no other. */
  NOTHING_OWED,
  /**
   * Ordered delivery: the slot's last message is sealed and not yet passed. Answer nothing; the
   * sender asks again.
   */
  NOT_YET,
  /**
   * No message of this session that the sender may have sent by now: deliver nothing, answer
   * nothing. A correct sender never causes it.
   */
  REFUSED
}

package exactlyonce.window;

/**
 * The answer of {@link ReceiveWindow} or {@link OrderedReceiveWindow} to one frame. Each answer
 * tells the receiver what to do.
 */
public enum Answer {
  /**
   * This DATA has claimed its message: run the handler, then deliver or fail. No other copy gets
   * this answer.
   */
  CLAIMED,
  /**
   * Ordered delivery: this DATA was buffered and waits for its turn. No other copy gets this
   * answer. Check whether its turn has come.
   */
  BUFFERED,
  /** The effect is complete, and visible to the caller: send ACK. */
  DELIVERED,
  /** The message will never be delivered: send STATUS(SEALED). */
  SEALED,
  /** A handler is running, or will run in its turn: send STATUS(IN_PROGRESS). */
  IN_PROGRESS,
  /** The message has not arrived, or its handler failed: send STATUS(UNKNOWN). */
  UNKNOWN,
  /**
   * The slot is at least a lap ahead: the sender got its answer long ago, and is waiting for no
   * other.
   */
  NOTHING_OWED,
  /**
   * Ordered delivery: the slot's last message is sealed and not yet passed. Answer nothing; the
   * sender asks again.
   */
  NOT_YET,
  /**
   * Not a message that the sender of this session may have sent by now: deliver nothing, answer
   * nothing. A correct sender never causes this.
   */
  REFUSED
}

package exactlyonce.bench.pair;

/**
 * What is measured: messages go from a sending thread to a receiving one, take effect there once, and
 * are confirmed to the sender. The messages are numbered from 0.
 *
 * <p>The effect of a message is that its number is added to a {@link Tally} which one thread writes;
 * its confirmation, that it is added to another.
 */
public interface Subject {
  /**
   * Sends the message with the next number. Called by the sending thread.
   *
   * @return false if as many are open as may be
   */
  boolean trySend(long number);

  /**
   * Takes confirmations that have arrived, and sends again what may be lost. Called by the sending
   * thread, again and again. Where threads of its own do that, there is nothing to do.
   *
   * @return how much was done; 0 if there was nothing to do
   */
  default int pollSender(long nowNanos) {
    return 0;
  }

  /**
   * Takes messages that have arrived. Called by the receiving thread, again and again. Where threads of
   * its own do that, there is nothing to do.
   *
   * @return how much was done; 0 if there was nothing to do
   */
  default int pollReceiver() {
    return 0;
  }

  /** Ends it. Called once, when no thread uses it. */
  default void close() throws Exception {}

  /**
   * The conditions of a run.
   *
   * @param window how many messages may be open, a power of two
   * @param loss the share of frames that is lost in each direction, from 0 to 1
   */
  record Conditions(int window, double loss) {}

  /** Creates subjects. */
  @FunctionalInterface
  interface Factory {
    /** Returns a new subject, both sides of which are connected. */
    Subject create(Conditions conditions, Tally effects, Tally confirmations) throws Exception;
  }
}

package exactlyonce.session;

import exactlyonce.protocol.Requests;

/**
 * The frames from senders to a receiver: what a receiver host understands. Calling a method
 * sends the frame, or hands it over when it has arrived.
 *
 * <p>An implementation that sends is called by several threads at once, must not block, and loses a
 * frame rather than throw: every frame is sent again when its answer does not come.
 *
 * @param <P> payload
 */
public interface SessionRequests<P> {
  /**
   * OPEN: give me a session. Repeated until it is answered.
   *
   * @param sender whom the answer is for
   * @param nonce tells this wish from all others of this sender, and is never used twice
   */
  void open(long sender, long nonce);

  /** DATA, CHECK and SEAL of a session. To be kept: a call may look the session up, or allocate. */
  Requests<P> in(long session);

  /** CLOSE: all messages of this session are decided; forget it. Repeated until GONE comes. */
  void close(long session);
}

package exactlyonce.session;

import exactlyonce.protocol.Requests;
import exactlyonce.window.Bounds;

/**
 * The frames from senders to a receiver. Calling a method sends the frame, or hands over a frame
 * that has arrived.
 *
 * <p>An implementation that sends is called by several threads at once and must not block. It
 * should drop a frame rather than throw: every frame is sent again, or asked about, if no answer
 * arrives.
 *
 * @param <P> payload
 */
public interface SessionRequests<P> {
  /**
   * OPEN: give me a session. Repeated until it is answered.
   *
   * @param sender the id of the sender, to which the answer goes
   * @param nonce distinguishes this request from all others of this sender; never used twice
   * @param maxWindowSize the largest W that the sender accepts, a power of two from 1 to 2^30. With
   *     2^30, OPEN has the form that receivers understand which cannot choose a smaller window
   */
  void open(long sender, long nonce, int maxWindowSize);

  /** OPEN for a session with any window. */
  default void open(long sender, long nonce) {
    open(sender, nonce, Bounds.MAX_WINDOW_SIZE);
  }

  /**
   * Returns the DATA, CHECK and SEAL frames of a session. Keep the result: a call may look up the
   * session or allocate. It remains right when the session ends, or begins: a frame may arrive before
   * there is such a session, and one that arrives later is for the session that there is then.
   */
  Requests<P> in(long session);

  /**
   * Checks that a payload fits into a frame of this network, before it gets a number. By default any
   * payload does.
   *
   * @throws IllegalArgumentException if it does not: sent nevertheless, it would never be decided. The
   *     message says why
   */
  default void requireSendable(P payload) {}

  /** CLOSE: every message of this session is decided; forget it. Repeated until GONE arrives. */
  void close(long session);
}

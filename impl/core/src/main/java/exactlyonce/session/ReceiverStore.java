package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage of a {@link ReceiverHost}: its sessions, and for each session the last W messages
 * that were delivered or sealed. When a method returns, what it wrote is stable. Each method is
 * called before the frame that depends on it is sent. Claims are never written.
 *
 * <p>Must be thread-safe: all threads that bring frames call it at once. {@link #deliver} is called
 * by one thread at a time for a given message. {@link #sealed} and {@link #over} may be called
 * several times, concurrently, and late.
 *
 * <p>Two hosts over one store do no harm if "delivered" and "sealed" are written only when the store
 * knows the session and not the message, and that is looked up in the transaction that writes.
 *
 * <p>Specification: {@code receiverDisk} of {@code CrashRecovery}; each method names its write. The
 * store as a party of its own is {@code CrashRecoveryStore}.
 *
 * @param <P> payload
 * @param <R> reply
 */
public interface ReceiverStore<P, R> {
  /**
   * The properties of a session, which never change.
   *
   * @param id the session's id, never used for another session
   * @param sender the id of the sender that opened it
   * @param nonce the nonce of the OPEN that opened it
   * @param windowSize its W
   * @param order the order in which its messages take effect
   * @param replyMode whether its handlers reply
   */
  record Session(
      long id, long sender, long nonce, int windowSize, DeliveryOrder order, ReplyMode replyMode) {}

  /**
   * What is stored about a session.
   *
   * @param session its properties
   * @param resolved for each of the W slots, the latest message that was delivered or sealed
   */
  record Stored<R>(Session session, Collection<Resolved<R>> resolved) {}

  /** Returns all sessions that were opened and are not over. */
  Collection<Stored<R>> load();

  /** Stores a new session. Write "opened", before OPENED. */
  void opened(Session session);

  /**
   * Runs the handler, and makes its effect, its reply and the delivery of the message stable in one
   * step: in one transaction, if the effect is in a database. Write "delivered", before ACK. If
   * effect and record were two steps, a crash in between would lose or duplicate the message.
   *
   * @return what the handler returned
   * @throws Exception if there was no effect and nothing was written, for instance because the
   *     session is over
   */
  @Nullable R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception;

  /**
   * Stores that a message is sealed. Write "sealed", before STATUS(SEALED).
   *
   * <p>Called by every thread that is about to tell the sender, however late. So it must never
   * replace a message with a greater number, and must do nothing for a session that is over.
   */
  void sealed(long session, long seq);

  /**
   * Stores that a session is over, and it remains so whatever is called later. Write "over", before
   * GONE.
   */
  void over(long session);

  /** Returns a store that keeps nothing, for a receiver that need not survive a crash. */
  static <P, R> ReceiverStore<P, R> none() {
    return new VolatileReceiverStore<>();
  }
}

package exactlyonce.session;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage of a {@link ReceiverHost}: its sessions, and for each session the last W messages
 * that were delivered, rejected or sealed. When a method returns, what it wrote is stable. Each method is
 * called before the frame that depends on it is sent. Claims are never written.
 *
 * <p>Must be thread-safe: all threads that bring frames call it at once. {@link #deliver} may be
 * called by two threads at once for a given message: by two hosts over one store, or by one host
 * that has read the session again after the store refused a seal. {@link #rejected}, {@link #sealed}
 * and {@link #over}
 * may be called several times, concurrently, and late.
 *
 * <p><b>The write rule.</b> "delivered", "rejected" and "sealed" are written only if the store knows the session
 * and not the message, and that is looked up in the transaction that writes. A store knows a message
 * if its slot holds that message or one with a greater number. So late and repeated calls do no
 * harm, and neither do two hosts over one store, unless messages take effect in sequence: see {@link
 * DeliveryOrder#ORDERED}. A handler that is still running when its session
 * is over, because another host has ended it, has no effect. {@link #none} keeps no records and
 * cannot apply the rule; there is no other host, and a host ends no session while one of its handlers
 * is running. So no message takes effect after it was reported as IN_DOUBT.
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
   * @param resolved for each of the W slots, the latest message that was delivered, rejected or sealed
   */
  record Stored<R>(Session session, Collection<Resolved<R>> resolved) {
    /** Returns what is stored about one message, or null if nothing is. */
    public @Nullable Resolved<R> about(long seq) {
      for (Resolved<R> message : resolved) {
        if (message.seq() == seq) {
          return message;
        }
      }
      return null;
    }
  }

  /** Returns all sessions that were opened and are not over. */
  Collection<Stored<R>> load();

  /**
   * Returns one session, or null if it was not opened or is over. Called for a session that the host
   * does not have in memory: another host may have opened it. Called as well to learn what became
   * of a single message.
   *
   * <p>Specification: ReadSession and ReadRecord of {@code CrashRecoveryStore}.
   */
  @Nullable Stored<R> load(long session);

  /**
   * Stores a new session. Write "opened", before OPENED.
   *
   * @throws RuntimeException if it could not be stored, or a session with this id is stored already;
   *     nothing is changed then
   */
  void opened(Session session);

  /**
   * Runs the handler, and makes its effect, its reply and the delivery of the message stable in one
   * step: in one transaction, if the effect is in a database. Write "delivered", before ACK. If
   * effect and record were two steps, a crash in between would lose or duplicate the message.
   *
   * <p>A message that is already stored as delivered has no second effect. One that is stored as
   * rejected or sealed, or that may no longer be written, has none at all.
   *
   * @return what the handler returned, or the stored reply if the message was already delivered
   * @throws CommitUnknownException if it is not known whether effect and record were committed. The
   *     message then stays claimed. The next frame about it reads the record by {@link #load(long)},
   *     which ends the claim; if that fails, the frame after it tries again
   * @throws RejectedException if there was no effect: the handler has thrown it, and nothing was written;
   *     or the message is stored as rejected
   * @throws Exception any other, if there was no effect and nothing was written: the handler failed,
   *     the session is over, or the message is sealed
   */
  @Nullable R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception;

  /**
   * Stores that a message is rejected, and why. Write "delivered", before REJECTED. Called after {@link
   * #deliver} has rolled back what the handler did.
   *
   * @return what the store now says about the message: rejected, for the reason that was stored first;
   *     or delivered, with its reply, by another host
   * @throws CommitUnknownException as {@link #deliver}
   * @throws Exception any other, if nothing was written, in particular if the session is over, or the
   *     message is sealed
   */
  Resolved<R> rejected(long session, long seq, String reason) throws Exception;

  /**
   * Stores that a message is sealed. Write "sealed", before STATUS(SEALED).
   *
   * <p>Called by every thread that is about to tell the sender, however late and often.
   *
   * @return whether the store now says that the message is sealed. If not, SEALED is not said
   */
  boolean sealed(long session, long seq);

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

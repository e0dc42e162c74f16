package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage of a {@link ReceiverHost}: its sessions, and of each the last W messages that were
 * delivered or sealed. When a method returns, what it wrote is stable; each is called before the
 * frame that makes it necessary. A claim is never written.
 *
 * <p>Called by all threads that bring frames at once; {@link #deliver} for one message by one of them
 * at a time, {@link #sealed} and {@link #over} also several times, at once, and late.
 *
 * <p>Specification: {@code receiverDisk} of {@code CrashRecovery}; each method names its write.
 *
 * @param <P> payload
 * @param <R> reply
 */
public interface ReceiverStore<P, R> {
  /**
   * A session, from its start to its end.
   *
   * @param id given to no other
   * @param sender who opened it
   * @param nonce of the OPEN that opened it
   * @param windowSize its W
   * @param order in which its messages take effect
   */
  record Session(long id, long sender, long nonce, int windowSize, DeliveryOrder order) {}

  /**
   * What is stored of a session.
   *
   * @param resolved for each of the W slots the latest message that was delivered or sealed
   */
  record Stored<R>(Session session, Collection<Resolved<R>> resolved) {}

  /** Returns all sessions that were opened and are not over. */
  Collection<Stored<R>> load();

  /** A new session. Write "opened", before OPENED. */
  void opened(Session session);

  /**
   * Runs the handler, and makes its effect, its reply and the fact that the message is delivered
   * stable in one step: in one transaction, if the effect is in a database. Write "delivered", before
   * ACK. If the two were two steps, a crash in between would lose the message or duplicate it.
   *
   * @return what the handler returned
   * @throws Exception if there was no effect, and nothing was written; so also if the session is over
   */
  @Nullable R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception;

  /**
   * The message is sealed. Write "sealed", before STATUS(SEALED).
   *
   * <p>Said by every thread that is about to tell the sender, however late: so it must never take the
   * place of a message with a greater number, and do nothing for a session that is over.
   */
  void sealed(long session, long seq);

  /** The session is over, and remains so whatever else is said of it. Write "over", before GONE. */
  void over(long session);

  /** Returns storage that forgets everything, for a receiver that need not survive a crash. */
  static <P, R> ReceiverStore<P, R> none() {
    return new VolatileReceiverStore<>();
  }
}

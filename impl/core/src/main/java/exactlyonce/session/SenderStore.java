package exactlyonce.session;

import exactlyonce.window.Outbox;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage of a {@link SessionSender}: one session and its outbox, a ring of W entries. When a
 * method returns, what it wrote is stable; each is called before the frame or the report that makes
 * it necessary. What became of a single message is not written, and need not be: a restarted sender
 * asks for the last W again.
 *
 * <p>{@link #append} is called by all threads that submit at once; the others by one at a time, and
 * of them only {@link #draining} and {@link #ended} while messages are being appended. An exception goes to whoever caused
 * the call; the sender must then be started anew from what is stored.
 *
 * <p>Storage belongs to one sender. If another may take over while the first lives on, storage must
 * fence the first one off: its writes must fail.
 *
 * <p>Specification: {@code senderDisk} of {@code CrashRecovery}; each method names its write.
 *
 * @param <P> payload
 */
public interface SenderStore<P> extends Outbox<P> {
  /** What a starting sender finds. */
  enum Phase {
    /** Messages are being sent. */
    OPEN,
    /** The application closes the session: no more messages are appended. */
    DRAINING,
    /** All is decided, and the receiver is to forget the session. */
    CLOSING,
    /** The receiver has forgotten the session. Whatever is in the outbox may not be reported yet. */
    ENDED
  }

  /**
   * A stored session.
   *
   * @param phase how far it is
   * @param session its id
   * @param windowSize its W
   * @param entries its outbox: for each of the W places the latest message
   */
  record Stored<P>(Phase phase, long session, int windowSize, Map<Long, P> entries) {}

  /** Returns the stored session, or null if there was none yet. */
  @Nullable Stored<P> load();

  /**
   * A new session with an empty outbox, in place of the one before. Write "session", before its
   * first message.
   */
  void open(long session, int windowSize);

  /**
   * {@inheritDoc}
   *
   * <p>Into the session that was opened last. Write "append", before DATA.
   */
  @Override
  void append(long seq, P payload);

  /**
   * The application closes the session. Before a number is sealed that a crash left without a message:
   * else it might be given to a message after the next crash.
   */
  void draining();

  /** All is decided. Write "closing", before CLOSE. */
  void closing();

  /** The session is gone; its outbox remains. Write "ended", before IN_DOUBT is reported. */
  void ended();

  /** All is reported and the session is gone: from now on {@link #load} finds none. */
  void clear();

  /** Returns storage that forgets everything, for a sender that need not survive a crash. */
  static <P> SenderStore<P> none() {
    return new VolatileSenderStore<>();
  }
}

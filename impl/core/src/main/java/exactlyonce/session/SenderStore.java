package exactlyonce.session;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.window.Outbox;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage of a {@link SessionSender}: one session and its outbox, a ring of W entries. When
 * a method returns, what it wrote is stable. Each method is called before the frame or the report
 * that depends on it. The outcomes of single messages need not be written: a restarted sender asks
 * for the last W messages again.
 *
 * <p>{@link #append} and {@link #cancelled} must be thread-safe: all threads of the application call
 * them at once, {@link #cancelled} at any time. The other methods are called by one thread at a time,
 * and of these only {@link #draining} and {@link #ended} while messages are being appended.
 *
 * <p>An exception propagates to the caller whose action needed the write, and that action has not
 * happened. After an exception from {@link #append}, the sender must be restarted from what is
 * stored, as after a crash; see {@link Outbox#append}. Any other write is repeated with the next
 * poll, the next frame or the next call of close or cancel, so it must not matter that the failed one has been
 * made. A store that has lost its owner (below), or cannot tell what it has written, must refuse
 * every further write: then, too, the sender must be restarted.
 *
 * <p>A store belongs to one sender. If another may take over while the first is still running, the
 * storage must fence the first one off: its writes must fail. That does not stop its reports, since
 * DELIVERED and NOT_DELIVERED are reported without a write. What they say about the receiver is
 * true, but they may follow an IN_DOUBT of the second sender (model {@code ReportsThoughReplaced}).
 * So reports of a sender that was replaced must be ignored: end it before another starts, or let
 * the listener check, in the transaction that uses the report, that its sender still owns the store.
 *
 * <p>Specification: {@code senderDisk} and IsCurrent of {@code CrashRecovery}; each method names its write.
 *
 * @param <P> payload
 */
public interface SenderStore<P> {
  /** The phase of a stored session. */
  enum Phase {
    /** Messages are being sent. */
    OPEN,
    /** The application has closed the session: no more messages are appended. */
    DRAINING,
    /** Every message is decided, and the receiver is to forget the session. */
    CLOSING,
    /**
     * The receiver has forgotten the session. The messages in the outbox may not be reported yet.
     */
    ENDED
  }

  /**
   * A stored session.
   *
   * @param phase its phase
   * @param session its id
   * @param windowSize its W
   * @param replyMode whether it has replies
   * @param entries its outbox: for each of the W slots, the latest message
   * @param cancelled the numbers of those that were cancelled
   */
  record Stored<P>(
      Phase phase,
      long session,
      int windowSize,
      ReplyMode replyMode,
      Map<Long, P> entries,
      Set<Long> cancelled) {
    /** A session in which nothing was cancelled. */
    public Stored(
        Phase phase, long session, int windowSize, ReplyMode replyMode, Map<Long, P> entries) {
      this(phase, session, windowSize, replyMode, entries, Set.of());
    }
  }

  /** Returns the stored session, or null if no session is stored. */
  @Nullable Stored<P> load();

  /**
   * Stores a new session with an empty outbox, replacing the previous one. Write "session", before
   * its first message.
   */
  void open(long session, int windowSize, ReplyMode replyMode);

  /**
   * Writes a message to the session that was opened last, in place of the message W before. Write
   * "append", before DATA. For exceptions see {@link Outbox#append}.
   */
  void append(long seq, P payload);

  /**
   * Writes that a message is cancelled, before the application or the receiver is told. The call may
   * come late: it must do nothing if this is not the session that was opened last, or if the message
   * is not in its outbox, or no longer.
   *
   * <p>Specification: none of the writes of {@code CrashRecovery}. A restarted sender performs Cancel
   * for what was written here.
   */
  void cancelled(long session, long seq);

  /**
   * Stores that the application has closed the session. Called before a number that a crash left
   * without a message is sealed; otherwise that number might be assigned to a message after the
   * next crash.
   */
  void draining();

  /** Stores that every message is decided. Write "closing", before CLOSE. */
  void closing();

  /**
   * Stores that the session is gone; its outbox remains. Write "ended", before IN_DOUBT is
   * reported.
   */
  void ended();

  /**
   * Deletes the session, once it is gone and every outcome is reported: {@link #load} now returns
   * null.
   */
  void clear();

  /** Returns a store that keeps nothing, for a sender that need not survive a crash. */
  static <P> SenderStore<P> none() {
    return new VolatileSenderStore<>();
  }
}

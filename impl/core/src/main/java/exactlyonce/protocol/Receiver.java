package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.ReplyCells;
import exactlyonce.window.Resolution;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of one session: runs the handler once per message, and answers every frame
 * that is owed an answer.
 *
 * <p>Thread-safe: any number of threads may bring frames. Each call does its work on the calling
 * thread, takes no lock and allocates nothing per message. An exception or error from the network
 * propagates to the caller; the sender asks again.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in a session without replies
 */
public abstract sealed class Receiver<P, R> implements Requests<P>
    permits UnorderedReceiver, OrderedReceiver {
  private static final VarHandle REPLIES;

  static {
    try {
      REPLIES = MethodHandles.lookup().findVarHandle(Receiver.class, "replies", ReplyCells.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Handler<? super P, ? extends R> handler;
  private final Replies<? super R> network;
  private final int windowSize;
  private final ReplyMode replyMode;

  /**
   * Replies, and a {@link Rejection} for each message that was rejected. In a session without replies
   * null until the first one is.
   */
  private @Nullable ReplyCells<Object> replies;

  // Not touched for a message that arrives once and succeeds.
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  Receiver(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    this.handler = handler;
    this.network = network;
    this.windowSize = windowSize;
    this.replyMode = replyMode;
    if (replyMode == ReplyMode.WITH_REPLIES) {
      replies = new ReplyCells<>(windowSize);
    }
    resolved.forEach(message -> keep(message.seq(), content(message)));
  }

  /** Returns what is kept of a message: its reply, or that it was rejected. */
  private static <R> @Nullable Object content(Resolved<R> message) {
    String reason = message.reason();
    return reason == null ? message.reply() : new Rejection(reason);
  }

  /**
   * Creates the receiver of a new session that handles messages as they arrive: in any order, and
   * concurrently if several threads bring them.
   *
   * <p>Specification: the receiver's actions of {@code CheckBeforeSend}.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the sender's
   * @param replyMode whether the session has replies, the same as the sender's
   * @param handler causes the effects
   * @param network where replies are sent
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30
   */
  public static <P, R> Receiver<P, R> unordered(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network) {
    return unordered(windowSize, replyMode, handler, network, List.of());
  }

  /**
   * Creates the receiver of a session that may have started before a crash. Messages that were
   * being handled are unknown again.
   *
   * @param windowSize as above, and the same as when the session started
   * @param replyMode as above, and the same as when the session started
   * @param handler as above
   * @param network as above
   * @param resolved the contents of stable storage: for each of the W slots, the latest message
   *     that was delivered or sealed
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or if
   *     two messages share a slot
   */
  public static <P, R> Receiver<P, R> unordered(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    return new UnorderedReceiver<>(windowSize, replyMode, handler, network, resolved);
  }

  /**
   * Creates the receiver of a new session that handles messages in sequence, one at a time: each
   * once all before it are delivered or sealed. A message that arrives early is kept until its turn
   * (at most W of them), and is handled by the thread that completes its predecessor. A failing
   * handler holds up all later messages until it succeeds or the sender cancels the message.
   *
   * <p>A thread that brings a frame may go on with the messages behind it for as long as others buffer
   * them: it runs at most one handler for each message that it passes, but need not return.
   *
   * <p>Specification: the receiver's actions of {@code OrderedWindow}.
   *
   * @param windowSize W, a power of two from 1 to 2^30, the same as the sender's
   * @param replyMode whether the session has replies, the same as the sender's
   * @param handler causes the effects; the writes of one call are visible to the next
   * @param network where replies are sent
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30
   */
  public static <P, R> Receiver<P, R> ordered(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network) {
    return ordered(windowSize, replyMode, handler, network, List.of());
  }

  /**
   * Creates the receiver of a session that may have started before a crash. Messages that were
   * waiting for their turn or being handled are unknown again.
   *
   * @param windowSize as above, and the same as when the session started
   * @param replyMode as above, and the same as when the session started
   * @param handler as above
   * @param network as above
   * @param resolved the contents of stable storage: for each of the W slots, the latest message
   *     that was delivered or sealed. A message missing below a delivered one counts as sealed
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or if
   *     two messages share a slot
   */
  public static <P, R> Receiver<P, R> ordered(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    return new OrderedReceiver<>(windowSize, replyMode, handler, network, resolved);
  }

  /**
   * Returns how many DATA frames ran no handler because their message was already claimed,
   * delivered or sealed. Like all counters, not a snapshot while frames are being processed.
   */
  public long suppressed() {
    return suppressed.sum();
  }

  /**
   * Returns how many frames lay outside the window. No correct sender sends one: this receiver or the
   * sender has lost its memory, unless another receiver has gone on from the same storage. The sender
   * is told.
   */
  public long refused() {
    return refused.sum();
  }

  /** Returns how many times the handler threw, or returned no reply in a session with replies. */
  public long handlerFailures() {
    return handlerFailures.sum();
  }

  /** Returns how many messages were rejected for good, not counting those of before a restart. */
  public long rejected() {
    return rejected.sum();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveCheck.
   */
  @Override
  public final void check(long seq) {
    reply(seq, checkWindow(seq));
  }

  /**
   * Ends the claim of a message whose handler threw {@link CommitUnknownException}, by what its
   * record says now. If the record says delivered or rejected, the sender is told. If not, it is
   * unknown again, as if the handler had failed, and nothing is sent.
   *
   * <p>To be called by one thread, once for each such exception, after it was thrown and the record
   * was read. Until then, every frame about the message is answered by IN_PROGRESS.
   *
   * <p>Specification: action Conclude of {@code CrashRecoveryStore}.
   *
   * @param record what is stored about the message, or null if nothing is
   * @throws IllegalStateException if the message is not claimed
   */
  public final void conclude(long seq, @Nullable Resolved<R> record) {
    if (record == null || !record.isHandled()) {
      fail(seq);
      handlerFailures.increment();
      return;
    }
    try {
      complete(seq, content(record));
    } finally {
      goOnAfter(seq); // the message is passed, whatever the network threw
    }
  }

  /** Returns the resolutions without the replies, as the window takes them. */
  static <R> Map<Long, Resolution> resolutions(Collection<Resolved<R>> resolved) {
    Map<Long, Resolution> resolutions = new HashMap<>();
    resolved.forEach(message -> resolutions.put(message.seq(), message.resolution()));
    return resolutions;
  }

  /** Returns what the window says about a message. */
  abstract Answer checkWindow(long seq);

  /** Called when a claimed message was handled, and its reply or rejection is kept. */
  abstract void deliver(long seq);

  /** Called when the handler of a claimed message has failed, without effect. */
  abstract void fail(long seq);

  /** Called when a claim was concluded as delivered: messages behind it may be waiting. */
  abstract void goOnAfter(long seq);

  /**
   * Runs the handler of a claimed message and tells the sender that it has taken effect or is
   * rejected, or gives the claim back if the handler fails. If it throws {@link
   * CommitUnknownException}, the claim stays until {@link #conclude}. Any other exception is dropped. An
   * {@link Error} counts as a failure as well, and is then rethrown.
   *
   * @return whether the message is known to have taken effect or to be rejected
   */
  final boolean handle(long seq, P payload) {
    boolean handled = false;
    boolean unknown = false;
    @Nullable Object content = null;
    try {
      content = handler.handle(seq, payload);
      handled = true;
    } catch (RejectedException e) {
      content = new Rejection(e.reason());
      handled = true;
    } catch (CommitUnknownException e) {
      // From now on the claim belongs to the thread that concludes it: do nothing more here.
      unknown = true;
    } catch (Exception e) {
      // Counted below. The next copy of the message is the next attempt.
    } finally {
      if (!handled && !unknown) { // whatever it threw
        fail(seq);
        handlerFailures.increment();
      }
    }
    if (handled) {
      complete(seq, content);
    }
    return handled;
  }

  /** To be called by the thread that holds the claim. */
  private void complete(long seq, @Nullable Object content) {
    keep(seq, content); // before DELIVERED is published: model PublishedBeforeReply
    if (content == null && replyMode == ReplyMode.WITH_REPLIES) {
      handlerFailures.increment();
    } else if (content instanceof Rejection) {
      rejected.increment();
    }
    deliver(seq);
    tell(seq, content);
  }

  private void keep(long seq, @Nullable Object content) {
    boolean matters = replyMode == ReplyMode.WITH_REPLIES || content instanceof Rejection;
    // Plain: the claim has acquired the stamp of the message W before. So if that one was rejected,
    // this thread sees the cells.
    ReplyCells<Object> cells = replies;
    if (cells == null && matters) {
      REPLIES.compareAndSet(this, null, new ReplyCells<>(windowSize));
      cells = replies; // plain: not before the exchange
    }
    if (cells != null) {
      cells.store(seq, matters ? content : null);
    }
  }

  /** A missing reply leaves the message without an answer: an ACK without it would be malformed. */
  // Only what a handler has returned, and rejections, are kept.
  @SuppressWarnings("unchecked")
  private void tell(long seq, @Nullable Object content) {
    if (content instanceof Rejection rejection) {
      network.rejected(seq, rejection.reason());
    } else if (replyMode == ReplyMode.WITHOUT_REPLIES) {
      network.ack(seq, null);
    } else if (content != null) {
      network.ack(seq, (R) content);
    }
  }

  /** Answers a DATA frame that was not accepted. */
  final void replyToDuplicate(long seq, Answer answer) {
    if (answer != Answer.REFUSED && answer != Answer.NOT_YET) {
      suppressed.increment();
    }
    reply(seq, answer);
  }

  final void reply(long seq, Answer answer) {
    switch (answer) {
      case DELIVERED -> tellAgain(seq);
      case SEALED -> network.status(seq, Status.SEALED);
      case IN_PROGRESS -> network.status(seq, Status.IN_PROGRESS);
      case UNKNOWN -> network.status(seq, Status.UNKNOWN);
      case NOT_YET -> {}
      case NOTHING_OWED -> network.status(seq, Status.FORGOTTEN);
      case REFUSED -> {
        refused.increment();
        network.status(seq, Status.REFUSED);
      }
      case CLAIMED, BUFFERED -> throw new AssertionError("not an answer to send");
    }
  }

  /** Specification: actions ReadReply and ReadStampAgain of {@code RequestReplyWindow}. */
  private void tellAgain(long seq) {
    // Plain: the stamp that said DELIVERED was acquired, and the cells were there before it.
    ReplyCells<Object> cells = replies;
    @Nullable Object content = cells == null ? null : cells.load(seq);
    if (checkWindow(seq)
        == Answer.DELIVERED) { // if not, the next lap has started, and no answer is owed
      tell(seq, content);
    }
  }
}

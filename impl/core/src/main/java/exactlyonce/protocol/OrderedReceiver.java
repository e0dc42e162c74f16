package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.OrderedReceiveWindow;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** See {@link Receiver#ordered}. */
final class OrderedReceiver<P, R> extends Receiver<P, R> {
  private final OrderedReceiveWindow<P> window;

  OrderedReceiver(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    super(windowSize, replyMode, handler, network, resolved);
    this.window = new OrderedReceiveWindow<>(windowSize, resolutions(resolved));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: actions ReceiveData to PublishBuffered, and then {@link #handleIfInTurn}.
   */
  @Override
  public void data(long seq, P payload) {
    Answer answer = window.buffer(seq, payload);
    if (answer == Answer.BUFFERED) {
      handleIfInTurn(seq);
    } else {
      replyToDuplicate(seq, answer);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: actions ReceiveSeal and ExchangeSealed, and then {@link #handleIfInTurn}.
   */
  @Override
  public void seal(long seq) {
    Answer answer = window.seal(seq);
    try {
      reply(seq, answer);
    } finally {
      if (answer == Answer.SEALED) { // by this call or an earlier one: model SealLooksAgain
        handleIfInTurn(seq);
      }
    }
  }

  @Override
  Answer checkWindow(long seq) {
    return window.check(seq);
  }

  @Override
  void deliver(long seq) {
    window.deliver(seq);
  }

  @Override
  void fail(long seq) {
    window.fail(seq);
  }

  @Override
  void goOnAfter(long seq) {
    handleIfInTurn(seq + 1);
  }

  /**
   * Follows the buffering or sealing of a message. If it is the message's turn, this thread handles
   * it and the messages waiting behind it. If not, the thread that passes its predecessor will.
   *
   * <p>Specification: actions ReadPredecessor, ReadSlot to PublishDelivered or PublishFailed.
   */
  private void handleIfInTurn(long seq) {
    if (!window.isPassed(seq - 1)) {
      return;
    }
    @Nullable Throwable thrown = null;
    long turn = window.claimFrom(seq);
    while (turn != OrderedReceiveWindow.NONE) {
      boolean passed;
      try {
        passed = handle(turn, window.payload(turn));
      } catch (RuntimeException | Error e) {
        if (thrown == null) {
          thrown = e;
        } else if (thrown != e) {
          thrown.addSuppressed(e);
        }
        // If the network threw it, the message is passed, and those behind it must not wait
        // forever.
        passed = window.isPassed(turn);
      }
      turn = passed ? window.claimFrom(turn + 1) : OrderedReceiveWindow.NONE;
    }
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}

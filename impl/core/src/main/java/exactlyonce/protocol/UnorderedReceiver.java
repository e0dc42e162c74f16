package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.util.Collection;

/** See {@link Receiver#unordered}. */
final class UnorderedReceiver<P, R> extends Receiver<P, R> {
  private final ReceiveWindow window;

  UnorderedReceiver(
      int windowSize,
      ReplyMode replyMode,
      Handler<? super P, ? extends R> handler,
      Replies<? super R> network,
      Collection<Resolved<R>> resolved) {
    super(windowSize, replyMode, handler, network, resolved);
    this.window = new ReceiveWindow(windowSize, resolutions(resolved));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveData, followed by Deliver or Fail if it claimed the message.
   */
  @Override
  public void data(long seq, P payload) {
    Answer answer = window.claim(seq);
    if (answer == Answer.CLAIMED) {
      handle(seq, payload);
    } else {
      replyToDuplicate(seq, answer);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveSeal.
   */
  @Override
  public void seal(long seq) {
    reply(seq, window.seal(seq));
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
  void goOnAfter(long seq) {}

  /** For tests. */
  ReceiveWindow window() {
    return window;
  }
}

package exactlyonce.protocol;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;

/** See {@link Receiver#unordered}. */
final class UnorderedReceiver<P> extends Receiver<P> {
  private final ReceiveWindow window;

  UnorderedReceiver(int windowSize, Handler<? super P> handler, Replies network) {
    super(handler, network);
    this.window = new ReceiveWindow(windowSize);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveData, followed by Deliver or Fail if it claimed the message.
   */
  @Override
  public void data(long seq, P payload) {
    Answer answer = window.claim(seq);
    if (answer != Answer.CLAIMED) {
      replyToDuplicate(seq, answer);
    } else if (handled(seq, payload)) {
      window.deliver(seq);
      acknowledge(seq);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Specification: action ReceiveCheck.
   */
  @Override
  public void check(long seq) {
    reply(seq, window.check(seq));
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
  void giveBack(long seq) {
    window.fail(seq);
  }

  /** For tests. */
  ReceiveWindow window() {
    return window;
  }
}

package exactlyonce.stress;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.window.OutcomeListener;

/** A sender with a window of one message. Message 0 is open, and was asked about. */
final class SenderOfOne {
  private static final RetryPolicy RETRY = new RetryPolicy(1, 1);

  private SenderOfOne() {}

  static Sender<String, Void> create(
      Requests<String> network, OutcomeListener<String, Void> listener) {
    Sender<String, Void> sender =
        new Sender<>(1, ReplyMode.WITHOUT_REPLIES, network, listener, RETRY);
    sender.trySubmit("0");
    sender.poll(0);
    sender.poll(10);
    return sender;
  }

  /** Frames go nowhere. */
  static class Nowhere implements Requests<String> {
    @Override
    public void data(long seq, String payload) {}

    @Override
    public void check(long seq) {}

    @Override
    public void seal(long seq) {}
  }
}

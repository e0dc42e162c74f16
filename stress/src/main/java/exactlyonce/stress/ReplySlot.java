package exactlyonce.stress;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import exactlyonce.window.ReplyCells;

/** A window of one slot with replies, shared by two threads. Message 0 is delivered. */
final class ReplySlot {
  final ReceiveWindow window = new ReceiveWindow(1);
  final ReplyCells<Integer> replies = new ReplyCells<>(1);

  ReplySlot() {
    deliver(0, 10);
  }

  void deliver(long seq, int reply) {
    if (window.claim(seq) == Answer.CLAIMED) {
      replies.store(seq, reply);
      window.deliver(seq);
    }
  }
}

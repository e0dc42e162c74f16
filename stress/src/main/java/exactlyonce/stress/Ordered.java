package exactlyonce.stress;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.ReplyMode;
import org.jspecify.annotations.Nullable;

/** An ordered receiver of the messages 0 and 1, shared by two threads, and what its handler did. */
final class Ordered {
  final Told told = new Told();
  private final Receiver<Integer, Integer> receiver;

  /** See {@link #effects()}. Plain: the hand-over must order it. */
  private int effects;

  private boolean thrown;

  /** How many messages each thread has handled. */
  int byFirst;

  int bySecond;

  Ordered(int windowSize) {
    receiver = Receiver.ordered(windowSize, ReplyMode.WITHOUT_REPLIES, this::handle, told);
  }

  private @Nullable Integer handle(long seq, Integer payload) {
    effects = 10 * effects + payload;
    if (told.isSecond()) {
      bySecond++;
    } else {
      byFirst++;
    }
    return null;
  }

  /** DATA of message 0 has the payload 1, that of message 1 has 2. */
  void data(int seq) {
    call(() -> receiver.data(seq, seq + 1));
  }

  void seal(int seq) {
    call(() -> receiver.seal(seq));
  }

  private void call(Runnable call) {
    told.call(call);
    if (told.last().equals(Told.THROWN)) {
      thrown = true;
    }
  }

  /** Returns the digits of the payloads, in the order of the effects; negative if a call has thrown. */
  int effects() {
    return thrown ? -1 : effects;
  }

  /** Returns what a CHECK is told, once both threads have ended. */
  String check(int seq) {
    told.second();
    receiver.check(seq);
    return told.last();
  }
}

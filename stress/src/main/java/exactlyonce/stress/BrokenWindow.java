package exactlyonce.stress;

import exactlyonce.window.Answer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Broken on purpose: the state of a single message that is claimed by check-then-act, a read and
 * then a write where {@link exactlyonce.window.ReceiveWindow} has one compare-and-exchange. If two
 * threads read before either writes, both claim, and the message takes effect twice.
 *
 * <p>The stress tests must be able to detect this.
 */
final class BrokenWindow {
  private final AtomicReference<Answer> state = new AtomicReference<>(Answer.UNKNOWN);

  Answer claim() {
    Answer seen = state.getAcquire();
    if (seen != Answer.UNKNOWN) {
      return seen;
    }
    state.setRelease(Answer.IN_PROGRESS); // the bug: another thread may have intervened
    return Answer.CLAIMED;
  }

  void deliver() {
    state.setRelease(Answer.DELIVERED);
  }
}

package exactlyonce.stress;

import exactlyonce.window.Answer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Broken on purpose: the memory of a single message that is claimed by check-then-act, a read and
 * then a write where {@link exactlyonce.window.ReceiveWindow} has one exchange. Two threads that
 * read before either writes both claim, and the effect takes place twice.
 *
 * <p>It is what the stress tests must be able to see.
 */
final class BrokenWindow {
  private final AtomicReference<Answer> state = new AtomicReference<>(Answer.UNKNOWN);

  Answer claim() {
    Answer seen = state.getAcquire();
    if (seen != Answer.UNKNOWN) {
      return seen;
    }
    state.setRelease(Answer.IN_PROGRESS); // the bug: someone else may have come in between
    return Answer.CLAIMED;
  }

  void deliver() {
    state.setRelease(Answer.DELIVERED);
  }
}

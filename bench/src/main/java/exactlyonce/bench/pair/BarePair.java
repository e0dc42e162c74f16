package exactlyonce.bench.pair;

import exactlyonce.bench.pair.Payloads.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Limit: the same pipeline over the same rings, without a protocol. The receiver sends each number
 * back; nothing is remembered, and a lost frame stays lost.
 */
public final class BarePair implements Subject {
  private final FrameRing there;
  private final FrameRing back;
  private final Payloads payloads;
  private final int window;
  private final FrameRing.FrameReader requestReader;
  private final FrameRing.FrameReader replyReader;
  private final PaddedLong open = new PaddedLong(); // of the sending thread

  /** Connects both sides. */
  public BarePair(Conditions conditions, Tally effects, Tally confirmations) {
    window = conditions.window();
    there = new FrameRing(4 * window, conditions.loss(), 1);
    back = new FrameRing(4 * window, conditions.loss(), 2);
    payloads = new Payloads(window);
    requestReader = (word, reference) -> receive(word, reference, effects);
    replyReader = (word, reference) -> {
      open.set(open.get() - 1);
      confirmations.add(word);
    };
  }

  private void receive(long word, @Nullable Object reference, Tally effects) {
    if (reference instanceof Payload payload) {
      effects.add(payload.number());
      back.offer(word, null);
    }
  }

  @Override
  public boolean trySend(long number) {
    if (open.get() == window) {
      return false;
    }
    open.set(open.get() + 1);
    return there.offer(number, payloads.of(number)); // there is room for more than a window
  }

  @Override
  public int pollSender(long nowNanos) {
    there.flush();
    return back.drain(replyReader);
  }

  @Override
  public int pollReceiver() {
    int done = there.drain(requestReader);
    back.flush();
    return done;
  }
}

package exactlyonce.bench.frames;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One direction of a network with a latency and a loss probability. Not thread-safe.
 *
 * @param <F> frame
 */
final class Link<F> {
  /** Sends a frame, or loses it. */
  static final long LATENCY = 1000;

  private record InFlight<F>(long arrival, F frame) {}

  private final double loss;
  private final SplittableRandom random;
  private final Deque<InFlight<F>> inFlight = new ArrayDeque<>();
  private long sent;

  Link(double loss, long seed) {
    this.loss = loss;
    this.random = new SplittableRandom(seed);
  }

  void send(long now, F frame) {
    sent++;
    if (random.nextDouble() >= loss) {
      inFlight.add(new InFlight<>(now + LATENCY, frame));
    }
  }

  void deliver(long now, Consumer<? super F> peer) {
    for (InFlight<F> first = inFlight.peek();
        first != null && first.arrival <= now;
        first = inFlight.peek()) {
      inFlight.remove();
      peer.accept(first.frame);
    }
  }

  /** Returns how many frames were sent, lost ones included. */
  long sent() {
    return sent;
  }
}

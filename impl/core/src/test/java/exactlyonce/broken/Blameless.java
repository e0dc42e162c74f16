package exactlyonce.broken;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Uses only what a lock-free core may use: no rule may report it. */
public final class Blameless {
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] slots = new long[4];
  private final AtomicLong refused = new AtomicLong();
  private final LongConsumer sink;

  Blameless(LongConsumer sink) {
    this.sink = Objects.requireNonNull(sink);
  }

  enum State {
    CLAIMED,
    DELIVERED
  }

  record Stamp(long seq, State state) {}

  boolean claim(int slot, Stamp stamp) {
    if (stamp.state() != State.CLAIMED) {
      throw new IllegalArgumentException("not a claim: " + stamp);
    }
    boolean won = SLOTS.compareAndSet(slots, slot, stamp.seq() - 1, stamp.seq());
    if (won) {
      sink.accept(stamp.seq());
    } else {
      refused.incrementAndGet();
    }
    return won;
  }
}

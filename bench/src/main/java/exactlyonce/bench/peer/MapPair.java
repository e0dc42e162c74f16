package exactlyonce.bench.peer;

import exactlyonce.bench.pair.FrameRing;
import exactlyonce.bench.pair.PaddedLong;
import exactlyonce.bench.pair.Payloads;
import exactlyonce.bench.pair.Payloads.Payload;
import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one writes without a library: the sender keeps pending messages in a map and sends them again
 * when they are late; the receiver keeps the numbers that it has seen, and confirms every copy. Over
 * the same rings as this protocol.
 */
final class MapPair implements Subject {
  private static final long TIMEOUT_NANOS = 1_000_000;

  private record Pending(Payload payload, long sent) {}

  private final FrameRing there;
  private final FrameRing back;
  private final Payloads payloads;
  private final Memory memory;
  private final Tally effects;
  private final int window;
  private final Map<Long, Pending> pending;
  private final FrameRing.FrameReader requestReader;
  private final FrameRing.FrameReader replyReader;

  // Of the sending thread.
  private final PaddedLong now = new PaddedLong();
  private final PaddedLong lastResend = new PaddedLong();
  private final PaddedLong oldest = new PaddedLong(); // every message before is confirmed

  MapPair(Memory memory, Conditions conditions, Tally effects, Tally confirmations) {
    this.memory = memory;
    this.effects = effects;
    window = conditions.window();
    there = new FrameRing(8 * window, conditions.loss(), 1);
    back = new FrameRing(8 * window, conditions.loss(), 2);
    payloads = new Payloads(window);
    now.set(System.nanoTime());
    lastResend.set(now.get());
    pending = new ConcurrentHashMap<>(2 * window);
    requestReader = this::receive;
    replyReader = (number, reference) -> {
      if (pending.remove(number) != null) {
        confirmations.add(number);
      }
    };
  }

  @Override
  public boolean trySend(long number) {
    while (oldest.get() < number && !pending.containsKey(oldest.get())) {
      oldest.set(oldest.get() + 1);
    }
    if (number - oldest.get() >= window) {
      return false;
    }
    Payload payload = payloads.of(number);
    pending.put(number, new Pending(payload, now.get()));
    there.offer(number, payload);
    return true;
  }

  @Override
  public int pollSender(long nowNanos) {
    now.set(nowNanos);
    if (nowNanos - lastResend.get() > TIMEOUT_NANOS) {
      lastResend.set(nowNanos);
      pending.forEach(this::resend);
    }
    there.flush();
    return back.drain(replyReader);
  }

  private void resend(long number, Pending message) {
    if (now.get() - message.sent > TIMEOUT_NANOS) {
      there.offer(number, message.payload);
    }
  }

  @Override
  public int pollReceiver() {
    int done = there.drain(requestReader);
    back.flush();
    return done;
  }

  private void receive(long number, @Nullable Object reference) {
    if (reference instanceof Payload payload) {
      if (memory.isNew(number)) {
        effects.add(payload.number());
      }
      back.offer(number, null);
    }
  }
}

package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers, resolvers, cancellers and retransmitters on one small window, with more threads than
 * processors: no number is assigned twice, no outcome is reported twice, and no payload is taken
 * for another message's.
 */
class SendWindowRaceTest {
  /**
   * Whoever sees a payload first, its producer or another, sets the number that all others must see
   * it under. The producer is right, so somebody notices whoever is wrong.
   */
  private static final class Payload {
    private final AtomicLong number = new AtomicLong(-1);

    boolean is(long seq) {
      long first = number.compareAndExchange(-1, seq);
      return first == -1 || first == seq;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void everyMessageKeepsItsPayload(int size) throws InterruptedException {
    // The smaller the window, the more often a thread waits for another to get a processor.
    int messages = Math.min(200_000, 20_000 * size);
    SendWindow<Payload> window = new SendWindow<>(size);
    AtomicIntegerArray given = new AtomicIntegerArray(messages);
    AtomicIntegerArray reports = new AtomicIntegerArray(messages);
    AtomicLong decided = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    AtomicReference<String> wrong = new AtomicReference<>();
    OutcomeListener<Payload, String> listener = (seq, payload, outcome, reply) -> {
      if (!payload.is(seq)) {
        wrong.set("outcome of " + seq + " with the payload of " + payload.number);
      }
      reports.incrementAndGet((int) seq);
      decided.incrementAndGet();
    };
    Runnable producer = () -> {
      Payload payload = new Payload();
      while (window.next() < messages - 4 && wrong.get() == null) {
        long seq = window.append(payload);
        if (seq >= 0) {
          if (!payload.is(seq)) {
            wrong.set("message " + seq + " was taken for " + payload.number);
          }
          given.incrementAndGet((int) seq);
          payload = new Payload();
        } else {
          Thread.yield();
        }
      }
    };
    Runnable resolver = () -> {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      while (wrong.get() == null
          && (window.next() < messages - 4 || decided.get() < window.next())) {
        long seq = Math.max(0, window.next() - 1 - random.nextInt(size));
        if (random.nextInt(4) == 0) {
          window.cancel(seq);
        }
        Payload payload = window.payload(seq);
        if (payload != null) {
          seen.incrementAndGet();
          if (!payload.is(seq)) {
            wrong.set("message " + seq + " sent again with the payload of " + payload.number);
          }
        }
        Outcome outcome = random.nextBoolean() ? Outcome.DELIVERED : Outcome.NOT_DELIVERED;
        window.resolve(seq, outcome, null, listener);
        if (random.nextInt(64) == 0) {
          Thread.yield();
        }
      }
    };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(new Thread(guarded(producer, wrong)));
      threads.add(new Thread(guarded(resolver, wrong)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).isNull();
    int submitted = (int) window.next();
    assertThat(submitted).isBetween(messages - 4, messages);
    for (int seq = 0; seq < submitted; seq++) {
      assertThat(given.get(seq)).as("message %d is given", seq).isEqualTo(1);
      assertThat(reports.get(seq)).as("message %d is reported", seq).isEqualTo(1);
    }
    assertThat(seen.get()).as("payloads read for sending again").isGreaterThan(submitted / 10);
  }

  /**
   * One slot, one message after the other: a thread that loses its processor between two looks at
   * the slot, and with more threads than processors some do, finds messages later what it reads.
   */
  @Test
  void aRetransmitterNeverGetsTheNextPayload() throws InterruptedException {
    int messages = 1_000_000;
    SendWindow<Long> window = new SendWindow<>(1);
    AtomicReference<String> wrong = new AtomicReference<>();
    AtomicLong seen = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    Runnable retransmitter = () -> {
      while (!over.get() && wrong.get() == null) {
        long next = window.next();
        Long payload = window.payload(next - 1);
        if (payload != null) {
          seen.incrementAndGet();
          if (payload != next - 1) {
            wrong.set("message " + (next - 1) + " sent again as " + payload);
          }
        }
      }
    };
    List<Thread> threads = Stream.generate(() -> new Thread(guarded(retransmitter, wrong)))
        .limit(4)
        .toList();
    threads.forEach(Thread::start);
    for (long seq = 0; (seq < messages || seen.get() == 0) && wrong.get() == null; seq++) {
      window.append(seq);
      window.resolve(seq, Outcome.DELIVERED, null, (s, payload, outcome, reply) -> {});
    }
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).isNull();
    assertThat(seen.get()).isPositive();
  }

  private static Runnable guarded(Runnable work, AtomicReference<String> wrong) {
    return () -> {
      try {
        work.run();
      } catch (Throwable e) {
        wrong.set(e.toString());
      }
    };
  }

  /** What a producer has read from a slot is stale once another producer has taken the number. */
  @Test
  void aProducerThatComesSecondIsNotToldThatTheWindowIsFull() throws InterruptedException {
    int rounds = 200_000;
    SendWindow<String> window = new SendWindow<>(1 << 19);
    AtomicLong full = new AtomicLong();
    IntConsumer append = round -> {
      if (window.append("a") < 0) {
        full.incrementAndGet();
      }
    };
    Lockstep.run(rounds, append, append);
    assertThat(full.get()).isZero();
    assertThat(window.next()).isEqualTo(2 * rounds);
  }
}

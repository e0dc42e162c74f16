package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers, resolvers, cancellers and retransmitters on one small window, with more threads than
 * processors: no number is given twice, no outcome reported twice, no payload taken for another's.
 */
class SendWindowRaceTest {
  private static final int MESSAGES = 200_000;

  /** A payload learns its number after it was appended; before that nobody can misjudge it. */
  private static final class Payload {
    private volatile long seq = -1;

    boolean is(long number) {
      long mine = seq;
      return mine == -1 || mine == number;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void everyMessageKeepsItsPayload(int size) throws InterruptedException {
    SendWindow<Payload> window = new SendWindow<>(size);
    AtomicIntegerArray given = new AtomicIntegerArray(MESSAGES);
    AtomicIntegerArray reports = new AtomicIntegerArray(MESSAGES);
    AtomicLong decided = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    AtomicReference<String> wrong = new AtomicReference<>();
    OutcomeListener<Payload> listener = (seq, payload, outcome) -> {
      if (!payload.is(seq)) {
        wrong.set("outcome of " + seq + " with the payload of " + payload.seq);
      }
      reports.incrementAndGet((int) seq);
      decided.incrementAndGet();
    };
    Runnable producer = () -> {
      Payload payload = new Payload();
      while (window.next() < MESSAGES - 4 && wrong.get() == null) {
        long seq = window.append(payload);
        if (seq >= 0) {
          payload.seq = seq;
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
          && (window.next() < MESSAGES - 4 || decided.get() < window.next())) {
        long seq = Math.max(0, window.next() - 1 - random.nextInt(size));
        if (random.nextInt(4) == 0) {
          window.cancel(seq);
        }
        Payload payload = window.payload(seq);
        if (payload != null) {
          seen.incrementAndGet();
          if (!payload.is(seq)) {
            wrong.set("message " + seq + " sent again with the payload of " + payload.seq);
          }
        }
        Outcome outcome = random.nextBoolean() ? Outcome.DELIVERED : Outcome.NOT_DELIVERED;
        window.resolve(seq, outcome, listener);
        if (random.nextInt(64) == 0) {
          Thread.yield();
        }
      }
    };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(new Thread(producer));
      threads.add(new Thread(resolver));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).isNull();
    int submitted = (int) window.next();
    assertThat(submitted).isBetween(MESSAGES - 4, MESSAGES);
    for (int seq = 0; seq < submitted; seq++) {
      assertThat(given.get(seq)).as("message %d is given", seq).isEqualTo(1);
      assertThat(reports.get(seq)).as("message %d is reported", seq).isEqualTo(1);
    }
    assertThat(seen.get()).as("payloads read for sending again").isGreaterThan(submitted / 10);
  }
}

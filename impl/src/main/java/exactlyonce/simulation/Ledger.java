package exactlyonce.simulation;

import exactlyonce.window.Outcome;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps account of every message of an {@link Exchange}, apart from the protocol: it hears of
 * submissions, effects and outcomes, and believes nobody. Thread-safe and lock-free; its memory is
 * allocated at the start.
 */
final class Ledger {
  private final int messages;

  /** Per sequence number: 1 + the number of the payload first seen under it. */
  private final AtomicIntegerArray payloads;

  private final Bits submitted;
  private final Bits effects;
  private final Bits decided;
  private final Bits delivered;
  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong lastEffect = new AtomicLong(-1);

  private final LongAdder duplicated = new LongAdder();
  private final LongAdder misordered = new LongAdder();
  private final LongAdder swapped = new LongAdder();
  private final LongAdder falselyConfirmed = new LongAdder();
  private final LongAdder reportedTwice = new LongAdder();

  Ledger(int messages) {
    this.messages = messages;
    payloads = new AtomicIntegerArray(messages);
    submitted = new Bits(messages);
    effects = new Bits(messages);
    decided = new Bits(messages);
    delivered = new Bits(messages);
  }

  void submitted(long seq, Message message) {
    if (known(seq, message)) {
      submitted.add(seq);
    }
  }

  void effect(long seq, Message message) {
    if (!known(seq, message)) {
      return;
    }
    if (!effects.add(seq)) {
      duplicated.increment();
    }
    if (lastEffect.getAndSet(seq) > seq) {
      misordered.increment();
    }
  }

  void outcome(long seq, Message message, Outcome outcome) {
    if (!known(seq, message)) {
      return;
    }
    if (!decided.add(seq)) {
      reportedTwice.increment();
      return;
    }
    if (outcome == Outcome.DELIVERED) {
      delivered.add(seq);
      if (!effects.contains(seq)) { // now, not some day: a confirmation tells of the past
        falselyConfirmed.increment();
      }
    }
    decisions.incrementAndGet();
  }

  long decided() {
    return decisions.get();
  }

  boolean allDecided() {
    return decided() == messages;
  }

  long submittedCount() {
    return submitted.size();
  }

  long effects() {
    return effects.size();
  }

  long delivered() {
    return delivered.size();
  }

  long duplicated() {
    return duplicated.sum();
  }

  /** Effects that came after that of a later message. */
  long misordered() {
    return misordered.sum();
  }

  long swapped() {
    return swapped.sum();
  }

  long falselyConfirmed() {
    return falselyConfirmed.sum();
  }

  long reportedTwice() {
    return reportedTwice.sum();
  }

  /** Messages that were not decided, or confirmed and have no effect yet. */
  long lost() {
    long lost = 0;
    for (int seq = 0; seq < messages; seq++) {
      if (!decided.contains(seq) || (delivered.contains(seq) && !effects.contains(seq))) {
        lost++;
      }
    }
    return lost;
  }

  /** Messages that were reported as NOT_DELIVERED and have an effect all the same. */
  long falselyDenied() {
    long denied = 0;
    for (int seq = 0; seq < messages; seq++) {
      if (decided.contains(seq) && !delivered.contains(seq) && effects.contains(seq)) {
        denied++;
      }
    }
    return denied;
  }

  /**
   * Whether there is such a message; notes if the payload is not its own. Submitter, handler and
   * listener all report what they saw under a number, and whoever comes first sets the measure: as
   * the submitter tells the truth, a wrong payload is noticed either by itself or by the next.
   */
  private boolean known(long seq, Message message) {
    boolean known = seq >= 0 && seq < messages;
    if (!known || !matches((int) seq, message.number() + 1)) {
      swapped.increment();
    }
    return known;
  }

  private boolean matches(int seq, int payload) {
    int first = payloads.get(seq);
    if (first == 0) {
      first = payloads.compareAndExchange(seq, 0, payload);
    }
    return first == 0 || first == payload;
  }
}

package exactlyonce.simulation;

import exactlyonce.window.Outcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of every message of an {@link Exchange}, apart from the protocol: it hears of
 * submissions, effects and outcomes, and believes nobody. Thread-safe and lock-free; its memory is
 * allocated at the start.
 *
 * <p>A <em>place</em> is where a message stands in the order in which messages are numbered: its
 * sequence number, in the first session or the only one.
 */
final class Ledger {
  private static final int SESSION = 40; // bits of the number within

  private final int messages;

  /** Per message: 1 + the place where it was first seen. */
  private final AtomicLongArray places;

  /** Per message: the number of its effect, if that is to be in the reply. */
  private final AtomicIntegerArray numbersOfEffects;

  private final Bits submitted;
  private final Bits effects;
  private final Bits decided;
  private final Bits delivered;
  private final Bits denied;

  /** What was reported since the sender started; what came before may be reported again. */
  private volatile Bits told;

  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong lastEffect = new AtomicLong(-1);
  private final AtomicInteger lastNumber = new AtomicInteger();

  private final LongAdder duplicated = new LongAdder();
  private final LongAdder misordered = new LongAdder();
  private final LongAdder wrongReplies = new LongAdder();
  private final LongAdder swapped = new LongAdder();
  private final LongAdder falselyConfirmed = new LongAdder();
  private final LongAdder reportedTwice = new LongAdder();

  Ledger(int messages, boolean twoWay) {
    this.messages = messages;
    places = new AtomicLongArray(messages);
    numbersOfEffects = new AtomicIntegerArray(twoWay ? messages : 0);
    submitted = new Bits(messages);
    effects = new Bits(messages);
    decided = new Bits(messages);
    delivered = new Bits(messages);
    denied = new Bits(messages);
    told = new Bits(messages);
  }

  /** The place of a message in one session of many, the first being 1. */
  static long place(long session, long seq) {
    return session << SESSION | seq;
  }

  void submitted(long place, Message message) {
    if (known(place, message)) {
      submitted.add(message.number());
    }
  }

  /** Returns the effect's number. */
  int effect(long place, Message message) {
    int number = lastNumber.incrementAndGet();
    if (!known(place, message)) {
      return number;
    }
    if (!effects.add(message.number())) {
      duplicated.increment();
    } else if (hasReplies()) {
      numbersOfEffects.set(message.number(), number);
    }
    if (lastEffect.getAndSet(place) > place) {
      misordered.increment();
    }
    return number;
  }

  /** The sender has crashed and started again; called while nothing is reported. */
  void senderRestarted() {
    told = new Bits(messages);
  }

  /** Whether this message was given a place, now or before a crash. */
  boolean isSubmitted(Message message) {
    return submitted.contains(message.number());
  }

  /** Specification: RecordOutcome of {@code CrashRecovery}. */
  void outcome(long place, Message message, Outcome outcome, @Nullable Reply reply) {
    if (!known(place, message)) {
      return;
    }
    int number = message.number();
    if (!told.add(number)) {
      reportedTwice.increment();
      return;
    }
    if (!isRight(reply, number, outcome)) {
      wrongReplies.increment();
    }
    if (outcome == Outcome.DELIVERED && !effects.contains(number)) {
      falselyConfirmed.increment(); // now, not some day: a confirmation tells of the past
    }
    if (decided.add(number)) {
      bits(outcome).ifPresent(bits -> bits.add(number));
      decisions.incrementAndGet();
    } else if (outcome != Outcome.IN_DOUBT
        && !bits(outcome).map(bits -> bits.contains(number)).orElse(false)) {
      reportedTwice.increment(); // after a crash, and now it is another
    }
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

  long denied() {
    return denied.size();
  }

  long inDoubt() {
    return decided.size() - delivered.size() - denied.size();
  }

  long duplicated() {
    return duplicated.sum();
  }

  /** Effects that came after that of a later message. */
  long misordered() {
    return misordered.sum();
  }

  /** Outcomes with another reply than that of the message's effect. */
  long wrongReplies() {
    return wrongReplies.sum();
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
    for (int number = 0; number < messages; number++) {
      if (!decided.contains(number) || (delivered.contains(number) && !effects.contains(number))) {
        lost++;
      }
    }
    return lost;
  }

  /** Messages that were reported as NOT_DELIVERED and have an effect all the same. */
  long falselyDenied() {
    long count = 0;
    for (int number = 0; number < messages; number++) {
      if (denied.contains(number) && effects.contains(number)) {
        count++;
      }
    }
    return count;
  }

  private Optional<Bits> bits(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> Optional.of(delivered);
      case NOT_DELIVERED -> Optional.of(denied);
      case IN_DOUBT -> Optional.empty();
    };
  }

  private boolean hasReplies() {
    return numbersOfEffects.length() > 0;
  }

  private boolean isRight(@Nullable Reply reply, int number, Outcome outcome) {
    if (outcome != Outcome.DELIVERED || !hasReplies()) {
      return reply == null;
    }
    return reply != null
        && reply.number() == number
        && reply.effect() == numbersOfEffects.get(number);
  }

  /**
   * Whether there is such a message; notes if this is not its place. Submitter, handler and
   * listener all report where they saw a message, and whoever comes first sets the measure: as the
   * submitter tells the truth, a wrong payload is noticed either by itself or by the next.
   */
  private boolean known(long place, Message message) {
    boolean known = message.number() >= 0 && message.number() < messages;
    if (!known || !isAt(place, message.number())) {
      swapped.increment();
    }
    return known;
  }

  private boolean isAt(long place, int number) {
    long first = places.get(number);
    if (first == 0) {
      first = places.compareAndExchange(number, 0, place + 1);
    }
    return first == 0 || first == place + 1;
  }
}

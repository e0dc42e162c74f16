package exactlyonce.simulation;

import exactlyonce.window.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of every message of an {@link SingleSessionRun}, apart from the protocol: it hears of
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

  private final ConcurrentBitSet submitted;
  private final ConcurrentBitSet effects;
  private final ConcurrentBitSet decided;
  private final ConcurrentBitSet delivered;
  private final ConcurrentBitSet denied;

  /** What was reported since the sender started; what came before may be reported again. */
  private volatile ConcurrentBitSet told;

  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong lastEffect = new AtomicLong(-1);
  private final AtomicInteger lastNumber = new AtomicInteger();

  /** What is noticed when it happens; the rest is counted at the end. */
  private final Map<Violation, LongAdder> noticed = new EnumMap<>(Violation.class);

  Ledger(int messages, boolean twoWay) {
    this.messages = messages;
    for (Violation violation : Violation.values()) {
      noticed.put(violation, new LongAdder());
    }
    places = new AtomicLongArray(messages);
    numbersOfEffects = new AtomicIntegerArray(twoWay ? messages : 0);
    submitted = new ConcurrentBitSet(messages);
    effects = new ConcurrentBitSet(messages);
    decided = new ConcurrentBitSet(messages);
    delivered = new ConcurrentBitSet(messages);
    denied = new ConcurrentBitSet(messages);
    told = new ConcurrentBitSet(messages);
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
      notice(Violation.DUPLICATED);
    } else if (hasReplies()) {
      numbersOfEffects.set(message.number(), number);
    }
    if (lastEffect.getAndSet(place) > place) {
      notice(Violation.MISORDERED);
    }
    return number;
  }

  /** The sender has crashed and started again; called while nothing is reported. */
  void senderRestarted() {
    told = new ConcurrentBitSet(messages);
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
      notice(Violation.REPORTED_TWICE);
      return;
    }
    if (!isRight(reply, number, outcome)) {
      notice(Violation.WRONG_REPLIES);
    }
    if (outcome == Outcome.DELIVERED && !effects.contains(number)) {
      notice(Violation.FALSELY_CONFIRMED); // now, not eventually: a confirmation tells of the past
    }
    if (decided.add(number)) {
      bits(outcome).ifPresent(bits -> bits.add(number));
      decisions.incrementAndGet();
    } else if (outcome != Outcome.IN_DOUBT
        && !bits(outcome).map(bits -> bits.contains(number)).orElse(false)) {
      notice(Violation.REPORTED_TWICE); // after a crash, and now it is another
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

  RunResult.Messages messages() {
    long confirmed = delivered.size();
    long cancelled = denied.size();
    return new RunResult.Messages(
        submitted.size(),
        effects.size(),
        confirmed,
        cancelled,
        decided.size() - confirmed - cancelled);
  }

  /** Returns how often each violation has happened by now, those that never did included. */
  Map<Violation, Long> violations() {
    Map<Violation, Long> violations = new EnumMap<>(Violation.class);
    noticed.forEach((violation, count) -> violations.put(violation, count.sum()));
    violations.put(Violation.LOST, count(this::isLost));
    violations.put(Violation.FALSELY_DENIED, count(this::isFalselyDenied));
    return violations;
  }

  private void notice(Violation violation) {
    Objects.requireNonNull(noticed.get(violation)).increment();
  }

  private long count(IntPredicate isViolated) {
    return IntStream.range(0, messages).filter(isViolated).count();
  }

  private boolean isLost(int number) {
    return !decided.contains(number) || (delivered.contains(number) && !effects.contains(number));
  }

  private boolean isFalselyDenied(int number) {
    return denied.contains(number) && effects.contains(number);
  }

  private Optional<ConcurrentBitSet> bits(Outcome outcome) {
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
      notice(Violation.SWAPPED);
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

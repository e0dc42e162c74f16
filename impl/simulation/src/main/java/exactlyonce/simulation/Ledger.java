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
 * Keeps an account of every message of a {@link SimulationRun}, independently of the protocol: it
 * is told every submission, effect and outcome, and trusts none of them. Thread-safe and lock-free.
 * All memory is allocated at the start.
 *
 * <p>A <em>position</em> is the place of a message in the order in which messages are numbered. In
 * a run of a single session it is the sequence number.
 */
final class Ledger {
  private static final int SEQ_BITS = 40; // bits of the sequence number within a position

  private final int messages;

  /** Per message: 1 + the position where it was first seen. */
  private final AtomicLongArray positions;

  /** Per message: the number of its effect, if replies carry it. */
  private final AtomicIntegerArray numbersOfEffects;

  private final ConcurrentBitSet submitted;
  private final ConcurrentBitSet effects;
  private final ConcurrentBitSet decided;
  private final ConcurrentBitSet delivered;
  private final ConcurrentBitSet denied;
  private final ConcurrentBitSet rejected;

  /** The messages that a handler wanted to reject, whatever became of that. */
  private final ConcurrentBitSet rejecting;

  /**
   * The messages reported since the sender last started. Outcomes from before may be reported
   * again.
   */
  private volatile ConcurrentBitSet reported;

  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong lastEffect = new AtomicLong(-1);
  private final AtomicInteger lastNumber = new AtomicInteger();

  /** Violations counted as they happen; others are counted at the end. */
  private final Map<Violation, LongAdder> observed = new EnumMap<>(Violation.class);

  Ledger(int messages, boolean twoWay) {
    this.messages = messages;
    for (Violation violation : Violation.values()) {
      observed.put(violation, new LongAdder());
    }
    positions = new AtomicLongArray(messages);
    numbersOfEffects = new AtomicIntegerArray(twoWay ? messages : 0);
    submitted = new ConcurrentBitSet(messages);
    effects = new ConcurrentBitSet(messages);
    decided = new ConcurrentBitSet(messages);
    delivered = new ConcurrentBitSet(messages);
    denied = new ConcurrentBitSet(messages);
    rejected = new ConcurrentBitSet(messages);
    rejecting = new ConcurrentBitSet(messages);
    reported = new ConcurrentBitSet(messages);
  }

  /** Returns the position of a message in one of many sessions, which are numbered from 1. */
  static long position(long session, long seq) {
    return session << SEQ_BITS | seq;
  }

  void submitted(long position, Message message) {
    if (checkPosition(position, message)) {
      submitted.add(message.number());
    }
  }

  /** Records an effect; returns the number of the effect. */
  int effect(long position, Message message) {
    int number = lastNumber.incrementAndGet();
    if (!checkPosition(position, message)) {
      return number;
    }
    if (!effects.add(message.number())) {
      observe(Violation.DUPLICATED);
    } else if (hasReplies()) {
      numbersOfEffects.set(message.number(), number);
    }
    checkOrder(position);
    return number;
  }

  /** Records that a handler is about to reject a message. It may come again if that is not recorded. */
  void rejecting(long position, Message message) {
    if (checkPosition(position, message)) {
      rejecting.add(message.number());
      checkOrder(position);
    }
  }

  private void checkOrder(long position) {
    if (lastEffect.getAndSet(position) > position) {
      observe(Violation.MISORDERED);
    }
  }

  /**
   * Records that the sender has restarted after a crash; called while no outcome is being reported.
   */
  void senderRestarted() {
    reported = new ConcurrentBitSet(messages);
  }

  /**
   * Returns whether this message was submitted, in this incarnation of the sender or an earlier
   * one.
   */
  boolean isSubmitted(Message message) {
    return submitted.contains(message.number());
  }

  /**
   * Records an outcome; returns whether it is the first for this message. Specification: action
   * RecordOutcome of {@code CrashRecovery}.
   */
  boolean outcome(long position, Message message, Outcome outcome, @Nullable Reply reply) {
    if (!checkPosition(position, message)) {
      return false;
    }
    int number = message.number();
    if (!reported.add(number)) {
      observe(Violation.REPORTED_TWICE);
      return false;
    }
    if (!isCorrectReply(reply, number, outcome)) {
      observe(Violation.WRONG_REPLIES);
    }
    if (outcome == Outcome.DELIVERED && !effects.contains(number)) {
      // Counted now, not at the end: a confirmation must follow the effect.
      observe(Violation.FALSELY_CONFIRMED);
    }
    if (outcome == Outcome.REJECTED && !rejecting.contains(number)) {
      observe(Violation.FALSELY_DENIED);
    }
    boolean first = decided.add(number);
    if (first) {
      setOf(outcome).ifPresent(bits -> bits.add(number));
      decisions.incrementAndGet();
    } else if (outcome != Outcome.IN_DOUBT
        && !setOf(outcome).map(bits -> bits.contains(number)).orElse(false)) {
      observe(Violation.REPORTED_TWICE); // a different outcome after a crash
    }
    return first;
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
    long refused = rejected.size();
    return new RunResult.Messages(
        submitted.size(),
        effects.size(),
        confirmed,
        cancelled,
        refused,
        decided.size() - confirmed - cancelled - refused,
        IntStream.range(0, messages).filter(this::isUndecided).count(),
        messages - submitted.size());
  }

  /**
   * Returns how often each violation has happened so far, including those that never did.
   *
   * @param isOpen takes the number of an undecided message; returns whether the sender still asks
   *     for it. If not, it is lost
   */
  Map<Violation, Long> violations(IntPredicate isOpen) {
    Map<Violation, Long> violations = new EnumMap<>(Violation.class);
    observed.forEach((violation, count) -> violations.put(violation, count.sum()));
    violations.put(Violation.LOST, count(number -> isLost(number, isOpen)));
    violations.merge(Violation.FALSELY_DENIED, count(this::isFalselyDenied), Long::sum);
    return violations;
  }

  private void observe(Violation violation) {
    Objects.requireNonNull(observed.get(violation)).increment();
  }

  private long count(IntPredicate isViolated) {
    return IntStream.range(0, messages).filter(isViolated).count();
  }

  private boolean isLost(int number, IntPredicate isOpen) {
    return (isUndecided(number) && !isOpen.test(number))
        || (delivered.contains(number) && !effects.contains(number));
  }

  private boolean isUndecided(int number) {
    return submitted.contains(number) && !decided.contains(number);
  }

  private boolean isFalselyDenied(int number) {
    return (denied.contains(number) || rejected.contains(number)) && effects.contains(number);
  }

  private Optional<ConcurrentBitSet> setOf(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> Optional.of(delivered);
      case NOT_DELIVERED -> Optional.of(denied);
      case REJECTED -> Optional.of(rejected);
      case IN_DOUBT -> Optional.empty();
    };
  }

  private boolean hasReplies() {
    return numbersOfEffects.length() > 0;
  }

  private boolean isCorrectReply(@Nullable Reply reply, int number, Outcome outcome) {
    if (outcome != Outcome.DELIVERED || !hasReplies()) {
      return reply == null;
    }
    return reply != null
        && reply.number() == number
        && reply.effect() == numbersOfEffects.get(number);
  }

  /**
   * Returns whether there is such a message, and counts a violation if this is not its position.
   * Submitter, handler and listener all report the position at which they saw a message, and the
   * first report is the reference. The submitter reports the true position, so a wrong payload is
   * detected either at once or at the next report.
   */
  private boolean checkPosition(long position, Message message) {
    boolean known = message.number() >= 0 && message.number() < messages;
    if (!known || !isAt(position, message.number())) {
      observe(Violation.SWAPPED);
    }
    return known;
  }

  private boolean isAt(long position, int number) {
    long first = positions.get(number);
    if (first == 0) {
      first = positions.compareAndExchange(number, 0, position + 1);
    }
    return first == 0 || first == position + 1;
  }
}

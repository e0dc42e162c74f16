package exactlyonce.simulation;

import exactlyonce.window.Outcome;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The application on both sides of a live run. Its threads submit every message and carry the
 * frames, and it records every effect and outcome in the ledger. The run supplies everything in
 * between.
 */
final class Application {
  /**
   * The duties of a sender thread, executed in turn. Each returns whether it did any work.
   *
   * @param deliverReply delivers a reply
   * @param submit takes a message and the thread's random generator; called again with the same
   *     message until it returns true
   * @param poll takes the current time in nanoseconds
   */
  record Sending(
      BooleanSupplier deliverReply,
      BiPredicate<Message, SplittableRandom> submit,
      LongPredicate poll) {}

  final Ledger ledger;

  private final RunSettings settings;
  private final @Nullable LongConsumer latencies;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicBoolean started = new AtomicBoolean();
  private final WorkerThreads workers = new WorkerThreads();

  /** Prepares a run. {@code latencies} is as in {@link SingleSessionRun}. */
  Application(RunSettings settings, @Nullable LongConsumer latencies) {
    this.settings = settings;
    this.latencies = latencies;
    ledger = new Ledger(settings.messages(), settings.delivery().twoWay());
  }

  /**
   * Runs all threads, as in {@link SimulationRun#run}.
   *
   * @param senders returns the duties of each sender thread, numbered from 0; only thread 0 polls
   * @param deliverRequest the duty of a receiver thread, numbered from 0; returns whether it did
   *     any work
   * @return the duration in seconds
   */
  double run(IntFunction<Sending> senders, IntPredicate deliverRequest)
      throws InterruptedException {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("a run can be started only once");
    }
    SplittableRandom seeds = new SplittableRandom(~settings.seed());
    for (int i = 0; i < settings.threads().senders(); i++) {
      boolean polls = i == 0;
      Sending sending = senders.apply(i);
      SplittableRandom random = seeds.split();
      workers.add("sender-" + i, () -> send(sending, random, polls));
    }
    for (int i = 0; i < settings.threads().receivers(); i++) {
      int thread = i;
      workers.add("receiver-" + i, () -> receive(thread, deliverRequest));
    }
    return workers.run(ledger::decided, settings.stallLimitNanos());
  }

  /** Returns whether the run was given up, because no message was decided for the stall limit. */
  boolean stalled() {
    return workers.stalled();
  }

  /** The effect of every handler that does not fail. */
  @Nullable Reply effect(long position, Message message) {
    int effect = ledger.effect(position, message);
    return settings.delivery().twoWay() ? new Reply(message.number(), effect) : null;
  }

  /** The action of every listener. */
  void outcome(long position, Message message, Outcome outcome, @Nullable Reply reply) {
    boolean first = ledger.outcome(position, message, outcome, reply);
    if (first && latencies != null) {
      latencies.accept(System.nanoTime() - message.submittedNanos());
    }
    if (ledger.allDecided()) {
      workers.finish();
    }
  }

  private void send(Sending sending, SplittableRandom random, boolean polls) {
    long pollInterval = Math.max(1, settings.retry().initialTimeoutNanos() / 4);
    long lastPoll = System.nanoTime();
    BackoffIdleStrategy idleStrategy = new BackoffIdleStrategy();
    Message message = nextMessage();
    while (!workers.stopped() && !ledger.allDecided()) {
      boolean worked = sending.deliverReply.getAsBoolean();
      if (message != null && sending.submit.test(message, random)) {
        message = nextMessage();
        worked = true;
      }
      if (polls) {
        long now = System.nanoTime();
        if (now - lastPoll >= pollInterval) {
          lastPoll = now;
          worked |= sending.poll.test(now);
        }
      }
      idleStrategy.after(worked);
    }
  }

  private void receive(int thread, IntPredicate deliverRequest) {
    BackoffIdleStrategy idleStrategy = new BackoffIdleStrategy();
    while (!workers.stopped()) {
      idleStrategy.after(deliverRequest.test(thread));
    }
  }

  private @Nullable Message nextMessage() {
    int number = numbers.getAndIncrement();
    if (number < settings.messages()) {
      return new Message(number, latencies == null ? 0 : System.nanoTime());
    }
    return null;
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Submitter;
import exactlyonce.window.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A live run of the protocol: several threads submit messages to one {@link Sender} and process
 * replies, several process requests for one {@link Receiver}, a {@link LossyNetwork} lies between,
 * and a ledger checks that every message took effect once and that every outcome is true.
 *
 * <p>When all messages are decided, the frames still in flight are delivered as well: a late
 * duplicate must do no harm either. Then the ledger is read.
 */
public final class Exchange {
  private final ExchangeSettings settings;
  private final @Nullable LongConsumer latencies;
  private final Ledger ledger;
  private final LossyNetwork<Message, Reply> network;
  private final Sender<Message, Reply> sender;
  private final Receiver<Message, Reply> receiver;

  private final List<Requests<Message>> receivers = new ArrayList<>();
  private final List<Submitter<Message>> submitters = new ArrayList<>();
  private final List<Replies<Reply>> senders = new ArrayList<>();

  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1); // or failed
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * Prepares a run that nobody observes.
   *
   * @throws IllegalArgumentException if the window size is not a power of two
   */
  public Exchange(ExchangeSettings settings) {
    this(settings, Wiring.DIRECT, null);
  }

  /**
   * Prepares a run.
   *
   * @param wiring what stands in between; called here, before any message
   * @param latencies is told, for each message, the nanoseconds from the first attempt to submit it
   *     (so the wait for a place in the window is included) until its outcome; called by all sender
   *     threads at once. With null no clock is read for a message
   * @throws IllegalArgumentException if the window size is not a power of two
   */
  public Exchange(ExchangeSettings settings, Wiring wiring, @Nullable LongConsumer latencies) {
    this.settings = settings;
    this.latencies = latencies;
    ledger = new Ledger(settings.messages(), settings.twoWay());
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    int capacity = (int) Math.min(Integer.MAX_VALUE, Math.max(1024, 4L * settings.window()));
    network = new LossyNetwork<>(settings.faults(), capacity, seeds.nextLong());
    FlakyHandler handler =
        new FlakyHandler(settings.handlerFailure(), seeds.nextLong(), this::effect);
    receiver = settings.ordered()
        ? Receiver.ordered(
            settings.window(), wiring.handler(handler), wiring.replies(network.toSender()))
        : Receiver.unordered(
            settings.window(), wiring.handler(handler), wiring.replies(network.toSender()));
    for (int thread = 0; thread < settings.receivers(); thread++) {
      receivers.add(wiring.receiver(thread, receiver));
    }
    sender = new Sender<>(
        settings.window(),
        wiring.requests(network.toReceiver()),
        wiring.outcomes(this::outcome),
        settings.retry());
    for (int thread = 0; thread < settings.senders(); thread++) {
      submitters.add(wiring.submitter(thread, sender));
      senders.add(wiring.sender(thread, sender));
    }
  }

  /** Returns how many messages are decided by now; for progress, from any thread. */
  public long decided() {
    return ledger.decided();
  }

  /**
   * Runs to the end, or until nothing was decided for the stall limit; then some messages count as
   * lost. All threads have ended when this returns or throws. May be called once.
   *
   * @throws InterruptedException if the calling thread is interrupted: the run is broken off
   * @throws IllegalStateException if one of the threads failed, which is the cause; or on the second
   *     call
   */
  public Report run() throws InterruptedException {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("an exchange runs once");
    }
    long start = System.nanoTime();
    List<Thread> threads = startThreads();
    try {
      awaitDecisions();
    } finally {
      stopped = true;
      join(threads);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a thread of the exchange failed", cause);
    }
    drain();
    return report(seconds);
  }

  private List<Thread> startThreads() {
    SplittableRandom seeds = new SplittableRandom(~settings.seed());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < settings.senders(); i++) {
      int thread = i;
      SplittableRandom random = seeds.split();
      threads.add(new Thread(() -> guarded(() -> send(thread, random)), "sender-" + i));
    }
    for (int i = 0; i < settings.receivers(); i++) {
      int thread = i;
      threads.add(new Thread(() -> guarded(() -> receive(thread)), "receiver-" + i));
    }
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
    return threads;
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) { // reported by run()
      failure.compareAndSet(null, e);
      finished.countDown();
    }
  }

  private void send(int thread, SplittableRandom random) {
    Submitter<Message> submitter = submitters.get(thread);
    Replies<Reply> replies = senders.get(thread);
    long pollInterval = Math.max(1, settings.retry().initialTimeoutNanos() / 4);
    long lastPoll = System.nanoTime();
    Backoff backoff = new Backoff();
    Message message = nextMessage();
    while (!stopped && !ledger.allDecided()) {
      boolean worked = network.deliverReply(replies);
      if (message != null && submit(message, submitter, random)) {
        message = nextMessage();
        worked = true;
      }
      if (thread == 0) {
        long now = System.nanoTime();
        if (now - lastPoll >= pollInterval) {
          lastPoll = now;
          worked |= submitter.poll(now) > 0;
        }
      }
      backoff.after(worked);
    }
  }

  private void receive(int thread) {
    Requests<Message> requests = receivers.get(thread);
    Backoff backoff = new Backoff();
    while (!stopped) {
      backoff.after(network.deliverRequest(requests));
    }
  }

  private @Nullable Message nextMessage() {
    int number = numbers.getAndIncrement();
    if (number < settings.messages()) {
      return new Message(number, latencies == null ? 0 : System.nanoTime());
    }
    return null;
  }

  private boolean submit(Message message, Submitter<Message> submitter, SplittableRandom random) {
    long seq = submitter.trySubmit(message);
    if (seq < 0) {
      return false;
    }
    ledger.submitted(seq, message);
    if (random.nextDouble() < settings.cancel()) {
      submitter.cancel(seq);
    }
    return true;
  }

  private @Nullable Reply effect(long seq, Message message) {
    int effect = ledger.effect(seq, message);
    return settings.twoWay() ? new Reply(message.number(), effect) : null;
  }

  private void outcome(long seq, Message message, Outcome outcome, @Nullable Reply reply) {
    ledger.outcome(seq, message, outcome, reply);
    if (latencies != null) {
      latencies.accept(System.nanoTime() - message.submittedNanos());
    }
    if (ledger.allDecided()) {
      finished.countDown();
    }
  }

  private void awaitDecisions() throws InterruptedException {
    long decided = -1;
    long since = System.nanoTime();
    while (!finished.await(50, TimeUnit.MILLISECONDS)) {
      long now = System.nanoTime();
      if (decided != ledger.decided()) {
        decided = ledger.decided();
        since = now;
      } else if (now - since > settings.stallLimitNanos()) {
        return;
      }
    }
  }

  /** Waits for all threads, whatever happens; an interrupt is kept for later. */
  private static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      thread.interrupt();
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Delivers what is in flight; ends for want of new frames, or after the stall limit. */
  private void drain() {
    long start = System.nanoTime();
    while (!network.isEmpty() && System.nanoTime() - start < settings.stallLimitNanos()) {
      network.deliverRequest(receivers.get(0));
      network.deliverReply(senders.get(0));
    }
  }

  private Report report(double seconds) {
    long delivered = ledger.delivered();
    return new Report(
        ledger.submittedCount(),
        ledger.effects(),
        delivered,
        ledger.decided() - delivered,
        ledger.lost(),
        ledger.duplicated(),
        settings.ordered() ? ledger.misordered() : 0,
        ledger.wrongReplies(),
        ledger.swapped(),
        ledger.falselyConfirmed(),
        ledger.falselyDenied(),
        ledger.reportedTwice(),
        receiver.refused(),
        receiver.suppressed(),
        receiver.handlerFailures(),
        sender.checks(),
        sender.seals(),
        sender.resends(),
        network.lost(),
        network.duplicated(),
        network.delayed(),
        seconds);
  }
}

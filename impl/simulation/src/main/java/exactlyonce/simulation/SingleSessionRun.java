package exactlyonce.simulation;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Submitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A live run of the protocol. Several threads submit messages to one {@link Sender} and process
 * replies, and several process requests for one {@link Receiver}, over a {@link LossyNetwork}. A
 * ledger checks that every message took effect once and that every outcome is true.
 *
 * <p>When all messages are decided, the frames still in flight are delivered as well, because a
 * late duplicate must do no harm either. Then the ledger is read.
 */
public final class SingleSessionRun implements SimulationRun {
  private final RunSettings settings;
  private final Instrumentation instrumentation;
  private final Application application;
  private final Ledger ledger;
  private final LossyNetwork<Message, Reply> network;
  private final Sender<Message, Reply> sender;
  private final Receiver<Message, Reply> receiver;

  private final List<Requests<Message>> receivers = new ArrayList<>();
  private final List<Submitter<Message>> submitters = new ArrayList<>();
  private final List<Replies<Reply>> senders = new ArrayList<>();

  /**
   * Prepares a run without an observer.
   *
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30
   */
  public SingleSessionRun(RunSettings settings) {
    this(settings, Instrumentation.DIRECT, null);
  }

  /**
   * Prepares a run.
   *
   * @param instrumentation the observer of the run; called here, before any message
   * @param latencies is told, for each message, the nanoseconds from the first attempt to submit it
   *     until its outcome, including the wait for space in the window; called by all sender threads
   *     at once. If null, no clock is read per message
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30
   */
  public SingleSessionRun(
      RunSettings settings, Instrumentation instrumentation, @Nullable LongConsumer latencies) {
    this.settings = settings;
    this.instrumentation = instrumentation;
    application = new Application(settings, latencies);
    ledger = application.ledger;
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    network = new LossyNetwork<>(settings.faults(), settings.networkCapacity(), seeds.nextLong());
    FlakyHandler handler = new FlakyHandler(
        settings.application(),
        new Randoms(seeds.nextLong()),
        application::effect,
        ledger::rejecting);
    receiver = settings.delivery().ordered()
        ? Receiver.ordered(
            settings.delivery().window(),
            settings.delivery().replyMode(),
            instrumentation.handler(handler),
            instrumentation.replies(network.toSender()))
        : Receiver.unordered(
            settings.delivery().window(),
            settings.delivery().replyMode(),
            instrumentation.handler(handler),
            instrumentation.replies(network.toSender()));
    for (int thread = 0; thread < settings.threads().receivers(); thread++) {
      receivers.add(instrumentation.receiver(thread, receiver));
    }
    sender = new Sender<>(
        settings.delivery().window(),
        settings.delivery().replyMode(),
        instrumentation.requests(network.toReceiver()),
        instrumentation.outcomes(application::outcome),
        settings.retry());
    for (int thread = 0; thread < settings.threads().senders(); thread++) {
      submitters.add(instrumentation.submitter(thread, sender));
      senders.add(instrumentation.sender(thread, sender));
    }
  }

  @Override
  public long decided() {
    return ledger.decided();
  }

  @Override
  public RunResult run() throws InterruptedException {
    double seconds =
        application.run(this::sending, thread -> network.deliverRequest(receivers.get(thread)));
    drain();
    instrumentation.ended();
    return result(seconds);
  }

  private Application.Sending sending(int thread) {
    Submitter<Message> submitter = submitters.get(thread);
    Replies<Reply> replies = senders.get(thread);
    return new Application.Sending(
        () -> network.deliverReply(replies),
        (message, random) -> submit(message, submitter, random),
        now -> submitter.poll(now) > 0);
  }

  private boolean submit(Message message, Submitter<Message> submitter, SplittableRandom random) {
    long seq = submitter.trySubmit(message);
    if (seq < 0) {
      return false;
    }
    ledger.submitted(seq, message);
    if (random.nextDouble() < settings.application().cancel()) {
      submitter.cancel(seq);
    }
    return true;
  }

  /** Delivers the frames in flight; ends when there are none, or after the stall limit. */
  private void drain() {
    long start = System.nanoTime();
    while (!network.isEmpty() && System.nanoTime() - start < settings.stallLimitNanos()) {
      network.deliverRequest(receivers.get(0));
      network.deliverReply(senders.get(0));
    }
  }

  private RunResult result(double seconds) {
    Map<Violation, Long> violations = ledger.violations(number -> !sender.allDecided());
    violations.put(Violation.REFUSED, receiver.refused() + sender.refused() + sender.lostMemory());
    if (!settings.delivery().ordered()) {
      violations.remove(Violation.MISORDERED);
    }
    return new RunResult(
        ledger.messages(),
        violations,
        new RunResult.Frames(
            receiver.suppressed(),
            receiver.handlerFailures(),
            sender.checks(),
            sender.seals(),
            sender.resends()),
        network.faults(),
        RunResult.Sessions.ONE,
        seconds,
        application.stalled());
  }
}

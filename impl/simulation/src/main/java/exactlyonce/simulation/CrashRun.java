package exactlyonce.simulation;

import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Submitter;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionSender;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A live run like {@link SingleSessionRun}, in which both sides also crash, at any step and under
 * load, and restart from their disks. A sender that starts again cancels some of the messages that it
 * finds. Occasionally the sender closes its session and opens another.
 * One in a thousand crashes of the receiver destroys its disk: the open messages are then in doubt,
 * and must be reported as such. One in a hundred commits of the receiver has an outcome that it does
 * not know.
 *
 * <p>At the end the sender closes its session, and no session may be left.
 */
public final class CrashRun implements SimulationRun {
  private static final long SENDER = 1;
  private static final int MAX_SESSIONS = 64;
  private static final double CLOSE = 1e-4; // each time a message is submitted
  private static final double DISK_LOST = 0.001; // each time the receiver starts again
  private static final double UNKNOWN_COMMITS = 0.01; // each time a message is delivered

  private final RunSettings settings;
  private final SessionInstrumentation<Message, Reply> instrumentation;
  private final Application application;
  private final Ledger ledger;
  private final LossySessionNetwork<Message, Reply> network;
  private final CrashPoints crashPoints;
  private final BiFunction<Incarnation, SenderStore<Message>, SenderStore<Message>> senderDiskIn;
  private final BiFunction<
          Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
      receiverDiskIn;
  private final SenderDisk senderDisk;
  private final ReceiverDisk receiverDisk;
  private final UnreliableReceiverDisk connection;
  private final Restartable<SessionSender<Message, Reply>> sender;
  private final Restartable<ReceiverHost<Message, Reply>> receiver;

  // Sources of ids that never repeat and survive every crash.
  private final AtomicLong lastSession = new AtomicLong();
  private final AtomicLong lastNonce = new AtomicLong();

  private final LongAdder forgotten = new LongAdder();

  /** Messages that the sender found when it started, and that are to be cancelled. */
  private final Queue<Withdrawal> withdrawals = new ConcurrentLinkedQueue<>();

  private record Withdrawal(Sender<Message, Reply> session, long seq) {}

  // The counts of hosts and senders that have crashed.
  private final LongAdder refused = new LongAdder();
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();
  private @Nullable ReceiverHost<Message, Reply> host; // the latest
  private @Nullable SessionSender<Message, Reply> sessionSender; // the latest

  /**
   * Prepares a run.
   *
   * @param settings the settings of the run
   * @param crash the probability of a crash at each step of a side, before and after a frame, a
   *     write or a report. A message takes some ten steps
   * @param instrumentation the observer of the run
   * @param latencies as in {@link SingleSessionRun}, or null
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or
   *     the crash probability is not from 0 to 1
   */
  public CrashRun(
      RunSettings settings,
      double crash,
      SessionInstrumentation<Message, Reply> instrumentation,
      @Nullable LongConsumer latencies) {
    this(settings, crash, instrumentation, latencies, CrashPoints::disk, CrashPoints::disk);
  }

  /** For tests: a run with other disks. */
  CrashRun(
      RunSettings settings,
      double crash,
      SessionInstrumentation<Message, Reply> instrumentation,
      @Nullable LongConsumer latencies,
      BiFunction<Incarnation, SenderStore<Message>, SenderStore<Message>> senderDiskIn,
      BiFunction<Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
          receiverDiskIn) {
    Faults.requireProbability("crash", crash);
    this.settings = settings;
    this.instrumentation = instrumentation;
    this.senderDiskIn = senderDiskIn;
    this.receiverDiskIn = receiverDiskIn;
    application = new Application(settings, latencies);
    ledger = application.ledger;
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    network =
        new LossySessionNetwork<>(settings.faults(), settings.networkCapacity(), seeds.nextLong());
    crashPoints = new CrashPoints(
        instrumentation.requests(network.toReceiver()),
        instrumentation.replies(network.toSender()));
    receiverDisk = new ReceiverDisk();
    Randoms randoms = new Randoms(seeds.nextLong());
    connection = new UnreliableReceiverDisk(receiverDisk, crash > 0 ? UNKNOWN_COMMITS : 0, randoms);
    senderDisk = new SenderDisk(ledger);
    receiver =
        new Restartable<>(crash, randoms, incarnation -> startReceiver(incarnation, randoms));
    sender = new Restartable<>(crash, randoms, incarnation -> startSender(incarnation, randoms));
  }

  @Override
  public long decided() {
    return ledger.decided();
  }

  @Override
  public RunResult run() throws InterruptedException {
    Application.Sending sending =
        new Application.Sending(this::deliverReply, this::submit, this::poll);
    double seconds = application.run(thread -> sending, thread -> deliverRequest());
    long start = System.nanoTime();
    boolean isClosed = closeAll();
    seconds += (System.nanoTime() - start) * 1e-9;
    instrumentation.ended();
    return result(seconds, application.stalled() || !isClosed);
  }

  private ReceiverHost<Message, Reply> startReceiver(Incarnation incarnation, Randoms randoms) {
    if (host != null) {
      addCounts(host);
      boolean diskLost = randoms.current().nextDouble() < DISK_LOST;
      instrumentation.receiverCrashed(diskLost);
      if (diskLost) {
        receiverDisk.format();
        forgotten.increment();
      }
    }
    host = ReceiverHost.<Message, Reply>builder(
            (from, session) -> new FlakyHandler(
                settings.application(),
                randoms,
                (seq, message) -> application.effect(Ledger.position(session, seq), message),
                (seq, message) -> ledger.rejecting(Ledger.position(session, seq), message)),
            crashPoints.toSender(incarnation))
        .settings(new HostSettings(
            settings.delivery().window(),
            settings.delivery().order(),
            settings.delivery().replyMode(),
            MAX_SESSIONS))
        .ids(lastSession::incrementAndGet)
        .store(receiverDiskIn.apply(incarnation, instrumentation.receiverDisk(connection)))
        .onEvent(event -> {})
        .build(); // what goes wrong here is intended, and counted
    return host;
  }

  private void addCounts(ReceiverHost<Message, Reply> ended) {
    refused.add(ended.refused());
    suppressed.add(ended.suppressed());
    handlerFailures.add(ended.handlerFailures());
  }

  private void addCounts(SessionSender<Message, Reply> ended) {
    refused.add(ended.refused() + ended.lostMemory());
  }

  private SessionSender<Message, Reply> startSender(Incarnation incarnation, Randoms randoms) {
    if (sessionSender != null) {
      addCounts(sessionSender);
      instrumentation.senderCrashed();
      ledger.senderRestarted();
    }
    sessionSender = new SessionSender<>(
        SENDER,
        lastNonce::incrementAndGet,
        settings.delivery().window(),
        senderDiskIn.apply(incarnation, instrumentation.senderDisk(senderDisk)),
        crashPoints.toReceiver(incarnation),
        session -> instrumentation.outcomes(session, (seq, message, outcome, reply) -> {
          incarnation.step();
          application.outcome(Ledger.position(session, seq), message, outcome, reply);
          incarnation.step();
        }),
        settings.retry());
    withdrawals.clear();
    Sender<Message, Reply> restored = sessionSender.current();
    if (restored != null) {
      for (long seq : restored.pending().keySet()) {
        if (randoms.current().nextDouble() < settings.application().cancel()) {
          withdrawals.add(new Withdrawal(restored, seq));
        }
      }
    }
    return sessionSender;
  }

  private boolean submit(Message message, SplittableRandom random) {
    sender.use(side -> submit(side, message, random));
    return ledger.isSubmitted(message); // also if the sender has crashed since
  }

  private void submit(
      SessionSender<Message, Reply> side, Message message, SplittableRandom random) {
    Withdrawal withdrawal = withdrawals.poll();
    if (withdrawal != null) {
      instrumentation.submitter(withdrawal.session).cancel(withdrawal.seq);
    }
    Sender<Message, Reply> session = side.sender();
    if (session == null) {
      instrumentation.open(side::open);
      return;
    }
    Submitter<Message> submitter = instrumentation.submitter(session);
    long seq = submitter.trySubmit(message);
    if (seq >= 0 && random.nextDouble() < settings.application().cancel()) {
      submitter.cancel(seq);
    }
    if (random.nextDouble() < CLOSE) {
      instrumentation.close(side::close);
    }
  }

  private boolean poll(long now) {
    sender.use(side -> instrumentation.poll(() -> side.poll(now)));
    return false; // no need to spin: the answers will take a while
  }

  private boolean deliverRequest() {
    boolean[] found = new boolean[1];
    boolean survived = receiver.use(side -> {
      if (side.sessions() > MAX_SESSIONS / 2) {
        instrumentation.drop(side::dropUntouched);
        forgotten.increment(); // at most: perhaps nothing was untouched
      }
      found[0] = network.deliverRequest(instrumentation.receiver(side));
    });
    return found[0] || !survived;
  }

  private boolean deliverReply() {
    boolean[] found = new boolean[1];
    boolean survived =
        sender.use(side -> found[0] = network.deliverReply(instrumentation.sender(side)));
    return found[0] || !survived;
  }

  /**
   * Closes the last session and delivers the frames in flight; gives up after the stall limit.
   *
   * @return whether the session was closed
   */
  private boolean closeAll() {
    long start = System.nanoTime();
    boolean[] idle = new boolean[1];
    while (System.nanoTime() - start < settings.stallLimitNanos()
        && !(idle[0] && network.isEmpty())) {
      sender.use(side -> {
        instrumentation.close(side::close);
        instrumentation.poll(() -> side.poll(System.nanoTime()));
        idle[0] = side.isIdle();
      });
      deliverRequest();
      deliverReply();
    }
    while (!receiver.use(side -> instrumentation.drop(side::dropUntouched))) {
      // The receiver crashed. Sessions that it has dropped remain dropped.
    }
    return idle[0];
  }

  private RunResult result(double seconds, boolean stalled) {
    ReceiverHost<Message, Reply> last = Objects.requireNonNull(host);
    addCounts(last);
    addCounts(Objects.requireNonNull(sessionSender));
    Map<Violation, Long> violations = ledger.violations(senderDisk.messages()::contains);
    violations.put(Violation.REFUSED, refused.sum());
    if (!settings.delivery().ordered()) {
      violations.remove(Violation.MISORDERED);
    }
    return new RunResult(
        ledger.messages(),
        violations,
        new RunResult.Frames(
            suppressed.sum(),
            handlerFailures.sum(),
            crashPoints.checks.sum(),
            crashPoints.seals.sum(),
            crashPoints.data.sum() - ledger.submittedCount()),
        network.faults(),
        new RunResult.Sessions(
            lastSession.get(),
            last.sessions(),
            forgotten.sum(),
            sender.crashes() + receiver.crashes()),
        seconds,
        stalled);
  }
}

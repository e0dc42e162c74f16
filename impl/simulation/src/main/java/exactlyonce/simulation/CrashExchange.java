package exactlyonce.simulation;

import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Submitter;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionSender;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A live run as an {@link Exchange}, in which both sides crash as well, at any step and in the middle
 * of traffic, and start again from their disks. Now and then the sender closes its session and takes
 * another, and one in a thousand crashes of the receiver takes its disk along: what was open is then in
 * doubt, and must be reported so.
 *
 * <p>In the end the sender closes its session, and none may be left.
 */
public final class CrashExchange implements LiveExchange {
  private static final long SENDER = 1;
  private static final int MAX_SESSIONS = 64;
  private static final double CLOSE = 1e-4; // each time a message is submitted
  private static final double DISK_LOST = 0.001; // each time the receiver starts again

  private final ExchangeSettings settings;
  private final SessionWiring wiring;
  private final Application application;
  private final Ledger ledger;
  private final LossySessions<Message, Reply> network;
  private final MortalEnds ends;
  private final BiFunction<Life, SenderStore<Message>, SenderStore<Message>> senderDiskIn;
  private final BiFunction<Life, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
      receiverDiskIn;
  private final SenderDisk senderDisk;
  private final ReceiverDisk receiverDisk;
  private final Mortal<SessionSender<Message, Reply>> sender;
  private final Mortal<ReceiverHost<Message, Reply>> receiver;

  // The sources that never repeat, and survive everything.
  private final AtomicLong lastSession = new AtomicLong();
  private final AtomicLong lastNonce = new AtomicLong();

  private final LongAdder forgotten = new LongAdder();

  // What the hosts counted that have crashed.
  private final LongAdder refused = new LongAdder();
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();
  private @Nullable ReceiverHost<Message, Reply> host; // the latest
  private boolean senderStarted;

  /**
   * Prepares a run.
   *
   * @param settings of the exchange
   * @param crash probability of a crash at each step of a side: a frame sent, a write, a report. A
   *     message takes some ten steps
   * @param wiring what stands in between
   * @param latencies as in {@link Exchange}, or null
   * @throws IllegalArgumentException if the window size is not a power of two
   */
  public CrashExchange(
      ExchangeSettings settings,
      double crash,
      SessionWiring wiring,
      @Nullable LongConsumer latencies) {
    this(settings, crash, wiring, latencies, MortalEnds::disk, MortalEnds::disk);
  }

  /** For tests: with other disks. */
  CrashExchange(
      ExchangeSettings settings,
      double crash,
      SessionWiring wiring,
      @Nullable LongConsumer latencies,
      BiFunction<Life, SenderStore<Message>, SenderStore<Message>> senderDiskIn,
      BiFunction<Life, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
          receiverDiskIn) {
    Faults.requireProbability("crash", crash);
    this.settings = settings;
    this.wiring = wiring;
    this.senderDiskIn = senderDiskIn;
    this.receiverDiskIn = receiverDiskIn;
    application = new Application(settings, latencies);
    ledger = application.ledger;
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    network = new LossySessions<>(settings.faults(), settings.networkCapacity(), seeds.nextLong());
    ends =
        new MortalEnds(wiring.requests(network.toReceiver()), wiring.replies(network.toSender()));
    receiverDisk = new ReceiverDisk();
    Randoms randoms = new Randoms(seeds.nextLong());
    senderDisk = new SenderDisk(ledger);
    receiver = new Mortal<>(crash, randoms, life -> startReceiver(life, randoms));
    sender = new Mortal<>(crash, randoms, this::startSender);
  }

  @Override
  public long decided() {
    return ledger.decided();
  }

  @Override
  public Report run() throws InterruptedException {
    Application.Sending sending =
        new Application.Sending(this::deliverReply, this::submit, this::poll);
    double seconds = application.run(thread -> sending, thread -> deliverRequest());
    closeAll();
    return report(seconds);
  }

  private ReceiverHost<Message, Reply> startReceiver(Life life, Randoms randoms) {
    if (host != null) {
      count(host);
      boolean diskLost = randoms.current().nextDouble() < DISK_LOST;
      wiring.receiverCrashed(diskLost);
      if (diskLost) {
        receiverDisk.format();
        forgotten.increment();
      }
    }
    host = new ReceiverHost<>(
        new HostSettings(settings.window(), settings.ordered(), MAX_SESSIONS),
        lastSession::incrementAndGet,
        (from, session) -> new FlakyHandler(
            settings.handlerFailure(),
            randoms,
            (seq, message) -> application.effect(Ledger.place(session, seq), message)),
        receiverDiskIn.apply(life, wiring.receiverDisk(receiverDisk)),
        ends.toSender(life));
    return host;
  }

  private void count(ReceiverHost<Message, Reply> ended) {
    refused.add(ended.refused());
    suppressed.add(ended.suppressed());
    handlerFailures.add(ended.handlerFailures());
  }

  private SessionSender<Message, Reply> startSender(Life life) {
    if (senderStarted) {
      wiring.senderCrashed();
      ledger.senderRestarted();
    }
    senderStarted = true;
    return new SessionSender<>(
        SENDER,
        lastNonce::incrementAndGet,
        settings.window(),
        senderDiskIn.apply(life, wiring.senderDisk(senderDisk)),
        ends.toReceiver(life),
        session -> wiring.outcomes(session, (seq, message, outcome, reply) -> {
          life.step();
          application.outcome(Ledger.place(session, seq), message, outcome, reply);
          life.step();
        }),
        settings.retry());
  }

  private boolean submit(Message message, SplittableRandom random) {
    sender.use(side -> submit(side, message, random));
    return ledger.isSubmitted(message); // also if the submitter has crashed since
  }

  private void submit(
      SessionSender<Message, Reply> side, Message message, SplittableRandom random) {
    Sender<Message, Reply> session = side.sender();
    if (session == null) {
      wiring.open(side::open);
      return;
    }
    Submitter<Message> submitter = wiring.submitter(session);
    long seq = submitter.trySubmit(message);
    if (seq >= 0 && random.nextDouble() < settings.cancel()) {
      submitter.cancel(seq);
    }
    if (random.nextDouble() < CLOSE) {
      wiring.close(side::close);
    }
  }

  private boolean poll(long now) {
    sender.use(side -> wiring.poll(() -> side.poll(now)));
    return false; // the answers will take a while
  }

  private boolean deliverRequest() {
    boolean[] found = new boolean[1];
    boolean lived = receiver.use(side -> {
      if (side.sessions() > MAX_SESSIONS / 2) {
        wiring.drop(side::dropUntouched);
        forgotten.increment(); // at most: perhaps nothing was untouched
      }
      found[0] = network.deliverRequest(wiring.receiver(side));
    });
    return found[0] || !lived;
  }

  private boolean deliverReply() {
    boolean[] found = new boolean[1];
    boolean lived = sender.use(side -> found[0] = network.deliverReply(wiring.sender(side)));
    return found[0] || !lived;
  }

  /** Closes the last session, and delivers what is in flight; gives up at the stall limit. */
  private void closeAll() {
    long start = System.nanoTime();
    boolean[] idle = new boolean[1];
    while (System.nanoTime() - start < settings.stallLimitNanos()
        && !(idle[0] && network.isEmpty())) {
      sender.use(side -> {
        wiring.close(side::close);
        wiring.poll(() -> side.poll(System.nanoTime()));
        idle[0] = side.isIdle();
      });
      deliverRequest();
      deliverReply();
    }
    while (!receiver.use(side -> wiring.drop(side::dropUntouched))) {
      // It crashed; what it has dropped is dropped.
    }
  }

  private Report report(double seconds) {
    ReceiverHost<Message, Reply> last = Objects.requireNonNull(host);
    count(last);
    return new Report(
        ledger.submittedCount(),
        ledger.effects(),
        ledger.delivered(),
        ledger.denied(),
        ledger.inDoubt(),
        ledger.lost(),
        ledger.duplicated(),
        settings.ordered() ? ledger.misordered() : 0,
        ledger.wrongReplies(),
        ledger.swapped(),
        ledger.falselyConfirmed(),
        ledger.falselyDenied(),
        ledger.reportedTwice(),
        refused.sum(),
        suppressed.sum(),
        handlerFailures.sum(),
        ends.checks.sum(),
        ends.seals.sum(),
        ends.data.sum() - ledger.submittedCount(),
        network.lost(),
        network.duplicated(),
        network.delayed(),
        lastSession.get(),
        last.sessions(),
        forgotten.sum(),
        sender.crashes() + receiver.crashes(),
        seconds);
  }
}

package exactlyonce.async;

import exactlyonce.metrics.Metrics;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.session.SessionState;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendWindow;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionSender} with a thread of its own, which keeps a session open and asks for overdue
 * answers. Thread-safe: any number of threads may call any method. A message costs a few objects.
 *
 * <p>The transport hands replies to this object, as it would to a {@link SessionSender}.
 *
 * <p>However it ends, every {@link Delivery} ends too. An exception of the network is a lost frame.
 * If the store fails to append a message, nothing more can be sent: a {@link SenderFailedException}
 * tells everybody who waits or calls. Open messages may still be decided until {@link #close}, which
 * ends at once. Any other write is repeated. Whatever else goes wrong ends the sender, and is told
 * in the same way.
 *
 * @param <P> payload; must not change after it is sent
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class AsyncSender<P, R> implements SessionReplies<R>, AutoCloseable {
  private static final long MIN_PAUSE_NANOS = 50_000;
  private static final int PAUSES_PER_POLL = 50; // so polling takes at most 2 % of a processor
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long MIN_LONG_NANOS = 1_000_000_000; // without a session

  private final SessionRequests<P> network;
  private final SessionSender<Delivery<P, R>, R> sender;
  private final Executor executor;
  private final Consumer<? super Exception> failures;
  private final Consumer<? super SessionState> states;
  private final FailureLog log;
  private final long closeLimitNanos;
  private final long minPauseNanos;
  private final long maxPauseNanos;
  private final Thread thread;

  /** The deliveries that have not ended. */
  private final Set<Delivery<P, R>> open = ConcurrentHashMap.newKeySet();

  /** Held by the one thread that waits for space in the window. Others wait for the lock. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile @Nullable Thread waiting; // that thread

  /** Set while the sender's thread sleeps until something happens. */
  private volatile boolean idle;

  private volatile boolean closed; // or closing

  /** When the sender's thread has polled last: read instead of the clock, except while it sleeps. */
  private volatile long clock = System.nanoTime();

  private final LongAdder delivered = new LongAdder();
  private final LongAdder notDelivered = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder inDoubt = new LongAdder();

  // Used by the sender's thread only.
  private long lastSession; // when it was last seen to be open
  private boolean noSessionReported;
  private SessionState toldState = SessionState.CLOSED;

  /** What went wrong first, with the store or the sender's thread. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** The end if all is decided before. */
  private final UndecidedException clean = new UndecidedException("the sender is closed", null);

  private final AtomicReference<@Nullable UndecidedException> end = new AtomicReference<>();

  private AsyncSender(AsyncSenderBuilder<P, R> settings) {
    network = settings.network;
    executor = settings.executor;
    failures = settings.failures;
    states = settings.states;
    log = new FailureLog(settings.id);
    closeLimitNanos = settings.closeLimitNanos;
    minPauseNanos = Math.max(MIN_PAUSE_NANOS, settings.retry.initialTimeoutNanos() / 4);
    maxPauseNanos = Math.max(minPauseNanos, settings.retry.maxTimeoutNanos());
    DeliveryStore<P, R> store = new DeliveryStore<>(
        settings.store,
        (seq, payload) -> new Delivery<>(payload, settings.executor, seq, clock),
        open::add);
    LongFunction<? extends OutcomeListener<? super P, ? super R>> outcomes = settings.outcomes;
    sender = new SessionSender<>(
        settings.id,
        settings.nonces,
        settings.maxWindow,
        store,
        new DeliveryRequests<>(settings.network, this::report),
        session -> listener(store.replyMode(), outcomes == null ? null : outcomes.apply(session)),
        settings.retry);
    Sender<Delivery<P, R>, R> session = sender.current();
    if (session != null) {
      open.forEach(delivery -> delivery.submitted(session, delivery.restored()));
    }
    thread = new Thread(this::work, "exactly-once-sender-" + settings.id);
    thread.setDaemon(true);
  }

  /**
   * Returns the settings of a new sender.
   *
   * @param id identifies the sender to the receiver and the network: two senders must not have the
   *     same
   * @param network where requests are sent
   */
  public static <P, R> AsyncSenderBuilder<P, R> builder(long id, SessionRequests<P> network) {
    return new AsyncSenderBuilder<>(id, network);
  }

  static <P, R> AsyncSender<P, R> start(AsyncSenderBuilder<P, R> settings) {
    AsyncSender<P, R> started = new AsyncSender<>(settings);
    started.restored().forEach(settings.restored);
    started.thread.start();
    return started;
  }

  /**
   * Sends a message, waiting for a session and for space in the window if necessary. A thread that
   * brings replies must not call this: it might wait for itself.
   *
   * @throws IllegalArgumentException if the payload does not fit into a frame of the network; then
   *     nothing was sent
   * @throws SenderFailedException if this sender has failed, now or before
   * @throws IllegalStateException if this sender is closed
   * @throws InterruptedException if the calling thread is or was interrupted; then nothing was sent
   */
  public Delivery<P, R> send(P payload) throws InterruptedException {
    SendAttempt<P, R> attempt = send(payload, NO_LIMIT);
    if (attempt instanceof SendAttempt.Sent<P, R> sent) {
      return sent.delivery();
    }
    throw new IllegalStateException("no limit, but it has passed");
  }

  /**
   * As {@link #send(Object)}, with a limit.
   *
   * @throws TimeoutException if the limit has passed; then nothing was sent. Its message says why
   */
  public Delivery<P, R> send(P payload, Duration limit)
      throws InterruptedException, TimeoutException {
    SendAttempt<P, R> attempt = send(payload, TimeUnit.NANOSECONDS.convert(limit));
    if (attempt instanceof SendAttempt.Sent<P, R> sent) {
      return sent.delivery();
    }
    SendAttempt.Reason reason = ((SendAttempt.NotSent<P, R>) attempt).reason();
    throw new TimeoutException("not sent within " + limit + ": "
        + (reason == SendAttempt.Reason.NO_SESSION ? stateInWords() : reason.inWords()));
  }

  /**
   * Sends a message if this is possible at once, or says why it is not.
   *
   * @throws IllegalArgumentException as {@link #send(Object)}
   * @throws SenderFailedException if this sender has failed, now or before
   * @throws IllegalStateException if this sender is closed
   */
  public SendAttempt<P, R> trySend(P payload) {
    Objects.requireNonNull(payload, "payload");
    network.requireSendable(payload); // before it gets a number
    return attempt(payload);
  }

  private SendAttempt<P, R> attempt(P payload) {
    requireRunning();
    Sender<Delivery<P, R>, R> session = sender.sender();
    if (session == null) {
      return new SendAttempt.NotSent<>(SendAttempt.Reason.NO_SESSION);
    }
    Delivery<P, R> delivery =
        new Delivery<>(payload, executor, Delivery.NEW, idle ? System.nanoTime() : clock);
    open.add(delivery); // before it has a number: from now on, the end of this sender ends it
    long seq = -1;
    try {
      seq = session.trySubmit(delivery);
    } catch (Throwable e) {
      throw failed(e);
    } finally {
      if (seq < 0) {
        open.remove(delivery);
      }
    }
    if (seq < 0) {
      return new SendAttempt.NotSent<>(
          seq == SendWindow.WINDOW_FULL
              ? SendAttempt.Reason.WINDOW_FULL
              : SendAttempt.Reason.NO_SESSION);
    }
    delivery.submitted(session, seq);
    UndecidedException why = end.get();
    if (why != null) {
      undecided(delivery, why); // if it came too late for the end to find it
    }
    wakeThread();
    return new SendAttempt.Sent<>(delivery);
  }

  /**
   * Returns a subscriber, for one publisher, that sends each item as {@link #send(Object)} does, in their
   * order. It requests the next once the last is sent, so that the publisher is slowed down to what the
   * receiver handles. The executor of this sender waits for space in the window. An item that cannot be
   * sent ends the subscription, and is told to {@link AsyncSenderBuilder#onFailure}, as is the failure of
   * the publisher.
   *
   * @param sent is given each message that is on its way, one after the other
   */
  public Flow.Subscriber<P> subscriber(Consumer<? super Delivery<P, R>> sent) {
    return new SendingSubscriber<>(this, executor, sent, this::report);
  }

  /**
   * Waits for a session. A thread that brings replies must not call this: it might wait for itself.
   *
   * @throws TimeoutException if the limit has passed; its message says why there is no session
   * @throws SenderFailedException if this sender has failed, now or before
   * @throws IllegalStateException if this sender is closed
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void awaitSession(Duration limit) throws InterruptedException, TimeoutException {
    if (!await(this::hasSession, TimeUnit.NANOSECONDS.convert(limit))) {
      throw new TimeoutException("no session within " + limit + ": " + stateInWords());
    }
  }

  /** Returns what this sender is doing, and if it has no session, why not. */
  public SessionState state() {
    return sender.state();
  }

  /** Returns {@link #state} as a part of a sentence. */
  public String stateInWords() {
    return sender.stateInWords();
  }

  /** Returns how many sessions were gone before they were closed. */
  public long lostSessions() {
    return sender.lost();
  }

  /**
   * Returns how many sessions were closed because they were opened for a request that this sender
   * does not wait for. If the number keeps growing, another sender uses the same id: see {@link
   * SessionSender#unexpected}.
   */
  public long unexpectedSessions() {
    return sender.unexpected();
  }

  /**
   * Returns the messages that a crash left in the store and that have not ended, in the order in which
   * they were sent. A message that blocks the session, because its handler always fails, can be
   * withdrawn. Not a snapshot.
   */
  public List<Delivery<P, R>> restored() {
    return open.stream()
        .filter(delivery -> delivery.restored() != Delivery.NEW)
        .sorted(Comparator.comparingLong(Delivery::restored))
        .toList();
  }

  /** Returns how many messages are on their way. Not a snapshot. */
  public int openMessages() {
    return open.size();
  }

  /**
   * Returns how long the oldest message has been on its way, to within the time between two polls; zero
   * if there is none. Looks at each open message.
   */
  public Duration oldestOpenMessage() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        open.stream().mapToLong(delivery -> now - delivery.sentNanos()).max().orElse(0));
  }

  /**
   * Publishes the numbers of this sender. They count from its start; it need not be running when they
   * are read.
   */
  public void publish(Metrics metrics) {
    metrics.counter("messages.delivered", "Messages that were confirmed", delivered::sum);
    metrics.counter(
        "messages.not.delivered", "Messages that were withdrawn in time", notDelivered::sum);
    metrics.counter("messages.rejected", "Messages that the receiver has rejected", rejected::sum);
    metrics.counter("messages.in.doubt", "Messages of which nobody knows any more", inDoubt::sum);
    metrics.counter(
        "sessions.lost", "Sessions that were gone before they were closed", sender::lost);
    metrics.counter(
        "sessions.unexpected",
        "Sessions opened for a request of another sender with this id",
        sender::unexpected);
    metrics.counter(
        "network.failures", "Frames lost because the network threw", sender::networkFailures);
    metrics.gauge("messages.open", "Messages on their way", open::size);
    metrics.gauge(
        "messages.open.oldest.seconds",
        "Age of the oldest message on its way",
        () -> seconds(oldestOpenMessage().toNanos()));
    metrics.gauge("session.open", "1 if a session is open, else 0", () -> sender.isOpen() ? 1 : 0);
    metrics.gauge(
        "round.trip.seconds",
        "Smoothed round trip in this session, 0 before it is measured",
        () -> seconds(roundTripNanos()));
  }

  private long roundTripNanos() {
    Sender<Delivery<P, R>, R> session = sender.current();
    return session == null ? 0 : session.roundTripNanos();
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Returns how many frames were lost because the network threw an exception. */
  public long networkFailures() {
    return sender.networkFailures();
  }

  /**
   * As {@link #close(Duration)}, with the limit of {@link AsyncSenderBuilder#closeLimit}.
   *
   * @throws SenderFailedException if this sender has failed
   */
  @Override
  public void close() {
    close(closeLimitNanos);
  }

  /**
   * Accepts no more messages, and waits until every message is decided and the session is closed.
   * If the limit passes first, or the calling thread is interrupted (and remains so), this sender
   * ends nevertheless: open messages end with an {@link UndecidedException}. On the sender's own
   * thread, this does not wait. A thread that brings replies must not call this: it might wait for
   * itself.
   *
   * @return whether every message was decided and the session was closed
   * @throws SenderFailedException if this sender has failed; it has ended nevertheless
   */
  public boolean close(Duration limit) {
    return close(TimeUnit.NANOSECONDS.convert(limit));
  }

  @Override
  public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
    receive(() -> sender.opened(to, nonce, session, windowSize, replyMode));
  }

  @Override
  public void full(long to, long nonce) {
    receive(() -> sender.full(to, nonce));
  }

  @Override
  public Replies<R> in(long session) {
    Replies<R> replies = sender.in(session);
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable R reply) {
        receive(() -> replies.ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        receive(() -> replies.rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        receive(() -> replies.status(seq, status));
      }
    };
  }

  @Override
  public void gone(long session) {
    receive(() -> sender.gone(session));
  }

  private SendAttempt<P, R> send(P payload, long limitNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    SendAttempt<P, R> first = trySend(payload);
    if (first instanceof SendAttempt.Sent) {
      return first;
    }
    AtomicReference<SendAttempt<P, R>> last = new AtomicReference<>(first);
    await(
        () -> {
          last.setPlain(attempt(payload));
          return last.getPlain() instanceof SendAttempt.Sent;
        },
        limitNanos);
    return last.getPlain();
  }

  /** Waits in turn until something happens; returns whether it has happened in time. */
  private boolean await(BooleanSupplier happens, long limitNanos) throws InterruptedException {
    long start = System.nanoTime();
    if (!turn.tryLock(limitNanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      waiting = Thread.currentThread();
      while (true) {
        VarHandle.fullFence(); // pairs with the one in wake
        if (happens.getAsBoolean()) {
          return true;
        }
        long left = limitNanos - (System.nanoTime() - start);
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiting = null;
      turn.unlock();
    }
  }

  private boolean hasSession() {
    requireRunning();
    return sender.isOpen();
  }

  private boolean close(long limitNanos) {
    closed = true;
    LockSupport.unpark(thread);
    wake();
    if (Thread.currentThread() == thread) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, limitNanos);
      if (thread.isAlive()) {
        endEarly("not closed within " + Duration.ofNanos(limitNanos));
      }
    } catch (InterruptedException e) {
      endEarly("the close was interrupted");
      Thread.currentThread().interrupt();
    }
    requireNotFailed();
    return end.get() == clean;
  }

  private void work() {
    lastSession = System.nanoTime();
    try {
      while (end.get() == null && !(closed && sender.isIdle())) {
        long start = System.nanoTime();
        clock = start;
        step(start);
        wake();
        pause(System.nanoTime() - start);
      }
      end(clean);
      reportState();
    } catch (Throwable e) {
      SenderFailedException failed = failed(e);
      end(new UndecidedException(String.valueOf(failed.getMessage()), failed.getCause()));
    }
  }

  /** Records that nothing more can be sent, and tells everybody, unless it has happened before. */
  private SenderFailedException failed(Throwable e) {
    // The session's sender says so too, once its store has failed.
    SenderFailedException failed =
        e instanceof SenderFailedException known ? known : new SenderFailedException(e);
    if (failure.compareAndSet(null, failed.getCause())) {
      report(failed);
      wake();
    }
    return failed;
  }

  private void step(long now) {
    try {
      if (closed) {
        sender.close();
      } else {
        sender.open(); // unless a session is open or requested
      }
      sender.poll(now);
    } catch (StoreFailedException e) {
      report(e); // the next step repeats the write
    }
    reportState();
    reportThatThereIsNoSession(now);
  }

  private void reportState() {
    SessionState now = sender.state();
    if (now == toldState) {
      return;
    }
    toldState = now;
    try {
      states.accept(now);
    } catch (RuntimeException e) { // must not end the thread
      report(e);
    }
    if (now == SessionState.MEMORY_LOST) {
      report(new MemoryLostException(stateInWords()));
    }
  }

  /** Once, each time that there is none for long. */
  private void reportThatThereIsNoSession(long now) {
    if (closed || sender.isOpen()) {
      lastSession = now;
      noSessionReported = false;
    } else if (!noSessionReported && now - lastSession >= Math.max(MIN_LONG_NANOS, maxPauseNanos)) {
      noSessionReported = true;
      report(new NoSessionException(stateInWords()));
    }
  }

  private void pause(long pollNanos) {
    Thread.interrupted(); // left behind by a network or a store: the thread would not sleep
    if (hasWork()) {
      long nanos = Math.min(maxPauseNanos, PAUSES_PER_POLL * pollNanos);
      LockSupport.parkNanos(this, Math.max(minPauseNanos, nanos));
      return;
    }
    idle = true;
    if (!hasWork()) { // after idle is set: whoever makes work then wakes this thread
      LockSupport.park(this);
    }
    idle = false;
  }

  private boolean hasWork() {
    return !open.isEmpty() || closed || end.get() != null || !sender.isOpen();
  }

  /** Hands a frame to the sender. A frame whose write fails counts as lost. */
  private void receive(Runnable frame) {
    if (end.get() != null && !sender.isIdle()) {
      return; // an idle one writes and reports nothing: it only answers a late OPENED by CLOSE
    }
    try {
      frame.run();
    } catch (StoreFailedException e) {
      report(e);
    }
    wake();
  }

  /** Wakes whoever may find something changed. */
  private void wake() {
    VarHandle.fullFence(); // what has changed is visible, or the waiting thread is
    Thread first = waiting;
    if (first != null) {
      LockSupport.unpark(first);
    }
    wakeThread();
  }

  private void wakeThread() {
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  private OutcomeListener<Delivery<P, R>, R> listener(
      ReplyMode replyMode, @Nullable OutcomeListener<? super P, ? super R> told) {
    return new OutcomeListener<>() {
      @Override
      public void onOutcome(long seq, Delivery<P, R> delivery, Outcome outcome, @Nullable R reply) {
        if (told != null) {
          tell(() -> told.onOutcome(seq, delivery.payload(), outcome, reply));
        }
        ending(delivery, outcome);
        delivery.decided(outcome, reply, replyMode);
      }

      @Override
      public void onRejected(long seq, Delivery<P, R> delivery, String reason) {
        if (told != null) {
          tell(() -> told.onRejected(seq, delivery.payload(), reason));
        }
        ending(delivery, Outcome.REJECTED);
        delivery.rejected(reason);
      }
    };
  }

  private void tell(Runnable outcome) {
    try {
      outcome.run();
    } catch (RuntimeException e) { // the delivery must end
      report(e);
    }
  }

  /** Before anybody sees that it has ended, so that the numbers agree with what they see. */
  private void ending(Delivery<P, R> delivery, Outcome outcome) {
    open.remove(delivery);
    (switch (outcome) {
          case DELIVERED -> delivered;
          case NOT_DELIVERED -> notDelivered;
          case REJECTED -> rejected;
          case IN_DOUBT -> inDoubt;
        })
        .increment();
  }

  private void undecided(Delivery<P, R> delivery, UndecidedException why) {
    open.remove(delivery);
    delivery.undecided(why);
  }

  private void endEarly(String why) {
    UndecidedException undecided = new UndecidedException(why, null);
    if (end(undecided)) {
      report(undecided);
    }
  }

  /** Ends this sender, unless it has ended; returns whether this call did. */
  private boolean end(UndecidedException why) {
    if (!end.compareAndSet(null, why)) {
      return false;
    }
    closed = true;
    open.forEach(delivery -> undecided(delivery, why));
    LockSupport.unpark(thread);
    wake();
    return true;
  }

  private void report(Exception e) {
    try {
      failures.accept(e);
    } catch (RuntimeException ofListener) { // must not end the thread that reports
      ofListener.addSuppressed(e);
      log.accept(ofListener);
    }
  }

  private void requireRunning() {
    boolean over = closed; // read first: a failure is recorded before it closes the sender
    requireNotFailed();
    if (over) {
      throw new IllegalStateException("the sender is closed");
    }
  }

  private void requireNotFailed() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new SenderFailedException(cause);
    }
  }
}

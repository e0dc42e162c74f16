package exactlyonce.session;

import exactlyonce.metrics.Metrics;
import exactlyonce.protocol.Requests;
import exactlyonce.session.HostedSession.Opening;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of many sessions: opens them, finds them, and ends them. Memory is bounded:
 * beyond the limit, OPEN is answered by FULL. No session is dropped unless the application asks for
 * it: see {@link #dropIf}, {@link #drop} and {@link #dropUntouched}.
 *
 * <p>Thread-safe: any number of threads may call any method at any time. Each call does its work on
 * the calling thread. Frames within a session take no lock. Opening or ending a session may wait
 * for another thread that does the same.
 *
 * <p>After a crash, create a host from the same store: it restores the sessions, and what was
 * delivered or sealed in them. If the store has lost them, the host answers every frame about them
 * by GONE, and the senders report IN_DOUBT.
 *
 * <p>Specification: the receiver's actions of {@code CrashRecovery}.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class ReceiverHost<P, R> implements SessionRequests<P> {
  private final HostSettings settings;
  private final LongSupplier ids;
  private final HandlerFactory<? super P, ? extends R> handlers;
  private final ReceiverStore<P, R> store;
  private final boolean keepsRecords;
  private final SessionReplies<R> network;
  private final int maxAttempts;

  private final Map<Opening, HostedSession<P, R>> openings = new ConcurrentHashMap<>();
  private final Map<Long, HostedSession<P, R>> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger places = new AtomicInteger();
  private final ClosedOpenings closedOpenings;
  private final AtomicInteger ticks = new AtomicInteger();
  private final Consumer<? super HostEvent> listener;
  private final HostLog log = new HostLog();

  private final LongAdder full = new LongAdder();
  private final LongAdder lateOpens = new LongAdder();
  private final LongAdder gone = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  // The counts of sessions that are over.
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  /** Creates a host as {@link ReceiverHostBuilder} says. */
  ReceiverHost(
      HostSettings settings,
      LongSupplier ids,
      HandlerFactory<? super P, ? extends R> handlers,
      ReceiverStore<P, R> store,
      SessionReplies<R> network,
      int maxAttempts,
      Consumer<? super HostEvent> listener) {
    this.settings = settings;
    this.ids = ids;
    this.handlers = handlers;
    this.store = new ReportingReceiverStore<>(store, this::report);
    this.keepsRecords = !(store instanceof VolatileReceiverStore);
    this.network = network;
    this.maxAttempts = maxAttempts;
    this.listener = listener;
    this.closedOpenings = new ClosedOpenings(settings.maxSessions());
    for (ReceiverStore.Stored<R> stored : store.load()) {
      HostedSession<P, R> session = new HostedSession<>(stored.session(), stored.resolved(), this);
      openings.put(session.opening(), session);
      sessions.put(session.id(), session);
    }
    places.set(sessions.size());
    if (sessions.size() > settings.maxSessions()) {
      throw new IllegalArgumentException("the store holds " + sessions.size()
          + " sessions, but maxSessions is " + settings.maxSessions());
    }
  }

  /**
   * Returns the settings of a new host.
   *
   * @param handlers creates the handlers, which cause the effects
   * @param network where replies are sent
   */
  public static <P, R> ReceiverHostBuilder<P, R> builder(
      HandlerFactory<? super P, ? extends R> handlers, SessionReplies<R> network) {
    return new ReceiverHostBuilder<>(handlers, network);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The smaller window wins: that of the settings, or the sender's maximum.
   *
   * <p>Answered by OPENED, with the same session until that session is over, or by FULL. A copy that
   * arrives after its session was closed is not answered, as if it were lost: its sender may no
   * longer be there, and would leave a session behind. As many such sessions are remembered as there
   * may be sessions, until this host crashes.
   *
   * <p>Specification: action ReceiveOpen.
   */
  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    Opening opening = new Opening(sender, nonce);
    boolean[] created = new boolean[1];
    HostedSession<P, R> session = openings.computeIfAbsent(opening, unknown -> {
      HostedSession<P, R> opened = createIfThereIsRoom(unknown, maxWindowSize);
      created[0] = opened != null;
      return opened;
    });
    if (session == null && closedOpenings.contains(opening)) {
      lateOpens.increment();
    } else if (session == null) {
      isFull();
      network.full(sender, nonce);
    } else {
      if (created[0]) {
        report(new HostEvent.Opened(session.properties()));
      }
      network.opened(sender, nonce, session.id(), session.windowSize(), session.replyMode());
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A session that is not in memory is looked up in the store: another host may have opened it.
   * If there is no such session, every frame is answered by GONE. The same holds once this session
   * is over. If there is one but the host is full, frames about it get no answer.
   *
   * <p>Specification: action ReadSession of {@code CrashRecoveryStore}.
   */
  @Override
  public Requests<P> in(long session) {
    HostedSession<P, R> hosted = sessions.get(session);
    return hosted != null ? hosted : new NotInMemory(session);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Answered by GONE. While a handler of the session runs, it gets no answer: the sender of such
   * a message does not close its session, and whoever does asks again.
   *
   * <p>Specification: action ReceiveClose.
   */
  @Override
  public void close(long session) {
    HostedSession<P, R> hosted = sessions.get(session);
    if (hosted != null) {
      if (!hosted.end()) {
        return;
      }
      closed(hosted.properties());
    } else {
      ReceiverStore.Stored<R> stored = store.load(session); // another host may have it in memory
      if (stored != null) {
        closed(stored.session());
      }
    }
    network.gone(session);
  }

  /**
   * Lets time pass: {@link SessionInfo#idle} and {@link SessionInfo#age} count the calls of this
   * method. Call it at a steady pace that is fine enough for what the application decides by, for
   * instance once a second.
   */
  public void tick() {
    ticks.incrementAndGet();
  }

  /** Returns what is known about each session in memory, each at a moment during the call. */
  public List<SessionInfo> sessionInfo() {
    return sessions.values().stream().map(HostedSession::info).toList();
  }

  /**
   * Drops the sessions for which a condition holds, except those in which a handler is running. For
   * instance, with a {@link #tick} a second, {@code dropIf(session -> session.idle() > 3600)} ends
   * those that were not used for an hour: clients that have crashed leave them behind. The host
   * never does so by itself.
   *
   * <p>As with {@link #drop}, a sender that returns to its session is told GONE, and reports its open
   * messages as IN_DOUBT. Also the first ones that it sends then, though they had no effect. So choose
   * a time after which no sender returns.
   *
   * <p>Specification: action Drop.
   *
   * @return the number of sessions dropped; the listener is told each
   */
  public int dropIf(Predicate<? super SessionInfo> condition) {
    int count = 0;
    for (HostedSession<P, R> session : sessions.values()) {
      if (condition.test(session.info()) && session.end() && dropEnded(session)) {
        count++;
      }
    }
    return count;
  }

  /**
   * Forgets a session that its sender has not closed. A sender that still uses it will be told
   * GONE, and reports its open messages as IN_DOUBT.
   *
   * <p>Specification: action Drop.
   *
   * @return false if this host has no such session in memory, or one of its handlers is running: it
   *     would have an effect after its message was reported as IN_DOUBT
   */
  public boolean drop(long session) {
    HostedSession<P, R> hosted = sessions.get(session);
    return hosted != null && hosted.end() && dropEnded(hosted);
  }

  /**
   * Drops all sessions in which nothing was delivered or sealed, and no handler is running. Useful
   * for a host that is full: an OPEN that was duplicated, or whose answer was lost, leaves such a
   * session behind. If a sender uses the session nevertheless, the messages it has sent by now are
   * in doubt, though they had no effect. A session that another host has used is not dropped, unless
   * it starts to use it at this moment; it is only no longer in the memory of this host.
   *
   * @return the number of sessions dropped
   */
  public int dropUntouched() {
    int count = 0;
    for (HostedSession<P, R> session : sessions.values()) {
      if (session.endUntouched() && isUntouchedOnDisk(session) && dropEnded(session)) {
        count++;
      }
    }
    return count;
  }

  /** Returns how many sessions are open. Like all counts, not a snapshot while frames arrive. */
  public int sessions() {
    return sessions.size();
  }

  /** Returns how many OPEN frames were refused, and sessions not loaded, because the host was full. */
  public long full() {
    return full.sum();
  }

  /** Returns how many OPEN frames arrived after their session was closed. */
  public long lateOpens() {
    return lateOpens.sum();
  }

  /** Returns how many frames were about an unknown session. */
  public long gone() {
    return gone.sum();
  }

  /** Returns how many sessions were dropped. */
  public long dropped() {
    return dropped.sum();
  }

  /** Returns how many DATA frames ran no handler because their message was already known. */
  public long suppressed() {
    return suppressed.sum()
        + sessions.values().stream().mapToLong(s -> s.receiver().suppressed()).sum();
  }

  /** Returns how many frames lay outside the window of their session: memory was lost. */
  public long refused() {
    return refused.sum()
        + sessions.values().stream().mapToLong(HostedSession::refused).sum();
  }

  /** Returns how many times a handler threw, or returned no reply in a session with replies. */
  public long handlerFailures() {
    return handlerFailures.sum()
        + sessions.values().stream()
            .mapToLong(s -> s.receiver().handlerFailures())
            .sum();
  }

  /** Returns how many messages handlers have rejected for good. */
  public long rejected() {
    return rejected.sum()
        + sessions.values().stream().mapToLong(s -> s.receiver().rejected()).sum();
  }

  /** Publishes the numbers of this host. They count from its start. */
  public void publish(Metrics metrics) {
    metrics.gauge("sessions.open", "Sessions in memory", this::sessions);
    metrics.gauge(
        "handlers.running",
        "Threads that run a handler or seal a message",
        () -> total(SessionInfo::running));
    metrics.gauge(
        "commits.unknown",
        "Messages whose commit has an unknown outcome",
        () -> total(SessionInfo::unknownCommits));
    metrics.counter("duplicates.suppressed", "DATA frames that ran no handler", this::suppressed);
    metrics.counter("handler.failures", "Handlers that failed", this::handlerFailures);
    metrics.counter("messages.rejected", "Messages that were rejected for good", this::rejected);
    metrics.counter("frames.refused", "Frames outside the window: memory was lost", this::refused);
    metrics.counter("frames.gone", "Frames about an unknown session", this::gone);
    metrics.counter("opens.full", "Sessions refused because the host was full", this::full);
    metrics.counter("opens.late", "OPEN frames that came after their session", this::lateOpens);
    metrics.counter("sessions.dropped", "Sessions dropped by the application", this::dropped);
  }

  private int total(ToIntFunction<SessionInfo> number) {
    return sessionInfo().stream().mapToInt(number).sum();
  }

  void answerGone(long session) {
    gone.increment();
    report(new HostEvent.Gone(session));
    network.gone(session);
  }

  HandlerFactory<? super P, ? extends R> handlers() {
    return handlers;
  }

  ReceiverStore<P, R> store() {
    return store;
  }

  /** Returns whether what the store says of a session counts. */
  boolean keepsRecords() {
    return keepsRecords;
  }

  SessionReplies<R> network() {
    return network;
  }

  int maxAttempts() {
    return maxAttempts;
  }

  int ticks() {
    return ticks.get();
  }

  void report(HostEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) { // must not harm the thread that reports
      log.accept(new HostEvent.ListenerFailed(event, e));
    }
  }

  private void isFull() {
    full.increment();
    report(new HostEvent.Full(settings.maxSessions()));
  }

  /** Called once per opening, while no other thread can look it up. */
  private @Nullable HostedSession<P, R> createIfThereIsRoom(Opening opening, int maxWindowSize) {
    if (closedOpenings.contains(opening)) {
      return null;
    }
    if (places.incrementAndGet() > settings.maxSessions()) {
      places.decrementAndGet();
      return null;
    }
    boolean created = false;
    try {
      long id = ids.getAsLong();
      requireUnused(id, sessions.get(id)); // first: the network may keep something for each session
      ReceiverStore.Session opened = new ReceiverStore.Session(
          id,
          opening.sender(),
          opening.nonce(),
          Math.min(settings.windowSize(), maxWindowSize),
          settings.order(),
          settings.replyMode());
      HostedSession<P, R> session = new HostedSession<>(opened, List.of(), this);
      store.opened(opened); // before OPENED, and after everything else that may fail
      requireUnused(id, sessions.putIfAbsent(id, session));
      created = true;
      return session;
    } finally {
      if (!created) {
        places.decrementAndGet();
      }
    }
  }

  private void closed(ReceiverStore.Session session) {
    // First: whoever no longer finds the session by its opening finds it here.
    closedOpenings.add(Opening.of(session));
    forget(session.id());
    report(new HostEvent.Closed(session));
  }

  /** If not, the session continues, as the store has it; also if the store fails. */
  private boolean isUntouchedOnDisk(HostedSession<P, R> session) {
    boolean untouched = false;
    try {
      ReceiverStore.Stored<R> stored = store.load(session.id());
      untouched = stored == null || stored.resolved().isEmpty();
    } finally {
      if (!untouched) {
        evict(session);
      }
    }
    return untouched;
  }

  private static void requireUnused(long id, @Nullable HostedSession<?, ?> session) {
    if (session != null) {
      throw new IllegalStateException("session " + id
          + " exists already: the source of session ids must never return an id twice");
    }
  }

  private boolean dropEnded(HostedSession<P, R> session) {
    boolean forgotten = forget(session.id());
    if (forgotten) {
      dropped.increment();
      report(new HostEvent.Dropped(session.info()));
    }
    return forgotten;
  }

  /**
   * Ends a session on disk and in memory. If the store fails, the session continues, as the store
   * has it.
   *
   * @return whether this call took it from memory
   */
  private boolean forget(long session) {
    boolean removed = false;
    try {
      store.over(session); // before anyone is told GONE
    } finally {
      // Unlike get, this waits for a thread that has read the session before that write, to load
      // it.
      HostedSession<P, R> hosted = sessions.computeIfPresent(session, (id, same) -> same);
      removed = hosted != null && evict(hosted);
    }
    return removed;
  }

  /** Returns where frames of an evicted session go. */
  Requests<P> lookUp(long session) {
    return new NotInMemory(session);
  }

  /**
   * Removes a session from memory. What the store says about it holds from now on.
   *
   * @return whether this call has decided so; another thread may have removed it first
   */
  boolean evict(HostedSession<P, R> session) {
    boolean first = session.evict();
    openings.remove(session.opening(), session);
    if (sessions.remove(session.id(), session)) {
      places.decrementAndGet();
      suppressed.add(session.receiver().suppressed());
      refused.add(session.refused());
      handlerFailures.add(session.receiver().handlerFailures());
      rejected.add(session.receiver().rejected());
    }
    return first;
  }

  /**
   * A session that is not in memory. It is looked up for each frame until it is found: that it is not
   * there now does not say that it never will be.
   */
  private final class NotInMemory implements Requests<P> {
    private final long session;

    /** A late read costs another look-up. */
    private volatile @Nullable HostedSession<P, R> found;

    NotInMemory(long session) {
      this.session = session;
    }

    @Override
    public void data(long seq, P payload) {
      HostedSession<P, R> hosted = hosted();
      if (hosted != null) {
        hosted.data(seq, payload);
      }
    }

    @Override
    public void check(long seq) {
      HostedSession<P, R> hosted = hosted();
      if (hosted != null) {
        hosted.check(seq);
      }
    }

    @Override
    public void seal(long seq) {
      HostedSession<P, R> hosted = hosted();
      if (hosted != null) {
        hosted.seal(seq);
      }
    }

    private @Nullable HostedSession<P, R> hosted() {
      HostedSession<P, R> known = found;
      if (known == null || known.isEvicted()) {
        known = find();
        found = known;
      }
      return known;
    }

    /** Returns null if there is no such session, which is answered by GONE, or no room for it. */
    private @Nullable HostedSession<P, R> find() {
      HostedSession<P, R> known = sessions.get(session);
      if (known != null && known.isEvicted()) {
        evict(known); // another thread is doing the same
        known = null;
      }
      if (known != null) {
        return known;
      }
      // Looked at before the map's entry is locked: an unknown session is the usual case.
      if (store.load(session) == null) {
        answerGone(session);
        return null;
      }
      boolean[] noRoom = new boolean[1];
      HostedSession<P, R> loaded =
          sessions.computeIfAbsent(session, id -> loadIfThereIsRoom(id, noRoom));
      if (noRoom[0]) {
        isFull();
      }
      if (loaded != null) {
        // Not in the call above: open locks the two maps in the opposite order.
        openings.putIfAbsent(loaded.opening(), loaded);
        if (sessions.get(session) != loaded) { // evicted in the meantime
          openings.remove(loaded.opening(), loaded);
        }
      }
      return loaded;
    }

    /**
     * Reads the session again, while no other thread can add it or remove it: {@code over} is
     * written before a session is removed, so one that is over is not found here.
     */
    private @Nullable HostedSession<P, R> loadIfThereIsRoom(long id, boolean[] noRoom) {
      if (places.incrementAndGet() > settings.maxSessions()) {
        places.decrementAndGet();
        noRoom[0] = true;
        return null;
      }
      HostedSession<P, R> loaded = null;
      try {
        ReceiverStore.Stored<R> stored = store.load(id);
        if (stored != null) {
          loaded = new HostedSession<>(stored.session(), stored.resolved(), ReceiverHost.this);
        }
        return loaded;
      } finally {
        if (loaded == null) {
          places.decrementAndGet();
        }
      }
    }
  }
}

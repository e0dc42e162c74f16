package exactlyonce.session;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One session of a {@link ReceiverHost}. Thread-safe and lock-free, like its receiver. */
final class HostedSession<P, R> implements Requests<P> {
  /** The OPEN that opened the session. */
  record Opening(long sender, long nonce) {
    static Opening of(ReceiverStore.Session session) {
      return new Opening(session.sender(), session.nonce());
    }
  }

  /** A bit of {@link #use}: the session has ended. Nothing is delivered or sealed any more. */
  private static final int ENDED = 1 << 31;

  /** A bit of {@link #use}: something may have been delivered, rejected or sealed. */
  private static final int TOUCHED = 1 << 30;

  private final ReceiverStore.Session session;
  private final ReceiverHost<P, R> host;
  private final Receiver<P, R> receiver;

  /**
   * The bits above, and how many threads are using the session: running a handler or sealing a
   * message. Whoever ends the session must find none.
   */
  private final AtomicInteger use;

  private final int openedAt; // in ticks of the host
  private volatile int usedAt;

  /** The frames outside the window, also of what is stored. */
  private final LongAdder refused = new LongAdder();

  private final AtomicBoolean evicted = new AtomicBoolean();

  /**
   * Messages that stay claimed because the outcome of their commit is unknown. Whoever removes one
   * holds its claim. Adding happens before removing, so the claim is handed over with everything
   * that its first holder did.
   */
  private final Set<Long> unknownCommits = ConcurrentHashMap.newKeySet();

  /** How often the handler has failed, for each message that is not handled yet. */
  private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

  HostedSession(
      ReceiverStore.Session session, Collection<Resolved<R>> resolved, ReceiverHost<P, R> host) {
    this.session = session;
    this.host = host;
    this.openedAt = host.ticks();
    this.usedAt = openedAt;
    this.use = new AtomicInteger(resolved.isEmpty() ? 0 : TOUCHED);
    ReceiverStore<P, R> store = host.store();
    long id = session.id();
    Replies<R> replies = new AsksStoreFirst(store, host.network().in(id));
    Handler<? super P, ? extends R> application = host.handlers().create(session.sender(), id);
    Handler<P, R> handler = (seq, payload) -> deliver(seq, payload, application);
    this.receiver = session.order() == DeliveryOrder.ORDERED
        ? Receiver.ordered(session.windowSize(), session.replyMode(), handler, replies, resolved)
        : Receiver.unordered(session.windowSize(), session.replyMode(), handler, replies, resolved);
  }

  private @Nullable R deliver(long seq, P payload, Handler<? super P, ? extends R> application)
      throws Exception {
    boolean entered = enter();
    boolean touched = false;
    try {
      R reply = entered
          ? deliverOrReject(seq, payload, application)
          : host.store().deliver(id(), seq, payload, this::refuse);
      touched = true;
      resolved(seq);
      return reply;
    } catch (CommitUnknownException e) {
      touched = true; // perhaps
      host.report(new HostEvent.CommitUnknown(id(), seq, e));
      unknownCommits.add(seq); // gives the claim away, so this thread must not use it any more
      throw e;
    } catch (RejectedException e) {
      touched = true;
      resolved(seq);
      host.report(new HostEvent.Rejected(id(), seq, e.reason()));
      throw e;
    } catch (Throwable e) {
      failed(seq, e);
      throw e;
    } finally {
      if (entered) {
        leave(touched);
      }
    }
  }

  /**
   * Lets a message take effect, or stores that it is rejected.
   *
   * @throws RejectedException if the store now says that it is rejected
   */
  private @Nullable R deliverOrReject(
      long seq, P payload, Handler<? super P, ? extends R> application) throws Exception {
    String reason;
    try {
      return host.store().deliver(id(), seq, payload, application);
    } catch (CommitUnknownException e) {
      throw e;
    } catch (RejectedException e) {
      reason = e.reason();
    } catch (Exception e) {
      if (failures.getOrDefault(seq, 0) + 1 < host.maxAttempts()) {
        throw e;
      }
      reason = "failed " + failed(seq, e) + " times, the last time with " + e;
    }
    return host.store().rejected(id(), seq, reason).replyOrThrow();
  }

  /** Returns how often the handler of this message has failed, including this time. */
  private int failed(long seq, Throwable e) {
    int attempt = failures.merge(seq, 1, Integer::sum);
    host.report(new HostEvent.HandlerFailed(id(), seq, attempt, e));
    return attempt;
  }

  private R refuse(long seq, P payload) {
    throw new IllegalStateException("session " + id() + " has ended");
  }

  private void resolved(long seq) {
    if (!failures.isEmpty()) {
      failures.remove(seq);
    }
  }

  /**
   * To be called before anything is delivered or sealed; returns false if the session has ended.
   * Otherwise it does not end before {@link #leave}. Wait-free.
   */
  private boolean enter() {
    if (use.getAndIncrement() >= 0) {
      return true;
    }
    use.getAndDecrement();
    return false;
  }

  /** Follows {@link #enter}, if that has returned true. */
  private void leave(boolean touched) {
    if (touched) {
      touch();
    }
    use.getAndDecrement();
  }

  private void touch() {
    if ((use.getOpaque() & TOUCHED) == 0) { // once in a session
      use.getAndUpdate(seen -> seen | TOUCHED);
    }
  }

  long id() {
    return session.id();
  }

  int windowSize() {
    return session.windowSize();
  }

  ReplyMode replyMode() {
    return session.replyMode();
  }

  ReceiverStore.Session properties() {
    return session;
  }

  SessionInfo info() {
    int seen = use.get();
    int now = host.ticks();
    return new SessionInfo(
        session,
        now - openedAt,
        now - usedAt,
        seen & ~(ENDED | TOUCHED),
        unknownCommits.size(),
        (seen & TOUCHED) != 0,
        refused());
  }

  /** To be called for each frame. Writes only once in a tick. */
  private void used() {
    int now = host.ticks();
    if (usedAt != now) {
      usedAt = now;
    }
  }

  Opening opening() {
    return Opening.of(session);
  }

  Receiver<P, R> receiver() {
    return receiver;
  }

  long refused() {
    return refused.sum();
  }

  /**
   * Ends the session, unless a thread is using it.
   *
   * @return whether it has ended, now or before
   */
  boolean end() {
    int seen;
    do {
      seen = use.get();
      if (seen < 0) {
        return true;
      }
      if ((seen & ~TOUCHED) != 0) {
        return false;
      }
    } while (!use.compareAndSet(seen, seen | ENDED));
    return true;
  }

  /** Ends the session if nothing was delivered or sealed; returns whether this call did. */
  boolean endUntouched() {
    return use.compareAndSet(0, ENDED);
  }

  /**
   * Leaves all further frames to the session that the host finds in its place, or to none.
   *
   * @return whether this call was the first
   */
  boolean evict() {
    return evicted.compareAndSet(false, true);
  }

  boolean isEvicted() {
    return evicted.get();
  }

  /**
   * Reads the record of a message whose commit has an unknown outcome, and ends its claim.
   *
   * @return whether there was such a claim; the frame that caused this is then done with
   */
  private boolean concludes(long seq) {
    if (unknownCommits.isEmpty() || !unknownCommits.remove(seq)) {
      return false;
    }
    ReceiverStore.Stored<R> stored;
    boolean read = false;
    try {
      stored = host.store().load(id());
      read = true;
    } finally {
      if (!read) {
        unknownCommits.add(seq); // the next frame tries again
      }
    }
    if (stored != null) {
      receiver.conclude(seq, stored.about(seq));
    } else if (end()) {
      host.evict(this); // the session is over, and the claim with it
    } else {
      unknownCommits.add(seq); // GONE must wait for a handler
    }
    return true;
  }

  @Override
  public void data(long seq, P payload) {
    used();
    if (isEvicted()) {
      host.lookUp(id()).data(seq, payload);
    } else if (!concludes(seq)) {
      receiver.data(seq, payload);
    }
  }

  @Override
  public void check(long seq) {
    used();
    if (isEvicted()) {
      host.lookUp(id()).check(seq);
    } else if (!concludes(seq)) {
      receiver.check(seq);
    }
  }

  @Override
  public void seal(long seq) {
    used();
    if (isEvicted()) {
      host.lookUp(id()).seal(seq);
    } else if (!concludes(seq) && enter()) {
      try {
        receiver.seal(seq);
      } finally {
        leave(false); // what was sealed is touched before anyone is told
      }
    }
  }

  /**
   * Makes a seal stable before any thread tells the sender SEALED. The thread that sealed the
   * message may not have written it yet. If the store knows better, SEALED is not said, and the
   * next frame finds what the store says. Nor is a message refused then.
   *
   * <p>Specification: action ReceiveSealAndLook of {@code CrashRecoveryStore}.
   */
  private final class AsksStoreFirst implements Replies<R> {
    private final ReceiverStore<P, R> store;
    private final Replies<R> replies;

    AsksStoreFirst(ReceiverStore<P, R> store, Replies<R> replies) {
      this.store = store;
      this.replies = replies;
    }

    @Override
    public void ack(long seq, @Nullable R reply) {
      replies.ack(seq, reply);
    }

    @Override
    public void rejected(long seq, String reason) {
      replies.rejected(seq, reason);
    }

    @Override
    public void status(long seq, Status status) {
      if (status == Status.REFUSED) {
        refuseUnlessBehind(seq);
      } else if (status != Status.SEALED) {
        replies.status(seq, status);
      } else if (store.sealed(id(), seq)) {
        touch();
        resolved(seq);
        replies.status(seq, status);
      } else if (contradicts(store.load(id()), seq)) {
        host.evict(HostedSession.this);
      } // otherwise the store knows a later message, and no answer is owed
    }

    /** If another host has gone on, or ended the session, the next frame finds what the store says. */
    private void refuseUnlessBehind(long seq) {
      if (isBehind(seq)) {
        host.evict(HostedSession.this);
      } else {
        refused.increment();
        host.report(new HostEvent.MemoryLost(id(), seq));
        replies.status(seq, Status.REFUSED);
      }
    }

    /**
     * Returns whether the store has a message in the place of this one, or the message W before.
     *
     * <p>Specification: FoundOrOnDisk of {@code CrashRecoveryStore}.
     */
    private boolean isBehind(long seq) {
      if (!host.keepsRecords()) {
        return false;
      }
      ReceiverStore.Stored<R> stored = store.load(id());
      int windowSize = session.windowSize();
      return stored == null
          || stored.resolved().stream()
              .anyMatch(message ->
                  (message.seq() - seq) % windowSize == 0 && message.seq() >= seq - windowSize);
    }

    private boolean contradicts(ReceiverStore.@Nullable Stored<R> stored, long seq) {
      if (stored == null) {
        return true;
      }
      Resolved<R> record = stored.about(seq);
      return record != null && record.isHandled();
    }
  }
}

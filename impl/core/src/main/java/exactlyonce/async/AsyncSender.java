package exactlyonce.async;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.window.SendWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionSender} with a thread of its own, which keeps a session open and asks for overdue
 * answers. Each message is a future. Thread-safe: any number of threads may call any method. A
 * message costs a few objects.
 *
 * <p>The transport hands replies to this object, as it would to a {@link SessionSender}.
 *
 * @param <P> payload; must not change after it is sent
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class AsyncSender<P, R> implements SessionReplies<R>, AutoCloseable {
  private static final long PAUSE_NANOS = 50_000;

  private final SessionSender<Delivery<P, R>, R> sender;
  private final long pollNanos;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /**
   * Starts a sender.
   *
   * @param id as in {@link SessionSender}
   * @param nonces as in {@link SessionSender}
   * @param maxWindowSize as in {@link SessionSender}
   * @param store stable storage; see {@link SenderStore#none}
   * @param network where requests are sent
   * @param retry when to ask again
   * @param restored is given, before this returns, the messages that a crash left in the store:
   *     they are open, or their outcome may have been reported before
   */
  public AsyncSender(
      long id,
      LongSupplier nonces,
      int maxWindowSize,
      SenderStore<P> store,
      SessionRequests<P> network,
      RetryPolicy retry,
      Consumer<? super Delivery<P, R>> restored) {
    sender = new SessionSender<>(
        id,
        nonces,
        maxWindowSize,
        new Unwrapping<>(store, restored),
        unwrapping(network),
        session -> (seq, delivery, outcome, reply) -> delivery.decided(outcome, reply),
        retry);
    pollNanos = Math.max(PAUSE_NANOS, retry.initialTimeoutNanos() / 4);
    thread = new Thread(this::work, "exactly-once-sender-" + id);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends a message, waiting for space in the window if necessary. Do not call this from a
   * dependent action of a {@link Delivery} that runs on the completing thread: it might wait for
   * itself.
   *
   * @throws IllegalStateException if this sender is closed, or its thread has failed (then with the
   *     failure as cause)
   * @throws InterruptedException if the calling thread is interrupted while it waits; then nothing
   *     was sent
   */
  public Delivery<P, R> send(P payload) throws InterruptedException {
    for (; ; ) {
      Delivery<P, R> delivery = trySend(payload);
      if (delivery != null) {
        return delivery;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /**
   * Sends a message if there is space in the window.
   *
   * @return null if the window is full or no session is open at the moment: try again
   * @throws IllegalStateException if this sender is closed, or its thread has failed (then with the
   *     failure as cause)
   */
  public @Nullable Delivery<P, R> trySend(P payload) {
    requireNoFailure();
    if (closed) {
      throw new IllegalStateException("the sender is closed");
    }
    Sender<Delivery<P, R>, R> session = sender.sender();
    if (session == null) {
      return null;
    }
    Delivery<P, R> delivery = new Delivery<>(payload);
    long seq = session.trySubmit(delivery);
    if (seq < 0) {
      return null;
    }
    delivery.submitted(session, seq);
    return delivery;
  }

  /**
   * Accepts no more messages, and waits until every message is decided and the session is closed.
   * If the calling thread is interrupted, stops waiting and asking: open messages remain open. On
   * the sender's own thread, which may report outcomes, it does not wait. It must not be called
   * from a dependent action of a {@link Delivery} that runs on any other thread that brings
   * replies.
   *
   * @throws IllegalStateException if the sender's thread has failed, with the failure as cause:
   *     open messages remain open
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        stopped = true;
        LockSupport.unpark(thread);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    requireNoFailure();
  }

  @Override
  public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
    sender.opened(to, nonce, session, windowSize, replyMode);
  }

  @Override
  public void full(long to, long nonce) {
    sender.full(to, nonce);
  }

  @Override
  public Replies<R> in(long session) {
    return sender.in(session);
  }

  @Override
  public void gone(long session) {
    sender.gone(session);
  }

  private void requireNoFailure() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException("the sender's thread has failed", cause);
    }
  }

  private void work() {
    try {
      workUntilClosed();
    } catch (Throwable e) { // of a store, a network or a dependent action
      failure = e;
    }
  }

  private void workUntilClosed() {
    while (!stopped && !(closed && sender.isIdle())) {
      if (closed) {
        sender.close();
      } else {
        sender.open(); // unless a session is open or requested
      }
      sender.poll(System.nanoTime());
      LockSupport.parkNanos(pollNanos);
    }
  }

  private static <P, R> SessionRequests<Delivery<P, R>> unwrapping(SessionRequests<P> network) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce) {
        network.open(sender, nonce);
      }

      @Override
      public Requests<Delivery<P, R>> in(long session) {
        Requests<P> requests = network.in(session);
        return new Requests<>() {
          @Override
          public void data(long seq, Delivery<P, R> delivery) {
            requests.data(seq, delivery.payload());
          }

          @Override
          public void check(long seq) {
            requests.check(seq);
          }

          @Override
          public void seal(long seq) {
            requests.seal(seq);
          }
        };
      }

      @Override
      public void close(long session) {
        network.close(session);
      }
    };
  }

  /** Stores only the payloads of the deliveries. */
  private static final class Unwrapping<P, R> implements SenderStore<Delivery<P, R>> {
    private final SenderStore<P> store;
    private final Consumer<? super Delivery<P, R>> restored;

    Unwrapping(SenderStore<P> store, Consumer<? super Delivery<P, R>> restored) {
      this.store = store;
      this.restored = restored;
    }

    @Override
    public @Nullable Stored<Delivery<P, R>> load() {
      Stored<P> stored = store.load();
      if (stored == null) {
        return null;
      }
      Map<Long, Delivery<P, R>> deliveries = new HashMap<>();
      stored.entries().forEach((seq, payload) -> deliveries.put(seq, new Delivery<>(payload)));
      if (stored.phase() != Phase.CLOSING) { // else every message is decided
        SendWindow.openAgain(stored.windowSize(), deliveries).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(entry -> restored.accept(entry.getValue()));
      }
      return new Stored<>(
          stored.phase(), stored.session(), stored.windowSize(), stored.replyMode(), deliveries);
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      store.open(session, windowSize, replyMode);
    }

    @Override
    public void append(long seq, Delivery<P, R> delivery) {
      store.append(seq, delivery.payload());
    }

    @Override
    public void draining() {
      store.draining();
    }

    @Override
    public void closing() {
      store.closing();
    }

    @Override
    public void ended() {
      store.ended();
    }

    @Override
    public void clear() {
      store.clear();
    }
  }
}

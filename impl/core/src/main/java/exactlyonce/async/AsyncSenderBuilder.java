package exactlyonce.async;

import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionState;
import exactlyonce.window.Bounds;
import exactlyonce.window.OutcomeListener;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an {@link AsyncSender}. Not thread-safe.
 *
 * @param <P> payload
 * @param <R> reply
 */
public final class AsyncSenderBuilder<P, R> {
  private static final double JITTER = 0.1;

  final long id;
  final SessionRequests<P> network;
  LongSupplier nonces = AsyncSenderBuilder::random;
  int maxWindow = 1 << 16;
  SenderStore<P> store = SenderStore.none();
  RetryPolicy retry = retryPolicy(Duration.ofMillis(100), Duration.ofSeconds(5));
  long closeLimitNanos = TimeUnit.MINUTES.toNanos(1);
  Executor executor = ForkJoinPool.commonPool();
  Consumer<? super Delivery<P, R>> restored = delivery -> {};
  Consumer<? super Exception> failures;
  Consumer<? super SessionState> states;

  @Nullable LongFunction<? extends OutcomeListener<? super P, ? super R>> outcomes;

  AsyncSenderBuilder(long id, SessionRequests<P> network) {
    this.id = id;
    this.network = Objects.requireNonNull(network, "network");
    FailureLog log = new FailureLog(id);
    failures = log;
    states = log::changed;
  }

  /** Stable storage, to survive crashes. By default there is none. */
  public AsyncSenderBuilder<P, R> store(SenderStore<P> newStore) {
    store = Objects.requireNonNull(newStore, "store");
    return this;
  }

  /**
   * Is given, before {@link #start} returns, the messages that a crash left in the store, in the order
   * in which they were sent: they are open, or their outcome may have been reported before. Also
   * later they are found with {@link AsyncSender#restored}.
   */
  public AsyncSenderBuilder<P, R> onRestored(Consumer<? super Delivery<P, R>> listener) {
    restored = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * When to ask again for an answer, or for a session: by default after 100 ms, and then at ever
   * longer intervals, up to 5 s. For messages, the first interval follows the measured round trips, but
   * is at least {@code first}; it does not grow where frames are lost and others arrive: see {@link
   * exactlyonce.protocol.RetryPolicy}.
   *
   * @param first ideally a little more than the usual round trip
   * @param longest between two requests
   * @throws IllegalArgumentException unless 0 &lt; first &lt;= longest
   */
  public AsyncSenderBuilder<P, R> retryAfter(Duration first, Duration longest) {
    retry = retryPolicy(first, longest);
    return this;
  }

  /**
   * The largest window that this sender accepts, 65,536 by default. The smaller of this and the
   * receiver's wins; it takes 45 bytes for each message.
   *
   * @throws IllegalArgumentException if it is not a power of two from 1 to 2^30
   */
  public AsyncSenderBuilder<P, R> maxWindow(int messages) {
    maxWindow = Bounds.requireWindowSize(messages);
    return this;
  }

  /** How long {@link AsyncSender#close()} waits, one minute by default. */
  public AsyncSenderBuilder<P, R> closeLimit(Duration limit) {
    closeLimitNanos = TimeUnit.NANOSECONDS.convert(limit);
    return this;
  }

  /**
   * Where the dependent actions of {@link Delivery#toFuture} run, by default in the common pool. It
   * must not run them in the thread that calls it: those that bring replies would wait for
   * themselves.
   */
  public AsyncSenderBuilder<P, R> executor(Executor newExecutor) {
    executor = Objects.requireNonNull(newExecutor, "executor");
    return this;
  }

  /**
   * Is told what goes wrong, by the thread to which it happens: exceptions of the network, which
   * count as lost frames; a {@link StoreFailedException}, after which the write will be repeated; a
   * {@link NoSessionException}, each time that there is no session for long; a {@link
   * MemoryLostException}, once in a session; once,
   * what makes this sender useless or ends it before its time, a {@link SenderFailedException} or an
   * {@link UndecidedException}. By default it goes to the system logger {@code exactlyonce.async}.
   */
  public AsyncSenderBuilder<P, R> onFailure(Consumer<? super Exception> listener) {
    failures = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Is told each new {@link AsyncSender#state}, by the sender's thread, which must not be kept
   * waiting. A state that has passed before that thread looks is left out. What the listener throws
   * goes to {@link #onFailure}. By default each goes to the system logger {@code exactlyonce.async},
   * with level DEBUG.
   */
  public AsyncSenderBuilder<P, R> onSessionState(Consumer<? super SessionState> listener) {
    states = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Is told each outcome with the number of its message, by the thread that brings it and before the
   * {@link Delivery} ends: to record what happens, for instance. A sender that ends early tells
   * nothing of what is then undecided. What a listener throws goes to {@link #onFailure}.
   *
   * @param listeners returns, for the id of a session, the listener that is told the outcomes in it
   */
  public AsyncSenderBuilder<P, R> onOutcome(
      LongFunction<? extends OutcomeListener<? super P, ? super R>> listeners) {
    outcomes = Objects.requireNonNull(listeners, "listeners");
    return this;
  }

  /**
   * Returns a number that it has never returned before for this sender and never will again, not
   * even after a crash. By default it returns 64 random bits.
   */
  public AsyncSenderBuilder<P, R> nonces(LongSupplier newNonces) {
    nonces = Objects.requireNonNull(newNonces, "nonces");
    return this;
  }

  /** Starts a sender, with a thread of its own. It does not wait for a session. */
  public AsyncSender<P, R> start() {
    return AsyncSender.start(this);
  }

  private static RetryPolicy retryPolicy(Duration first, Duration longest) {
    return new RetryPolicy(
        TimeUnit.NANOSECONDS.convert(first), TimeUnit.NANOSECONDS.convert(longest), JITTER);
  }

  private static long random() {
    UUID random = UUID.randomUUID(); // 122 bits from a secure source; six are fixed
    return random.getMostSignificantBits() ^ random.getLeastSignificantBits();
  }
}

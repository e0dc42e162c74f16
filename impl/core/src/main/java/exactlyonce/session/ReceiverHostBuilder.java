package exactlyonce.session;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The settings of a {@link ReceiverHost}. Not thread-safe.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class ReceiverHostBuilder<P, R> {
  private static final int DEFAULT_WINDOW_SIZE = 1024;

  private final HandlerFactory<? super P, ? extends R> handlers;
  private final SessionReplies<R> network;
  private HostSettings settings = HostSettings.ofWindowSize(DEFAULT_WINDOW_SIZE);
  private LongSupplier ids = () -> UUID.randomUUID().getLeastSignificantBits();
  private ReceiverStore<P, R> store = ReceiverStore.none();
  private int maxAttempts = Integer.MAX_VALUE;
  private Consumer<? super HostEvent> listener = new HostLog();

  ReceiverHostBuilder(HandlerFactory<? super P, ? extends R> handlers, SessionReplies<R> network) {
    this.handlers = Objects.requireNonNull(handlers, "handlers");
    this.network = Objects.requireNonNull(network, "network");
  }

  /**
   * The properties of new sessions, and how many there may be. By default 1,024 unordered sessions
   * without replies, with windows of 1,024 messages.
   */
  public ReceiverHostBuilder<P, R> settings(HostSettings newSettings) {
    settings = Objects.requireNonNull(newSettings, "settings");
    return this;
  }

  /** Stable storage, to survive crashes. By default there is none. */
  public ReceiverHostBuilder<P, R> store(ReceiverStore<P, R> newStore) {
    store = Objects.requireNonNull(newStore, "store");
    return this;
  }

  /**
   * Returns a session id that it has never returned before and never will again, not even after a
   * crash that loses everything. Called by several threads at once. By default it returns 62 random
   * bits from a secure source.
   */
  public ReceiverHostBuilder<P, R> ids(LongSupplier newIds) {
    ids = Objects.requireNonNull(newIds, "ids");
    return this;
  }

  /**
   * How often a handler may fail with the same message, at least once; by default as often as it
   * comes. After the last attempt the message is rejected, as if the handler had thrown {@link
   * exactlyonce.protocol.RejectedException}, and the sender is told the last failure. So a message that
   * cannot be handled does not hold up an ordered session forever. But neither does a database that is
   * away for a minute: the messages of that minute may be rejected. Attempts are counted in memory,
   * from 0 again after a crash. An {@link Error} counts, but does not reject.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReceiverHostBuilder<P, R> maxAttempts(int newMaxAttempts) {
    if (newMaxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, not " + newMaxAttempts);
    }
    maxAttempts = newMaxAttempts;
    return this;
  }

  /**
   * Is told what happens, by the thread to which it happens, so it must be thread-safe and should not
   * block. It may call the host, for instance to drop sessions when it is told {@link
   * HostEvent.Full}; but not when it is told {@link HostEvent.StoreFailed}. What it throws is logged.
   * By default it goes to the system logger {@code exactlyonce.session}.
   */
  public ReceiverHostBuilder<P, R> onEvent(Consumer<? super HostEvent> newListener) {
    listener = Objects.requireNonNull(newListener, "listener");
    return this;
  }

  /**
   * Returns a host with the sessions found in the store.
   *
   * @throws IllegalArgumentException if the store holds more sessions than the settings allow
   */
  public ReceiverHost<P, R> build() {
    return new ReceiverHost<>(settings, ids, handlers, store, network, maxAttempts, listener);
  }
}

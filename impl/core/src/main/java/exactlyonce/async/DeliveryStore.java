package exactlyonce.async;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore;
import exactlyonce.window.SendWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores only the payloads of the deliveries, and marks exceptions of the writes that are repeated. */
final class DeliveryStore<P, R> implements SenderStore<Delivery<P, R>> {
  private final SenderStore<P> store;
  private final BiFunction<Long, P, Delivery<P, R>> newDelivery;
  private final Consumer<Delivery<P, R>> restored;
  private ReplyMode replyMode = ReplyMode.WITHOUT_REPLIES;

  /**
   * Wraps a store.
   *
   * @param restored is given each message that is open again, when the session is loaded
   */
  DeliveryStore(
      SenderStore<P> store,
      BiFunction<Long, P, Delivery<P, R>> newDelivery,
      Consumer<Delivery<P, R>> restored) {
    this.store = store;
    this.newDelivery = newDelivery;
    this.restored = restored;
  }

  /** Returns that of the session that was loaded or opened last, to the thread that did this. */
  ReplyMode replyMode() {
    return replyMode;
  }

  @Override
  public @Nullable Stored<Delivery<P, R>> load() {
    Stored<P> stored = store.load();
    if (stored == null) {
      return null;
    }
    replyMode = stored.replyMode();
    Map<Long, Delivery<P, R>> deliveries = new HashMap<>();
    stored
        .entries()
        .forEach((seq, payload) -> deliveries.put(seq, newDelivery.apply(seq, payload)));
    if (stored.phase() != Phase.CLOSING) { // else every message is decided
      SendWindow.openAgain(stored.windowSize(), deliveries).entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> restored.accept(entry.getValue()));
    }
    return new Stored<>(
        stored.phase(),
        stored.session(),
        stored.windowSize(),
        stored.replyMode(),
        deliveries,
        stored.cancelled());
  }

  @Override
  public void open(long session, int windowSize, ReplyMode newReplyMode) {
    write(() -> store.open(session, windowSize, newReplyMode));
    replyMode = newReplyMode;
  }

  @Override
  public void append(long seq, Delivery<P, R> delivery) {
    store.append(seq, delivery.payload());
  }

  @Override
  public void cancelled(long session, long seq) {
    write(() -> store.cancelled(session, seq));
  }

  @Override
  public void draining() {
    write(store::draining);
  }

  @Override
  public void closing() {
    write(store::closing);
  }

  @Override
  public void ended() {
    write(store::ended);
  }

  @Override
  public void clear() {
    write(store::clear);
  }

  private static void write(Runnable write) {
    try {
      write.run();
    } catch (RuntimeException e) {
      throw new StoreFailedException(e);
    }
  }
}

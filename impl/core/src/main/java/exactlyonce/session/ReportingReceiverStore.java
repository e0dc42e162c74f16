package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports each failure of a store, and passes it on. What {@code deliver} and {@code rejected} throw, others report. */
final class ReportingReceiverStore<P, R> implements ReceiverStore<P, R> {
  private final ReceiverStore<P, R> store;
  private final Consumer<? super HostEvent> listener;

  ReportingReceiverStore(ReceiverStore<P, R> store, Consumer<? super HostEvent> listener) {
    this.store = store;
    this.listener = listener;
  }

  @Override
  public Collection<Stored<R>> load() {
    return store.load(); // while the host is created: its creator is told
  }

  @Override
  public @Nullable Stored<R> load(long session) {
    return this.<@Nullable Stored<R>>reporting(() -> store.load(session));
  }

  @Override
  public void opened(Session session) {
    reporting(() -> {
      store.opened(session);
      return true;
    });
  }

  @Override
  public @Nullable R deliver(
      long session, long seq, P payload, Handler<? super P, ? extends R> handler) throws Exception {
    return store.deliver(session, seq, payload, handler);
  }

  @Override
  public Resolved<R> rejected(long session, long seq, String reason) throws Exception {
    return store.rejected(session, seq, reason);
  }

  @Override
  public boolean sealed(long session, long seq) {
    return reporting(() -> store.sealed(session, seq));
  }

  @Override
  public void over(long session) {
    reporting(() -> {
      store.over(session);
      return true;
    });
  }

  private <T extends @Nullable Object> T reporting(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      listener.accept(new HostEvent.StoreFailed(e));
      throw e;
    }
  }
}

package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import java.util.Collection;

/** Forwards every call to another store; to be overridden in one place. */
public class ForwardingReceiverStore<P, R> implements ReceiverStore<P, R> {
  protected final ReceiverStore<P, R> store;

  public ForwardingReceiverStore(ReceiverStore<P, R> store) {
    this.store = store;
  }

  @Override
  public Collection<Stored<R>> load() {
    return store.load();
  }

  @Override
  public Stored<R> load(long session) {
    return store.load(session);
  }

  @Override
  public void opened(Session session) {
    store.opened(session);
  }

  @Override
  public R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception {
    return store.deliver(session, seq, payload, handler);
  }

  @Override
  public Resolved<R> rejected(long session, long seq, String reason) throws Exception {
    return store.rejected(session, seq, reason);
  }

  @Override
  public boolean sealed(long session, long seq) {
    return store.sealed(session, seq);
  }

  @Override
  public void over(long session) {
    store.over(session);
  }
}

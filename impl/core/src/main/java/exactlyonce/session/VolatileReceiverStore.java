package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps nothing. Thread-safe. */
final class VolatileReceiverStore<P, R> implements ReceiverStore<P, R> {
  @Override
  public Collection<Stored<R>> load() {
    return List.of();
  }

  @Override
  public @Nullable Stored<R> load(long session) {
    return null;
  }

  @Override
  public void opened(Session session) {}

  @Override
  public @Nullable R deliver(
      long session, long seq, P payload, Handler<? super P, ? extends R> handler) throws Exception {
    return handler.handle(seq, payload);
  }

  @Override
  public Resolved<R> rejected(long session, long seq, String reason) {
    return Resolved.rejected(seq, reason);
  }

  @Override
  public boolean sealed(long session, long seq) {
    return true; // there is no record that could contradict
  }

  @Override
  public void over(long session) {}
}

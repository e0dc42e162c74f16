package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import java.util.Collection;

/** A receiver's disk that forwards every call; to be overridden in one place. */
class ForwardingReceiverStore implements ReceiverStore<Message, Reply> {
  private final ReceiverStore<Message, Reply> disk;

  ForwardingReceiverStore(Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    this.disk = CrashPoints.disk(incarnation, disk);
  }

  @Override
  public Collection<Stored<Reply>> load() {
    return disk.load();
  }

  @Override
  public Stored<Reply> load(long session) {
    return disk.load(session);
  }

  @Override
  public void opened(Session session) {
    disk.opened(session);
  }

  @Override
  public Reply deliver(
      long session, long seq, Message payload, Handler<? super Message, ? extends Reply> handler)
      throws Exception {
    return disk.deliver(session, seq, payload, handler);
  }

  @Override
  public Resolved<Reply> rejected(long session, long seq, String reason) throws Exception {
    return disk.rejected(session, seq, reason);
  }

  @Override
  public boolean sealed(long session, long seq) {
    return disk.sealed(session, seq);
  }

  @Override
  public void over(long session) {
    disk.over(session);
  }
}

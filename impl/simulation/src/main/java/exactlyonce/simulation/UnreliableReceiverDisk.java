package exactlyonce.simulation;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A disk behind a connection that is lost now and then during a commit, which was then made or not.
 * It also writes some seals again, much later. Thread-safe.
 */
final class UnreliableReceiverDisk implements ReceiverStore<Message, Reply> {
  private record Seal(long session, long seq) {}

  private final ReceiverStore<Message, Reply> disk;
  private final double unknownCommits;
  private final Randoms randoms;
  private final AtomicReference<@Nullable Seal> late = new AtomicReference<>();

  /**
   * Creates a connection.
   *
   * @param disk the disk behind it
   * @param unknownCommits the probability that the outcome of a commit is unknown
   * @param randoms decides at each commit
   */
  UnreliableReceiverDisk(
      ReceiverStore<Message, Reply> disk, double unknownCommits, Randoms randoms) {
    this.disk = disk;
    this.unknownCommits = unknownCommits;
    this.randoms = randoms;
  }

  @Override
  public Collection<Stored<Reply>> load() {
    return disk.load();
  }

  @Override
  public @Nullable Stored<Reply> load(long session) {
    return disk.load(session);
  }

  @Override
  public void opened(Session session) {
    disk.opened(session);
  }

  /** A transaction that is rolled back leaves nothing, so here its handler does not run at all. */
  @Override
  public @Nullable Reply deliver(
      long session, long seq, Message payload, Handler<? super Message, ? extends Reply> handler)
      throws Exception {
    return this.<@Nullable Reply>commit(
        session, seq, () -> disk.deliver(session, seq, payload, handler));
  }

  @Override
  public Resolved<Reply> rejected(long session, long seq, String reason) throws Exception {
    return commit(session, seq, () -> disk.rejected(session, seq, reason));
  }

  private <T extends @Nullable Object> T commit(long session, long seq, Callable<T> transaction)
      throws Exception {
    double draw = randoms.current().nextDouble();
    if (draw < unknownCommits / 2) {
      throw unknown(session, seq);
    }
    T result = transaction.call();
    if (draw < unknownCommits) {
      throw unknown(session, seq);
    }
    return result;
  }

  private static CommitUnknownException unknown(long session, long seq) {
    return new CommitUnknownException(
        "message " + seq + " of session " + session, new Exception("simulated"));
  }

  @Override
  public boolean sealed(long session, long seq) {
    boolean sealed = disk.sealed(session, seq);
    if (randoms.current().nextDouble() < unknownCommits) {
      Seal earlier = late.getAndSet(new Seal(session, seq));
      if (earlier != null) {
        disk.sealed(earlier.session, earlier.seq);
      }
    }
    return sealed;
  }

  @Override
  public void over(long session) {
    disk.over(session);
  }
}

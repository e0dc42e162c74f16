package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One session of a {@link ReceiverHost}. Thread-safe and lock-free as its receiver. */
final class HostedSession<P, R> implements Requests<P> {
  /** Which OPEN opened it. */
  record Opening(long sender, long nonce) {}

  private final long id;
  private final Opening opening;
  private final SessionReplies<R> network;
  private final Receiver<P, R> receiver;

  // Volatile, both: seen late they would do no harm, but late has no end.
  private volatile boolean touched;
  private volatile boolean over;

  HostedSession(
      long id, Opening opening, Collection<Resolved<R>> resolved, ReceiverHost<P, R> host) {
    this.id = id;
    this.opening = opening;
    this.network = host.network();
    this.touched = !resolved.isEmpty();
    ReceiverStore<P, R> store = host.store();
    Replies<R> replies = new SealedIsWritten(store, network.in(id));
    Handler<? super P, ? extends R> application = host.handlers().of(opening.sender(), id);
    Handler<P, R> handler = (seq, payload) -> {
      touch();
      return store.deliver(id, seq, payload, application);
    };
    int windowSize = host.settings().windowSize();
    this.receiver = host.settings().ordered()
        ? Receiver.ordered(windowSize, handler, replies, resolved)
        : Receiver.unordered(windowSize, handler, replies, resolved);
  }

  private void touch() {
    if (!touched) { // written once
      touched = true;
    }
  }

  long id() {
    return id;
  }

  Opening opening() {
    return opening;
  }

  Receiver<P, R> receiver() {
    return receiver;
  }

  /** Whether nothing was delivered or sealed, or is just being so. */
  boolean isUntouched() {
    return !touched;
  }

  /** From now on every frame is answered by GONE. */
  void end() {
    over = true;
  }

  @Override
  public void data(long seq, P payload) {
    if (over) {
      network.gone(id);
    } else {
      receiver.data(seq, payload);
    }
  }

  @Override
  public void check(long seq) {
    if (over) {
      network.gone(id);
    } else {
      receiver.check(seq);
    }
  }

  @Override
  public void seal(long seq) {
    if (over) {
      network.gone(id);
    } else {
      touch();
      receiver.seal(seq);
    }
  }

  /**
   * Before a sender is told SEALED, that is stable, whoever tells it: the thread that sealed the
   * message may not have come to it yet.
   */
  private final class SealedIsWritten implements Replies<R> {
    private final ReceiverStore<P, R> store;
    private final Replies<R> replies;

    SealedIsWritten(ReceiverStore<P, R> store, Replies<R> replies) {
      this.store = store;
      this.replies = replies;
    }

    @Override
    public void ack(long seq, @Nullable R reply) {
      replies.ack(seq, reply);
    }

    @Override
    public void status(long seq, Status status) {
      if (status == Status.SEALED) {
        store.sealed(id, seq);
      }
      replies.status(seq, status);
    }
  }
}

package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One session of a {@link ReceiverHost}. Thread-safe and lock-free, like its receiver. */
final class HostedSession<P, R> implements Requests<P> {
  /** The OPEN that opened the session. */
  record Opening(long sender, long nonce) {}

  private final ReceiverStore.Session session;
  private final ReceiverHost<P, R> host;
  private final Receiver<P, R> receiver;

  private enum Use {
    /** Nothing was delivered or sealed. */
    UNTOUCHED,
    TOUCHED,
    /** Dropped while it was untouched. */
    DROPPED
  }

  private final AtomicReference<Use> use;
  private volatile boolean over; // a late read is harmless, but a plain one might never see it

  HostedSession(
      ReceiverStore.Session session, Collection<Resolved<R>> resolved, ReceiverHost<P, R> host) {
    this.session = session;
    this.host = host;
    this.use = new AtomicReference<>(resolved.isEmpty() ? Use.UNTOUCHED : Use.TOUCHED);
    ReceiverStore<P, R> store = host.store();
    long id = session.id();
    Replies<R> replies = new StoresSealedFirst(store, host.network().in(id));
    Handler<? super P, ? extends R> application = host.handlers().create(session.sender(), id);
    Handler<P, R> unlessDropped = (seq, payload) -> {
      if (!touch()) {
        throw new IllegalStateException("session " + id + " was dropped");
      }
      return application.handle(seq, payload);
    };
    Handler<P, R> handler = (seq, payload) -> store.deliver(id, seq, payload, unlessDropped);
    this.receiver = session.order() == DeliveryOrder.ORDERED
        ? Receiver.ordered(session.windowSize(), session.replyMode(), handler, replies, resolved)
        : Receiver.unordered(session.windowSize(), session.replyMode(), handler, replies, resolved);
  }

  /**
   * To be called before anything is delivered or sealed; returns false if the session was dropped.
   */
  private boolean touch() {
    return use.getAcquire() == Use.TOUCHED // nearly always
        || use.compareAndSet(Use.UNTOUCHED, Use.TOUCHED)
        || use.get() == Use.TOUCHED;
  }

  long id() {
    return session.id();
  }

  int windowSize() {
    return session.windowSize();
  }

  ReplyMode replyMode() {
    return session.replyMode();
  }

  Opening opening() {
    return new Opening(session.sender(), session.nonce());
  }

  Receiver<P, R> receiver() {
    return receiver;
  }

  /** Prevents all deliveries and seals, if there has been none; returns whether it did. */
  boolean endUntouched() {
    return use.compareAndSet(Use.UNTOUCHED, Use.DROPPED);
  }

  /** Answers every frame by GONE from now on. */
  void end() {
    over = true;
  }

  @Override
  public void data(long seq, P payload) {
    if (over) {
      host.answerGone(id());
    } else {
      receiver.data(seq, payload);
    }
  }

  @Override
  public void check(long seq) {
    if (over) {
      host.answerGone(id());
    } else {
      receiver.check(seq);
    }
  }

  @Override
  public void seal(long seq) {
    if (over) {
      host.answerGone(id());
    } else if (touch()) {
      receiver.seal(seq);
    }
  }

  /**
   * Makes a seal stable before any thread tells the sender SEALED. The thread that sealed the
   * message may not have written it yet.
   */
  private final class StoresSealedFirst implements Replies<R> {
    private final ReceiverStore<P, R> store;
    private final Replies<R> replies;

    StoresSealedFirst(ReceiverStore<P, R> store, Replies<R> replies) {
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
        store.sealed(id(), seq);
      }
      replies.status(seq, status);
    }
  }
}

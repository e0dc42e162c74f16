package exactlyonce.jdbc;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ForwardingReceiverStore;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import java.util.Collection;

/** Stores around the shipped ones, each broken in one place. */
final class BrokenStores {
  private BrokenStores() {}

  /**
   * Commits the effect in a transaction of its own, and then the record. The effect's transaction is
   * that of a session which exists for nothing else.
   */
  static final class EffectFirst extends ForwardingReceiverStore<String, String> {
    private static final long OTHER = -1;

    private long transactions;

    EffectFirst(ReceiverStore<String, String> store) {
      super(store);
    }

    private String inAnotherTransaction(
        long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      if (store.load(OTHER) == null) {
        store.opened(
            new Session(OTHER, -1, -1, 1, DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES));
      }
      return store.deliver(
          OTHER, transactions++, payload, (other, same) -> handler.handle(seq, same));
    }

    @Override
    public Collection<Stored<String>> load() {
      if (store.load(OTHER) != null) {
        store.over(OTHER);
      }
      return store.load();
    }

    @Override
    public String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      Stored<String> stored = store.load(session);
      if (stored == null || stored.about(seq) != null) {
        return store.deliver(session, seq, payload, handler);
      }
      String reply = inAnotherTransaction(seq, payload, handler);
      return store.deliver(session, seq, payload, (s, same) -> reply);
    }
  }

  /** Commits the record, and then the effect in a transaction of its own. */
  static final class RecordFirst extends ForwardingReceiverStore<String, String> {
    private final EffectFirst effects;

    RecordFirst(ReceiverStore<String, String> store) {
      super(store);
      effects = new EffectFirst(store);
    }

    @Override
    public Collection<Stored<String>> load() {
      return effects.load();
    }

    @Override
    public String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      store.deliver(session, seq, payload, (s, same) -> "reply to " + same);
      return effects.inAnotherTransaction(seq, payload, handler);
    }
  }

  /** Takes a commit with an unknown outcome as a success. */
  static final class UnknownIsSuccess extends ForwardingReceiverStore<String, String> {
    UnknownIsSuccess(ReceiverStore<String, String> store) {
      super(store);
    }

    @Override
    public String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      try {
        return store.deliver(session, seq, payload, handler);
      } catch (CommitUnknownException e) {
        return "reply to " + payload;
      }
    }
  }

  /** Says that a message is sealed, and does not write it. */
  static final class SealsNothing extends ForwardingReceiverStore<String, String> {
    SealsNothing(ReceiverStore<String, String> store) {
      super(store);
    }

    @Override
    public boolean sealed(long session, long seq) {
      return true;
    }
  }

  /** Says that a message is rejected, and does not write it. */
  static final class RejectsNothing extends ForwardingReceiverStore<String, String> {
    RejectsNothing(ReceiverStore<String, String> store) {
      super(store);
    }

    @Override
    public Resolved<String> rejected(long session, long seq, String reason) {
      return Resolved.rejected(seq, reason);
    }
  }

  /** Does not write the messages. */
  static final class AppendsNothing implements SenderStore<String> {
    private final SenderStore<String> store;

    AppendsNothing(SenderStore<String> store) {
      this.store = store;
    }

    @Override
    public Stored<String> load() {
      return store.load();
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      store.open(session, windowSize, replyMode);
    }

    @Override
    public void append(long seq, String payload) {}

    @Override
    public void cancelled(long session, long seq) {
      store.cancelled(session, seq);
    }

    @Override
    public void draining() {
      store.draining();
    }

    @Override
    public void closing() {
      store.closing();
    }

    @Override
    public void ended() {
      store.ended();
    }

    @Override
    public void clear() {
      store.clear();
    }
  }
}

package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Resolved;
import exactlyonce.window.Resolution;

/** Stores that break the write rule of {@link ReceiverStore}, each in one way. */
final class BrokenReceiverStores {
  private BrokenReceiverStores() {}

  /** Looks at no record. */
  static class Unguarded<P, R> extends MapReceiverStore<P, R> {
    @Override
    public R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
        throws Exception {
      return handleAndWrite(session, seq, payload, handler);
    }

    @Override
    public boolean sealed(long session, long seq) {
      writeSealed(session, seq);
      return true;
    }
  }

  static class LooksInDeliveryOnly<P, R> extends MapReceiverStore<P, R> {
    @Override
    public boolean sealed(long session, long seq) {
      writeSealed(session, seq);
      return true;
    }
  }

  static class LooksInSealsOnly<P, R> extends MapReceiverStore<P, R> {
    @Override
    public R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
        throws Exception {
      return handleAndWrite(session, seq, payload, handler);
    }
  }

  /** Two transactions: one looks, the other writes. */
  static class LooksBeforeTheTransaction<P, R> extends MapReceiverStore<P, R> {
    @Override
    public R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
        throws Exception {
      if (!mayStore(session, seq)) {
        return super.deliver(session, seq, payload, handler);
      }
      return handleAndWrite(session, seq, payload, handler);
    }
  }

  static class SealsTakeTheSlotOfLaterMessages<P, R> extends MapReceiverStore<P, R> {
    @Override
    public synchronized boolean sealed(long session, long seq) {
      if (load(session) != null && !holds(session, seq, Resolution.DELIVERED)) {
        writeSealed(session, seq);
      }
      return holds(session, seq, Resolution.SEALED);
    }
  }

  static class WritesThoughTheSessionIsOver<P, R> extends MapReceiverStore<P, R> {
    @Override
    synchronized boolean mayStore(long session, long seq) {
      return load(session) == null || super.mayStore(session, seq);
    }
  }

  /** Writes by the rule, but does not say so. */
  static class AlwaysSaysSealed<P, R> extends MapReceiverStore<P, R> {
    @Override
    public boolean sealed(long session, long seq) {
      super.sealed(session, seq);
      return true;
    }
  }

  static class RejectsWhatIsDecided<P, R> extends MapReceiverStore<P, R> {
    @Override
    public Resolved<R> rejected(long session, long seq, String reason) {
      Resolved<R> rejected = Resolved.rejected(seq, reason);
      write(session, rejected);
      return rejected;
    }
  }

  /** Says so, and writes nothing. */
  static class ForgetsRejections<P, R> extends MapReceiverStore<P, R> {
    @Override
    public Resolved<R> rejected(long session, long seq, String reason) {
      return Resolved.rejected(seq, reason);
    }
  }

  /** In one step with the handler, whose effect is therefore not rolled back. */
  static class RejectsInTheTransactionOfTheHandler<P, R> extends MapReceiverStore<P, R> {
    @Override
    public synchronized R deliver(
        long session, long seq, P payload, Handler<? super P, ? extends R> handler)
        throws Exception {
      try {
        return super.deliver(session, seq, payload, handler);
      } catch (RejectedException e) {
        rejected(session, seq, e.reason());
        throw e;
      }
    }
  }

  static class OpensAnIdTwice<P, R> extends MapReceiverStore<P, R> {
    @Override
    public void opened(Session session) {
      over(session.id());
      super.opened(session);
    }
  }

  static class RecordsFailedHandlers<P, R> extends MapReceiverStore<P, R> {
    @Override
    public R deliver(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
        throws Exception {
      try {
        return super.deliver(session, seq, payload, handler);
      } catch (Exception e) {
        if (mayStore(session, seq)) {
          write(session, Resolved.delivered(seq, null));
        }
        throw e;
      }
    }
  }
}

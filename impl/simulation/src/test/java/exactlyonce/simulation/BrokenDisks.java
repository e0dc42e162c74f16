package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ForwardingReceiverStore;
import exactlyonce.session.ReceiverStore;
import java.util.Collection;
import java.util.List;

/** Disks of a receiver, each broken in one place. */
final class BrokenDisks {
  private BrokenDisks() {}

  /** Runs the handler, and then writes the message: two steps. */
  static ReceiverStore<Message, Reply> effectFirst(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        Reply reply = handler.handle(seq, payload);
        incarnation.step();
        return super.deliver(session, seq, payload, (s, message) -> reply);
      }
    };
  }

  /** Writes the message, and then runs the handler: two steps. */
  static ReceiverStore<Message, Reply> recordFirst(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        super.deliver(session, seq, payload, (s, message) -> new Reply(message.number(), 0));
        incarnation.step();
        return handler.handle(seq, payload);
      }
    };
  }

  static ReceiverStore<Message, Reply> deliveredIsNotWritten(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        return handler.handle(seq, payload);
      }
    };
  }

  static ReceiverStore<Message, Reply> sealedIsNotWritten(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public boolean sealed(long session, long seq) {
        return true;
      }
    };
  }

  static ReceiverStore<Message, Reply> rejectedIsNotWritten(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public Resolved<Reply> rejected(long session, long seq, String reason) {
        return Resolved.rejected(seq, reason);
      }
    };
  }

  /** Returns no session after a crash. */
  static ReceiverStore<Message, Reply> forgetful(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ForwardingReceiverStore<>(CrashPoints.disk(incarnation, disk)) {
      @Override
      public Collection<Stored<Reply>> load() {
        return List.of();
      }

      @Override
      public Stored<Reply> load(long session) {
        return null;
      }
    };
  }
}

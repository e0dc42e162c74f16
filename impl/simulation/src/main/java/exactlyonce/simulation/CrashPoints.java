package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import exactlyonce.protocol.Status;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the network and the disk of a side of a {@link CrashRun} for one incarnation: each write
 * and each frame is a step, before and after which the side may crash. Counts the frames sent.
 */
final class CrashPoints {
  private final SessionRequests<Message> toReceiver;
  private final SessionReplies<Reply> toSender;

  final LongAdder data = new LongAdder();
  final LongAdder checks = new LongAdder();
  final LongAdder seals = new LongAdder();

  CrashPoints(SessionRequests<Message> toReceiver, SessionReplies<Reply> toSender) {
    this.toReceiver = toReceiver;
    this.toSender = toSender;
  }

  private static void step(Incarnation incarnation, Runnable action) {
    incarnation.step();
    action.run();
    incarnation.step();
  }

  SessionRequests<Message> toReceiver(Incarnation incarnation) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce, int maxWindowSize) {
        step(incarnation, () -> toReceiver.open(sender, nonce, maxWindowSize));
      }

      @Override
      public Requests<Message> in(long session) {
        return requests(incarnation, toReceiver.in(session));
      }

      @Override
      public void close(long session) {
        step(incarnation, () -> toReceiver.close(session));
      }
    };
  }

  private Requests<Message> requests(Incarnation incarnation, Requests<Message> network) {
    return new Requests<>() {
      @Override
      public void data(long seq, Message payload) {
        data.increment();
        step(incarnation, () -> network.data(seq, payload));
      }

      @Override
      public void check(long seq) {
        checks.increment();
        step(incarnation, () -> network.check(seq));
      }

      @Override
      public void seal(long seq) {
        seals.increment();
        step(incarnation, () -> network.seal(seq));
      }
    };
  }

  SessionReplies<Reply> toSender(Incarnation incarnation) {
    return new SessionReplies<>() {
      @Override
      public void opened(
          long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
        step(incarnation, () -> toSender.opened(sender, nonce, session, windowSize, replyMode));
      }

      @Override
      public void full(long sender, long nonce) {
        step(incarnation, () -> toSender.full(sender, nonce));
      }

      @Override
      public Replies<Reply> in(long session) {
        return replies(incarnation, toSender.in(session));
      }

      @Override
      public void gone(long session) {
        step(incarnation, () -> toSender.gone(session));
      }
    };
  }

  private static Replies<Reply> replies(Incarnation incarnation, Replies<Reply> network) {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable Reply reply) {
        step(incarnation, () -> network.ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        step(incarnation, () -> network.rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        step(incarnation, () -> network.status(seq, status));
      }
    };
  }

  static SenderStore<Message> disk(Incarnation incarnation, SenderStore<Message> disk) {
    return new SenderStore<>() {
      @Override
      public SenderStore.@Nullable Stored<Message> load() {
        return disk.load();
      }

      @Override
      public void open(long session, int windowSize, ReplyMode replyMode) {
        step(incarnation, () -> disk.open(session, windowSize, replyMode));
      }

      @Override
      public void append(long seq, Message payload) {
        step(incarnation, () -> disk.append(seq, payload));
      }

      @Override
      public void cancelled(long session, long seq) {
        step(incarnation, () -> disk.cancelled(session, seq));
      }

      @Override
      public void draining() {
        step(incarnation, disk::draining);
      }

      @Override
      public void closing() {
        step(incarnation, disk::closing);
      }

      @Override
      public void ended() {
        step(incarnation, disk::ended);
      }

      @Override
      public void clear() {
        step(incarnation, disk::clear);
      }
    };
  }

  static ReceiverStore<Message, Reply> disk(
      Incarnation incarnation, ReceiverStore<Message, Reply> disk) {
    return new ReceiverStore<>() {
      @Override
      public Collection<ReceiverStore.Stored<Reply>> load() {
        return disk.load();
      }

      @Override
      public ReceiverStore.@Nullable Stored<Reply> load(long session) {
        return disk.load(session);
      }

      @Override
      public void opened(Session session) {
        step(incarnation, () -> disk.opened(session));
      }

      @Override
      public @Nullable Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        incarnation.step();
        Reply reply = disk.deliver(session, seq, payload, handler);
        incarnation.step();
        return reply;
      }

      @Override
      public Resolved<Reply> rejected(long session, long seq, String reason) throws Exception {
        incarnation.step();
        Resolved<Reply> record = disk.rejected(session, seq, reason);
        incarnation.step();
        return record;
      }

      @Override
      public boolean sealed(long session, long seq) {
        incarnation.step();
        boolean sealed = disk.sealed(session, seq);
        incarnation.step();
        return sealed;
      }

      @Override
      public void over(long session) {
        step(incarnation, () -> disk.over(session));
      }
    };
  }
}

package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides of a {@link CrashExchange} work with, network and disk, as it is during one life
 * of a side: each write and each frame is a step of that life, before and after which it may end.
 * Frames are counted on the way.
 */
final class MortalEnds {
  private final SessionRequests<Message> toReceiver;
  private final SessionReplies<Reply> toSender;

  final LongAdder data = new LongAdder();
  final LongAdder checks = new LongAdder();
  final LongAdder seals = new LongAdder();

  MortalEnds(SessionRequests<Message> toReceiver, SessionReplies<Reply> toSender) {
    this.toReceiver = toReceiver;
    this.toSender = toSender;
  }

  private static void step(Life life, Runnable action) {
    life.step();
    action.run();
    life.step();
  }

  SessionRequests<Message> toReceiver(Life life) {
    return new SessionRequests<>() {
      @Override
      public void open(long sender, long nonce) {
        step(life, () -> toReceiver.open(sender, nonce));
      }

      @Override
      public Requests<Message> in(long session) {
        return requests(life, toReceiver.in(session));
      }

      @Override
      public void close(long session) {
        step(life, () -> toReceiver.close(session));
      }
    };
  }

  private Requests<Message> requests(Life life, Requests<Message> network) {
    return new Requests<>() {
      @Override
      public void data(long seq, Message payload) {
        data.increment();
        step(life, () -> network.data(seq, payload));
      }

      @Override
      public void check(long seq) {
        checks.increment();
        step(life, () -> network.check(seq));
      }

      @Override
      public void seal(long seq) {
        seals.increment();
        step(life, () -> network.seal(seq));
      }
    };
  }

  SessionReplies<Reply> toSender(Life life) {
    return new SessionReplies<>() {
      @Override
      public void opened(long sender, long nonce, long session, int windowSize) {
        step(life, () -> toSender.opened(sender, nonce, session, windowSize));
      }

      @Override
      public void full(long sender, long nonce) {
        step(life, () -> toSender.full(sender, nonce));
      }

      @Override
      public Replies<Reply> in(long session) {
        return replies(life, toSender.in(session));
      }

      @Override
      public void gone(long session) {
        step(life, () -> toSender.gone(session));
      }
    };
  }

  private static Replies<Reply> replies(Life life, Replies<Reply> network) {
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable Reply reply) {
        step(life, () -> network.ack(seq, reply));
      }

      @Override
      public void status(long seq, Status status) {
        step(life, () -> network.status(seq, status));
      }
    };
  }

  static SenderStore<Message> disk(Life life, SenderStore<Message> disk) {
    return new SenderStore<>() {
      @Override
      public SenderStore.@Nullable Stored<Message> load() {
        return disk.load();
      }

      @Override
      public void open(long session, int windowSize) {
        step(life, () -> disk.open(session, windowSize));
      }

      @Override
      public void append(long seq, Message payload) {
        step(life, () -> disk.append(seq, payload));
      }

      @Override
      public void draining() {
        step(life, disk::draining);
      }

      @Override
      public void closing() {
        step(life, disk::closing);
      }

      @Override
      public void ended() {
        step(life, disk::ended);
      }

      @Override
      public void clear() {
        step(life, disk::clear);
      }
    };
  }

  static ReceiverStore<Message, Reply> disk(Life life, ReceiverStore<Message, Reply> disk) {
    return new ReceiverStore<>() {
      @Override
      public Collection<ReceiverStore.Stored<Reply>> load() {
        return disk.load();
      }

      @Override
      public void opened(Session session) {
        step(life, () -> disk.opened(session));
      }

      @Override
      public @Nullable Reply deliver(
          long session,
          long seq,
          Message payload,
          Handler<? super Message, ? extends Reply> handler)
          throws Exception {
        life.step();
        Reply reply = disk.deliver(session, seq, payload, handler);
        life.step();
        return reply;
      }

      @Override
      public void sealed(long session, long seq) {
        step(life, () -> disk.sealed(session, seq));
      }

      @Override
      public void over(long session) {
        step(life, () -> disk.over(session));
      }
    };
  }
}

package exactlyonce.bench.pair;

import exactlyonce.bench.Kind;
import exactlyonce.bench.pair.Payloads.Payload;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import org.jspecify.annotations.Nullable;

/** This protocol, one session, over two rings of references. */
public final class ProtocolPair implements Subject {
  static final RetryPolicy RETRY = new RetryPolicy(1_000_000, 100_000_000);

  /** How often overdue messages are looked for, as a transport would: each look costs, so not in vain. */
  static final long POLL_NANOS = RETRY.initialTimeoutNanos() / 2;

  private static final int TYPE_BITS = 4;

  private static final int DATA = 0;
  private static final int CHECK = 1;
  private static final int SEAL = 2;
  private static final int ACK = 0;
  private static final int REJECTED = 1;
  private static final int STATUS = 2;

  private final FrameRing there;
  private final FrameRing back;
  private final Payloads payloads;
  private final Receiver<Payload, Payload> receiver;
  private final Sender<Payload, Payload> sender;
  private final FrameRing.FrameReader requestReader;
  private final FrameRing.FrameReader replyReader;
  private final PaddedLong lastPoll = new PaddedLong(); // of the sending thread

  /** Connects both sides. */
  public ProtocolPair(Kind kind, Conditions conditions, Tally effects, Tally confirmations) {
    int window = conditions.window();
    // Room for every message, a question about each, and its answer.
    there = new FrameRing(4 * window, conditions.loss(), 1);
    back = new FrameRing(4 * window, conditions.loss(), 2);
    payloads = new Payloads(window);
    Handler<Payload, Payload> handler = (seq, payload) -> {
      effects.add(payload.number());
      return kind.replyMode() == ReplyMode.WITH_REPLIES ? payload : null;
    };
    receiver = kind.order() == DeliveryOrder.ORDERED
        ? Receiver.ordered(window, kind.replyMode(), handler, new BackRing())
        : Receiver.unordered(window, kind.replyMode(), handler, new BackRing());
    sender = new Sender<>(
        window,
        kind.replyMode(),
        new ThereRing(),
        (seq, payload, outcome, reply) -> confirmations.add(payload.number()),
        RETRY);
    lastPoll.set(System.nanoTime());
    requestReader = this::request;
    replyReader = this::reply;
  }

  @Override
  public boolean trySend(long number) {
    return sender.trySubmit(payloads.of(number)) >= 0;
  }

  @Override
  public int pollSender(long nowNanos) {
    if (nowNanos - lastPoll.get() >= POLL_NANOS) {
      lastPoll.set(nowNanos);
      sender.poll(nowNanos);
    }
    there.flush();
    return back.drain(replyReader);
  }

  @Override
  public int pollReceiver() {
    int done = there.drain(requestReader);
    back.flush();
    return done;
  }

  private void request(long word, @Nullable Object reference) {
    long seq = word >> TYPE_BITS;
    switch ((int) word & ((1 << TYPE_BITS) - 1)) {
      case DATA -> {
        if (reference instanceof Payload payload) {
          receiver.data(seq, payload);
        }
      }
      case CHECK -> receiver.check(seq);
      default -> receiver.seal(seq);
    }
  }

  private void reply(long word, @Nullable Object reference) {
    long seq = word >> TYPE_BITS;
    switch ((int) word & ((1 << TYPE_BITS) - 1)) {
      case ACK -> sender.ack(seq, (Payload) reference);
      case REJECTED -> sender.rejected(seq, String.valueOf(reference));
      default -> {
        if (reference instanceof Status status) {
          sender.status(seq, status);
        }
      }
    }
  }

  private final class ThereRing implements Requests<Payload> {
    @Override
    public void data(long seq, Payload payload) {
      there.offer((seq << TYPE_BITS) | DATA, payload);
    }

    @Override
    public void check(long seq) {
      there.offer((seq << TYPE_BITS) | CHECK, null);
    }

    @Override
    public void seal(long seq) {
      there.offer((seq << TYPE_BITS) | SEAL, null);
    }
  }

  private final class BackRing implements Replies<Payload> {
    @Override
    public void ack(long seq, @Nullable Payload reply) {
      back.offer((seq << TYPE_BITS) | ACK, reply);
    }

    @Override
    public void rejected(long seq, String reason) {
      back.offer((seq << TYPE_BITS) | REJECTED, reason);
    }

    @Override
    public void status(long seq, Status status) {
      back.offer((seq << TYPE_BITS) | STATUS, status);
    }
  }
}

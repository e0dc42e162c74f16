package exactlyonce.bench.pair;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Sender;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.wire.CheckBatch;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyBatch;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import exactlyonce.wire.RequestWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This protocol as it is used: sessions, payloads of eight bytes, every frame written and read, and
 * acknowledgements in batches, sent after each drain.
 */
public final class WirePair implements Subject {
  private final ByteRing there;
  private final ByteRing back;
  private final ByteBuffer[] payloads;
  private final SessionSender<ByteBuffer, Void> sessions;
  private final Consumer<ByteBuffer> requestReader;
  private final Consumer<ByteBuffer> replyReader;
  private final Sender<ByteBuffer, Void> sender;

  // Each is set while the session is opened, by the constructing thread.
  private @Nullable ReplyBatch<Void> acks;
  private @Nullable CheckBatch<ByteBuffer> checks;

  private final PaddedLong lastPoll = new PaddedLong(); // of the sending thread

  /** Connects both sides, and opens a session. */
  public WirePair(Conditions conditions, Tally effects, Tally confirmations) {
    lastPoll.set(System.nanoTime());
    int window = conditions.window();
    there = new ByteRing(4 * window, conditions.loss(), 1);
    back = new ByteRing(4 * window, conditions.loss(), 2);
    payloads = new ByteBuffer[2 * window];
    for (int i = 0; i < payloads.length; i++) {
      payloads[i] = ByteBuffer.allocateDirect(Long.BYTES);
    }
    ReceiverHost<ByteBuffer, Void> host = ReceiverHost.<ByteBuffer, Void>builder(
            (from, session) -> (seq, payload) -> {
              effects.add(payload.getLong(payload.position()));
              return null;
            },
            new BatchedReplies(new ReplyWriter<>(back, ByteRing.MAX_FRAME, Codec.none())))
        .settings(HostSettings.ofWindowSize(window))
        .build();
    RequestReader<ByteBuffer> requests = RequestReader.zeroCopy(ByteRing.MAX_FRAME, host);
    requestReader = requests::read;
    sessions = new SessionSender<>(
        1,
        System::nanoTime,
        window,
        SenderStore.none(),
        new BatchedRequests(RequestWriter.zeroCopy(there, ByteRing.MAX_FRAME)),
        session -> (seq, payload, outcome, reply) -> confirmations.add(payload.getLong(0)),
        ProtocolPair.RETRY);
    ReplyReader<Void> replies = new ReplyReader<>(ByteRing.MAX_FRAME, Codec.none(), sessions);
    replyReader = replies::read;
    sessions.open();
    while (!sessions.isOpen()) { // a frame may be lost
      pollReceiver();
      pollSender(System.nanoTime());
    }
    sender = Objects.requireNonNull(sessions.sender());
  }

  @Override
  public boolean trySend(long number) {
    ByteBuffer payload = payloads[(int) number & (payloads.length - 1)];
    payload.putLong(0, number);
    return sender.trySubmit(payload) >= 0;
  }

  @Override
  public int pollSender(long nowNanos) {
    if (nowNanos - lastPoll.get() >= ProtocolPair.POLL_NANOS) {
      lastPoll.set(nowNanos);
      sessions.poll(nowNanos);
      CheckBatch<ByteBuffer> batch = checks;
      if (batch != null) {
        batch.flush();
      }
    }
    return back.drain(replyReader);
  }

  @Override
  public int pollReceiver() {
    int done = there.drain(requestReader);
    ReplyBatch<Void> batch = acks;
    if (done > 0 && batch != null) {
      batch.flush();
    }
    return done;
  }

  private final class BatchedReplies implements SessionReplies<Void> {
    private final ReplyWriter<Void> writer;

    BatchedReplies(ReplyWriter<Void> writer) {
      this.writer = writer;
    }

    @Override
    public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
      writer.opened(to, nonce, session, windowSize, replyMode);
    }

    @Override
    public void full(long to, long nonce) {
      writer.full(to, nonce);
    }

    @Override
    public Replies<Void> in(long session) {
      ReplyBatch<Void> batch = new ReplyBatch<>(writer, session);
      acks = batch;
      return batch;
    }

    @Override
    public void gone(long session) {
      writer.gone(session);
    }
  }

  private final class BatchedRequests implements SessionRequests<ByteBuffer> {
    private final RequestWriter<ByteBuffer> writer;

    BatchedRequests(RequestWriter<ByteBuffer> writer) {
      this.writer = writer;
    }

    @Override
    public void open(long from, long nonce, int maxWindowSize) {
      writer.open(from, nonce, maxWindowSize);
    }

    @Override
    public Requests<ByteBuffer> in(long session) {
      CheckBatch<ByteBuffer> batch = new CheckBatch<>(writer, session);
      checks = batch;
      return batch;
    }

    @Override
    public void close(long session) {
      writer.close(session);
    }
  }
}

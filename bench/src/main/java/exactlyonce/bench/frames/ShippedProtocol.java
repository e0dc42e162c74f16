package exactlyonce.bench.frames;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.CheckBatch;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.ReplyBatch;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import exactlyonce.wire.RequestWriter;
import java.nio.ByteBuffer;

/** This protocol as shipped: one session, with the wire format and batching. Not thread-safe. */
final class ShippedProtocol implements Contender {
  private static final long SESSION = 1;
  private static final int MAX_FRAME = 64;
  private static final long ACK_DELAY = 2 * Link.LATENCY;
  private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(8);

  private final Link<ByteBuffer> requests;
  private final Link<ByteBuffer> replies;
  private final CheckBatch<ByteBuffer> checkBatch;
  private final ReplyBatch<ByteBuffer> replyBatch;
  private final RequestReader<ByteBuffer> requestReader;
  private final ReplyReader<ByteBuffer> replyReader;
  private final Sender<ByteBuffer, ByteBuffer> sender;
  private long now;
  private long effects;
  private long completed;

  /**
   * Connects both sides.
   *
   * @param blockSize how many acknowledgements may share a frame
   */
  ShippedProtocol(double loss, int blockSize) {
    requests = new Link<>(loss, 1);
    replies = new Link<>(loss, 2);
    checkBatch = new CheckBatch<>(RequestWriter.zeroCopy(sink(requests), MAX_FRAME), SESSION);
    replyBatch = new ReplyBatch<>(
        ReplyWriter.zeroCopy(sink(replies), MAX_FRAME), SESSION, WINDOW, blockSize, ACK_DELAY);
    Receiver<ByteBuffer, ByteBuffer> receiver = Receiver.unordered(
        WINDOW,
        ReplyMode.WITHOUT_REPLIES,
        (seq, payload) -> {
          effects++;
          return null;
        },
        replyBatch);
    sender = new Sender<>(
        WINDOW,
        ReplyMode.WITHOUT_REPLIES,
        checkBatch,
        (seq, payload, outcome, reply) -> completed++,
        RETRY);
    requestReader =
        RequestReader.zeroCopy(MAX_FRAME, onlySession(replyBatch.answeringFrames(receiver)));
    replyReader = ReplyReader.zeroCopy(MAX_FRAME, onlySession(sender));
  }

  @Override
  public boolean trySubmit(long time) {
    now = time;
    return sender.trySubmit(PAYLOAD) >= 0;
  }

  @Override
  public void work(long time) {
    now = time;
    requests.deliver(now, requestReader::read);
    replies.deliver(now, replyReader::read);
    replyBatch.flush(now);
    sender.poll(now);
    checkBatch.flush();
  }

  @Override
  public long completed() {
    if (effects < completed || requestReader.refused() + replyReader.refused() > 0) {
      throw new IllegalStateException("completed without an effect, or refused");
    }
    return completed;
  }

  @Override
  public long frames() {
    return requests.sent() + replies.sent();
  }

  /** Returns the number of CHECKs. */
  long checks() {
    return sender.checks();
  }

  private FrameSink sink(Link<ByteBuffer> link) {
    return new FrameSink() {
      @Override
      public ByteBuffer claim(int length) {
        return ByteBuffer.allocate(length);
      }

      @Override
      public void commit(ByteBuffer frame, int length) {
        link.send(now, frame);
      }
    };
  }

  private static SessionRequests<ByteBuffer> onlySession(Requests<ByteBuffer> receiver) {
    return new SessionRequests<>() {
      @Override
      public void open(long from, long nonce, int maxWindowSize) {}

      @Override
      public Requests<ByteBuffer> in(long session) {
        return receiver;
      }

      @Override
      public void close(long session) {}
    };
  }

  private static SessionReplies<ByteBuffer> onlySession(Replies<ByteBuffer> sender) {
    return new SessionReplies<>() {
      @Override
      public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {}

      @Override
      public void full(long to, long nonce) {}

      @Override
      public Replies<ByteBuffer> in(long session) {
        return sender;
      }

      @Override
      public void gone(long session) {}
    };
  }
}

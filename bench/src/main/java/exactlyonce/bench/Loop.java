package exactlyonce.bench;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import exactlyonce.wire.RequestWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Both sides in one thread, each calling the other: when a message is submitted, it is delivered and
 * its outcome reported before the call returns. No queue, no network, no second processor.
 */
public final class Loop {
  private static final RetryPolicy NEVER_ASKED = new RetryPolicy(1, 1);
  private static final int MAX_FRAME = 64;

  private final Kind kind;
  private final int windowSize;
  private final Handler<ByteBuffer, ByteBuffer> handler;
  private final OutcomeListener<ByteBuffer, ByteBuffer> listener;

  // Of layer CORE; set when both sides are connected.
  private @Nullable Sender<ByteBuffer, ByteBuffer> sender;

  private Loop(
      Kind kind,
      int windowSize,
      Handler<ByteBuffer, ByteBuffer> handler,
      OutcomeListener<ByteBuffer, ByteBuffer> listener) {
    this.kind = kind;
    this.windowSize = windowSize;
    this.handler = handler;
    this.listener = listener;
  }

  /** Connects both sides, and returns the sender. */
  public static Sender<ByteBuffer, ByteBuffer> connect(
      Layer layer,
      Kind kind,
      int windowSize,
      Handler<ByteBuffer, ByteBuffer> handler,
      OutcomeListener<ByteBuffer, ByteBuffer> listener) {
    Loop loop = new Loop(kind, windowSize, handler, listener);
    return switch (layer) {
      case CORE -> loop.core();
      case SESSION -> {
        LateReplies toSender = new LateReplies();
        yield loop.open(loop.host(toSender), toSender);
      }
      case WIRE -> {
        LateReplies toSender = new LateReplies();
        ReplyReader<ByteBuffer> replyReader = ReplyReader.zeroCopy(MAX_FRAME, toSender);
        ReplyWriter<ByteBuffer> replyWriter =
            ReplyWriter.zeroCopy(new DirectSink(replyReader::read), MAX_FRAME);
        RequestReader<ByteBuffer> requestReader =
            RequestReader.zeroCopy(MAX_FRAME, loop.host(replyWriter));
        yield loop.open(
            RequestWriter.zeroCopy(new DirectSink(requestReader::read), MAX_FRAME), toSender);
      }
    };
  }

  private Sender<ByteBuffer, ByteBuffer> core() {
    Replies<ByteBuffer> back = new DirectReplies();
    ReplyMode mode = kind.replyMode();
    Receiver<ByteBuffer, ByteBuffer> receiver = kind.order() == DeliveryOrder.ORDERED
        ? Receiver.ordered(windowSize, mode, handler, back)
        : Receiver.unordered(windowSize, mode, handler, back);
    Sender<ByteBuffer, ByteBuffer> created =
        new Sender<>(windowSize, mode, receiver, listener, NEVER_ASKED);
    sender = created;
    return created;
  }

  private ReceiverHost<ByteBuffer, ByteBuffer> host(SessionReplies<ByteBuffer> network) {
    HostSettings settings = HostSettings.ofWindowSize(windowSize).withOrder(kind.order());
    return ReceiverHost.<ByteBuffer, ByteBuffer>builder((from, session) -> handler, network)
        .settings(kind.replyMode() == ReplyMode.WITH_REPLIES ? settings.withReplies() : settings)
        .build();
  }

  private Sender<ByteBuffer, ByteBuffer> open(
      SessionRequests<ByteBuffer> network, LateReplies replies) {
    SessionSender<ByteBuffer, ByteBuffer> opening = new SessionSender<>(
        1, () -> 1, windowSize, SenderStore.none(), network, session -> listener, NEVER_ASKED);
    replies.sender = opening;
    opening.open();
    return Objects.requireNonNull(opening.sender(), "the session did not open");
  }

  /** Frames of a session go to the sender, which is created later. */
  private static final class LateReplies implements SessionReplies<ByteBuffer> {
    private @Nullable SessionSender<ByteBuffer, ByteBuffer> sender;

    @Override
    public void opened(long to, long nonce, long session, int size, ReplyMode replyMode) {
      sender().opened(to, nonce, session, size, replyMode);
    }

    @Override
    public void full(long to, long nonce) {
      sender().full(to, nonce);
    }

    @Override
    public Replies<ByteBuffer> in(long session) {
      return sender().in(session);
    }

    @Override
    public void gone(long session) {
      sender().gone(session);
    }

    private SessionSender<ByteBuffer, ByteBuffer> sender() {
      return Objects.requireNonNull(sender);
    }
  }

  private final class DirectReplies implements Replies<ByteBuffer> {
    @Override
    public void ack(long seq, @Nullable ByteBuffer reply) {
      sender().ack(seq, reply);
    }

    @Override
    public void rejected(long seq, String reason) {
      sender().rejected(seq, reason);
    }

    @Override
    public void status(long seq, Status status) {
      sender().status(seq, status);
    }

    private Sender<ByteBuffer, ByteBuffer> sender() {
      return Objects.requireNonNull(sender);
    }
  }

  /** Hands each frame to its reader as soon as it is written. */
  private record DirectSink(ByteBuffer memory, Consumer<ByteBuffer> reader) implements FrameSink {
    DirectSink(Consumer<ByteBuffer> reader) {
      this(ByteBuffer.allocateDirect(MAX_FRAME), reader);
    }

    @Override
    public ByteBuffer claim(int length) {
      memory.clear();
      return memory;
    }

    @Override
    public void commit(ByteBuffer frame, int length) {
      frame.limit(length);
      reader.accept(frame);
    }
  }
}

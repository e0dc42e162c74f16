package exactlyonce.udp;

import exactlyonce.async.AsyncSender;
import exactlyonce.protocol.Requests;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.CheckBatch;
import exactlyonce.wire.Codec;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.Malformation;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.RequestWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The network of one sender. What the sender asks for tells the transport which replies are for it:
 * those to its id, and those about its session. Thread-safe.
 */
final class SenderLink<P, R> implements SessionRequests<P>, FrameSink {
  /** The sender, once it has started. */
  private record Attached<P, R>(AsyncSender<P, R> sender, ReplyReader<R> reader) {}

  private final UdpTransport transport;
  private final InetSocketAddress receiver;
  private final RequestWriter<P> writer;

  private volatile @Nullable Attached<P, R> attached;

  /** Guarded by this: frames that wait until a reply to them would find the sender. */
  private final List<ByteBuffer> early = new ArrayList<>();

  /** Guarded by this: the session that the sender uses. */
  private @Nullable Long session;

  /** Guarded by this: the session that the sender has closed last without using it. */
  private @Nullable Long unused;

  SenderLink(UdpTransport transport, InetSocketAddress receiver, Codec<P> payloads) {
    this.transport = transport;
    this.receiver = receiver;
    this.writer = new RequestWriter<>(this, transport.maxDatagram(), payloads);
  }

  /** Replies go to {@code incoming}, which hands them on to the sender. */
  synchronized void attach(AsyncSender<P, R> sender, SessionReplies<R> incoming, Codec<R> replies) {
    attached =
        new Attached<>(sender, new ReplyReader<>(transport.maxDatagram(), replies, incoming));
    early.forEach(frame -> transport.send(receiver, frame));
    early.clear();
  }

  /** Reads a reply, on the transport's thread. */
  @Nullable Malformation read(ByteBuffer frame) {
    Attached<P, R> now = attached;
    return now == null ? null : now.reader().read(frame);
  }

  /** Ends the sender, and with it every delivery that is open. */
  void end() {
    Attached<P, R> now = attached;
    if (now != null) {
      now.sender().close(Duration.ZERO);
    }
  }

  @Override
  public void requireSendable(P payload) {
    writer.requireSendable(payload);
  }

  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    transport.senders().put(sender, this);
    writer.open(sender, nonce, maxWindowSize);
  }

  @Override
  public Requests<P> in(long opened) {
    uses(opened);
    return new Session(opened);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A sender waits for GONE also about a session that it has never used: after a restart, or if the
   * window is too large.
   */
  @Override
  public void close(long closed) {
    synchronized (this) {
      if (!Objects.equals(session, closed) && !Objects.equals(unused, closed)) {
        unused = route(unused, closed);
      }
    }
    writer.close(closed);
  }

  private synchronized void uses(long used) {
    session = route(session, used);
  }

  /** Hands this sender what is about a session, and no longer what is about the one before. */
  private Long route(@Nullable Long before, long now) {
    if (before != null) {
      transport.sessions().remove(before, this);
    }
    transport.sessions().put(now, this);
    return now;
  }

  @Override
  public @Nullable ByteBuffer claim(int length) {
    return transport.claim(length);
  }

  @Override
  public void commit(ByteBuffer frame, int length) {
    if (attached == null) {
      synchronized (this) {
        if (attached == null) {
          early.add(frame);
          return;
        }
      }
    }
    transport.send(receiver, frame);
  }

  @Override
  public void tooLong(int length) {
    transport.tooLong("message", length, receiver);
  }

  /** The CHECKs of a poll share a frame: they wait until the transport's thread has woken up. */
  private final class Session implements Requests<P> {
    private final CheckBatch<P> batch;
    private final AtomicBoolean waits = new AtomicBoolean();

    Session(long session) {
      batch = new CheckBatch<>(writer, session);
    }

    @Override
    public void data(long seq, P payload) {
      batch.data(seq, payload);
    }

    @Override
    public void check(long seq) {
      batch.check(seq);
      transport.flushLater(waits, batch::flush);
    }

    @Override
    public void seal(long seq) {
      batch.seal(seq);
    }
  }
}

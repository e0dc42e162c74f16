package exactlyonce.udp;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.Codec;
import exactlyonce.wire.FrameSink;
import exactlyonce.wire.Malformation;
import exactlyonce.wire.ReplyBatch;
import exactlyonce.wire.ReplyWriter;
import exactlyonce.wire.RequestReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The network of the receiver. What is about a session goes to where that session was last heard
 * from; everything else goes to where the frame that it answers came from. Thread-safe.
 */
final class ReceiverLink<P, R, H extends SessionRequests<P>> implements SessionReplies<R> {
  /** Where the frame came from that this thread is reading. */
  private static final ThreadLocal<@Nullable InetSocketAddress> SOURCE = new ThreadLocal<>();

  private final UdpTransport transport;
  private final Codec<R> replies;
  private final H host;
  private final RequestReader<P> reader;
  private final ReplyWriter<R> toSource;

  private final WeakMap<Route> routes = new WeakMap<>();

  ReceiverLink(
      UdpTransport transport,
      Codec<P> payloads,
      Codec<R> replies,
      Function<SessionReplies<R>, H> create) {
    this.transport = transport;
    this.replies = replies;
    this.toSource = new ReplyWriter<>(
        new Sink() {
          @Override
          @Nullable InetSocketAddress to() {
            return SOURCE.get();
          }
        },
        transport.maxDatagram(),
        replies);
    this.host = create.apply(this);
    this.reader = new RequestReader<>(transport.maxDatagram(), payloads, new Heard());
  }

  H host() {
    return host;
  }

  int routes() {
    return routes.size();
  }

  @Nullable Malformation read(ByteBuffer frame, InetSocketAddress from) {
    SOURCE.set(from);
    try {
      return reader.read(frame);
    } finally {
      SOURCE.remove();
    }
  }

  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
    heardFrom(session); // it may have been restored
    toSource.opened(sender, nonce, session, windowSize, replyMode);
  }

  @Override
  public void full(long sender, long nonce) {
    toSource.full(sender, nonce);
  }

  @Override
  public Replies<R> in(long session) {
    Route route = new Route(session);
    routes.put(session, route);
    return route;
  }

  @Override
  public void gone(long session) {
    toSource.gone(session);
  }

  private void heardFrom(long session) {
    Route route = routes.get(session);
    InetSocketAddress from = SOURCE.get();
    if (route != null && from != null) {
      route.address = from;
    }
  }

  /** Notes where each session is heard from, then hands the frame to the host. */
  private final class Heard implements SessionRequests<P> {
    @Override
    public void open(long sender, long nonce, int maxWindowSize) {
      host.open(sender, nonce, maxWindowSize);
    }

    @Override
    public Requests<P> in(long session) {
      Requests<P> requests = host.in(session);
      return new Requests<>() {
        @Override
        public void data(long seq, P payload) {
          heardFrom(session);
          requests.data(seq, payload);
        }

        @Override
        public void check(long seq) {
          heardFrom(session);
          requests.check(seq);
        }

        @Override
        public void seal(long seq) {
          heardFrom(session);
          requests.seal(seq);
        }
      };
    }

    @Override
    public void close(long session) {
      host.close(session);
    }
  }

  private abstract class Sink implements FrameSink {
    /** Returns where to, or null if that is not known: the frame is lost. */
    abstract @Nullable InetSocketAddress to();

    @Override
    public @Nullable ByteBuffer claim(int length) {
      return to() == null ? null : transport.claim(length);
    }

    @Override
    public void commit(ByteBuffer frame, int length) {
      InetSocketAddress to = to();
      if (to != null) {
        transport.send(to, frame);
      }
    }

    @Override
    public void tooLong(int length) {
      transport.tooLong("reply", length, to());
    }
  }

  /** The replies of one session. Those without content share frames: they wait for the flush. */
  private final class Route extends Sink implements Replies<R> {
    private final ReplyBatch<R> batch;
    private final AtomicBoolean waits = new AtomicBoolean();

    // Volatile: written by whichever thread hears from the session. A late read is a lost frame.
    private volatile @Nullable InetSocketAddress address = SOURCE.get();

    Route(long session) {
      batch = new ReplyBatch<>(new ReplyWriter<>(this, transport.maxDatagram(), replies), session);
    }

    @Override
    @Nullable InetSocketAddress to() {
      return address;
    }

    @Override
    public void ack(long seq, @Nullable R reply) {
      batch.ack(seq, reply);
      if (reply == null) {
        flushLater();
      }
    }

    @Override
    public void rejected(long seq, String reason) {
      batch.rejected(seq, reason);
    }

    @Override
    public void status(long seq, Status status) {
      batch.status(seq, status);
      flushLater();
    }

    private void flushLater() {
      transport.flushLater(waits, batch::flush);
    }
  }
}

package exactlyonce.udp;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.AsyncSenderBuilder;
import exactlyonce.metrics.Metrics;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.wire.Codec;
import exactlyonce.wire.FrameHeader;
import exactlyonce.wire.FrameWriter;
import exactlyonce.wire.Malformation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket, with a thread of its own, for any number of senders and one receiver.
 *
 * <pre>{@code
 * // The receiving side.
 * UdpTransport udp = UdpTransport.builder().port(4000).start();
 * udp.receiver(Codec.strings(), Codec.strings(), network ->
 *     ReceiverHost.builder(handlers, network).settings(settings).store(store).build());
 *
 * // The sending side.
 * UdpTransport udp = UdpTransport.builder().start();
 * AsyncSender<String, String> sender = udp.sender(
 *     new InetSocketAddress("orders.example", 4000), Codec.strings(), Codec.strings(),
 *     network -> AsyncSender.builder(7, network));
 * }</pre>
 *
 * <p>Threads that send hand their frames over. Only the transport's thread touches the socket, joins
 * frames with the same destination to datagrams, and waits without spinning until something arrives
 * or is to be sent. Whatever fails, it goes on: a frame or datagram is lost, counted and told to
 * {@link Builder#onFailure}, and asked for again.
 *
 * <p>Thread-safe. Datagrams are neither encrypted nor authenticated: whoever can send one can forge
 * any frame.
 */
public final class UdpTransport implements AutoCloseable {
  private static final int MAX_RECEIVED_PER_FLUSH = 256;
  private static final int LONGEST_UDP_DATAGRAM = 65_535;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CLOSE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int maxDatagram;
  private final @Nullable Executor handlers;
  private final Failures failures;
  private final UdpSocket socket;
  private final Outgoing outgoing;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_UDP_DATAGRAM);
  private final Thread thread;

  private final Queue<Runnable> batches = new ConcurrentLinkedQueue<>();

  /** Whether the thread was woken up, and has not looked around since. */
  private final AtomicBoolean signalled = new AtomicBoolean();

  private final WeakMap<SenderLink<?, ?>> links = new WeakMap<>();
  private final WeakMap<SenderLink<?, ?>> senders = new WeakMap<>();
  private final WeakMap<SenderLink<?, ?>> sessions = new WeakMap<>();
  private final AtomicBoolean hasReceiver = new AtomicBoolean();
  private volatile @Nullable ReceiverLink<?, ?, ?> receiver;
  private volatile boolean closed;

  /** How the thread has met that the socket is closed, unless it has seen only that it is. */
  private @Nullable ClosedChannelException closedBy;

  private final AtomicLong linkIds = new AtomicLong();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder unroutable = new LongAdder();

  private UdpTransport(Builder settings) throws IOException {
    maxDatagram = settings.maxDatagram;
    handlers = settings.handlers;
    failures = new Failures(settings.failures);
    outgoing = new Outgoing(maxDatagram);
    socket = new UdpSocket(settings.bind, settings.socketBuffer);
    thread = new Thread(this::work, "exactly-once-udp-" + socket.local().getPort());
    thread.setDaemon(true);
  }

  /** Returns the settings of a new transport. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings of a {@link UdpTransport}. Not thread-safe. */
  public static final class Builder {
    private InetSocketAddress bind = new InetSocketAddress(0);
    private int maxDatagram = 1452;
    private int socketBuffer = 1 << 21;
    private @Nullable Executor handlers;
    private Consumer<? super UdpException> failures = Failures.log();

    private Builder() {}

    /** Where to listen, on all addresses of this machine. By default the system chooses a port. */
    public Builder port(int port) {
      return bind(new InetSocketAddress(port));
    }

    /** Where to listen. */
    public Builder bind(InetSocketAddress address) {
      bind = Objects.requireNonNull(address, "address");
      return this;
    }

    /**
     * The longest datagram, in bytes, to be the same on both sides. By default 1,452, which fits into
     * one packet of Ethernet with IPv4 and with IPv6. Frames are joined up to it. A payload may take 24
     * bytes less. A longer datagram is split by IP, and lost if one of its parts is.
     *
     * @throws IllegalArgumentException unless it is from 64 to 65,507
     */
    public Builder maxDatagram(int bytes) {
      if (bytes < 64 || bytes > 65_507) {
        throw new IllegalArgumentException(
            "a datagram must have from 64 to 65507 bytes, not " + bytes);
      }
      maxDatagram = bytes;
      return this;
    }

    /**
     * How many bytes the system keeps in each direction, if it agrees: by default 2 MiB. When a buffer
     * is full, datagrams are lost.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder socketBuffer(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("the socket buffer must be positive, not " + bytes);
      }
      socketBuffer = bytes;
      return this;
    }

    /**
     * Where handlers run: by default on the transport's thread, which meanwhile sends and receives
     * nothing. For handlers that wait (for a database, for instance), give an executor with several
     * threads. A datagram that it rejects is lost.
     */
    public Builder handlers(Executor executor) {
      handlers = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Is told what goes wrong, by the thread to which it happens. By default it goes to the system
     * logger {@code exactlyonce.udp}.
     */
    public Builder onFailure(Consumer<? super UdpException> listener) {
      failures = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Opens the socket and starts the thread.
     *
     * @throws IOException if the address is in use, or cannot be used
     */
    public UdpTransport start() throws IOException {
      UdpTransport started;
      try {
        started = new UdpTransport(this);
      } catch (IOException e) {
        throw new IOException("cannot listen on " + bind + ": " + e.getMessage(), e);
      }
      started.thread.start();
      return started;
    }
  }

  /** Returns where this transport listens. */
  public InetSocketAddress localAddress() {
    return socket.local();
  }

  /**
   * Starts a sender to a receiver. Close the sender before this transport.
   *
   * @param to the address of the receiver
   * @param payloads encodes payloads
   * @param replies decodes replies; {@link Codec#none} where there are none
   * @param settings returns the settings of a sender to the network that it is given
   * @throws IllegalArgumentException if the host of the receiver is unknown
   * @throws IllegalStateException if this transport is closed
   */
  public <P, R> AsyncSender<P, R> sender(
      InetSocketAddress to,
      Codec<P> payloads,
      Codec<R> replies,
      Function<SessionRequests<P>, AsyncSenderBuilder<P, R>> settings) {
    return sender(to, payloads, replies, settings, sender -> sender);
  }

  /**
   * As above, for a sender whose replies pass through something else first: through what records
   * them, for instance. Its requests can do so, too, since {@code settings} may wrap the network.
   *
   * @param incoming returns what gets the replies, in place of the sender that it is given
   */
  public <P, R> AsyncSender<P, R> sender(
      InetSocketAddress to,
      Codec<P> payloads,
      Codec<R> replies,
      Function<SessionRequests<P>, AsyncSenderBuilder<P, R>> settings,
      UnaryOperator<SessionReplies<R>> incoming) {
    if (to.isUnresolved()) {
      throw new IllegalArgumentException("the host of the receiver is unknown: " + to);
    }
    requireOpen();
    SenderLink<P, R> link = new SenderLink<>(this, to, payloads);
    AsyncSender<P, R> sender = settings.apply(link).start();
    link.attach(sender, incoming.apply(sender), replies);
    links.put(linkIds.incrementAndGet(), link);
    if (closed) {
      link.end();
      requireOpen();
    }
    return sender;
  }

  /**
   * Gives the receiver its network, and from then on hands it the frames that arrive. Those that
   * arrived before are lost.
   *
   * @param payloads decodes payloads
   * @param replies encodes replies; {@link Codec#none} where there are none
   * @param create returns the receiver, which sends to the network that it is given
   * @return what {@code create} has returned
   * @throws IllegalStateException if there is one already, or this transport is closed
   */
  public <P, R, H extends SessionRequests<P>> H receiver(
      Codec<P> payloads, Codec<R> replies, Function<SessionReplies<R>, H> create) {
    requireOpen();
    if (!hasReceiver.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "port " + localAddress().getPort() + " has a receiver already; take another port");
    }
    try {
      ReceiverLink<P, R, H> link = new ReceiverLink<>(this, payloads, replies, create);
      receiver = link;
      return link.host();
    } finally {
      hasReceiver.set(receiver != null);
    }
  }

  /** Returns how many datagrams were received. Like all counts, not a snapshot. */
  public long datagramsReceived() {
    return socket.received.sum();
  }

  /** Returns how many datagrams were sent. */
  public long datagramsSent() {
    return socket.sent.sum();
  }

  /** Returns how many datagrams the socket did not take: its buffer was full, or it has failed. */
  public long datagramsLost() {
    return socket.lost.sum();
  }

  /** Returns how many frames were lost because too many were waiting, to be sent or for a handler. */
  public long framesLost() {
    return outgoing.lost.sum();
  }

  /** Returns how many frames were malformed, or datagrams from there on. */
  public long malformed() {
    return malformed.sum();
  }

  /** Returns how many frames were for nobody here: no such sender or session, or no receiver. */
  public long unroutable() {
    return unroutable.sum();
  }

  /** Publishes the numbers of this transport. They count from its start. */
  public void publish(Metrics metrics) {
    metrics.counter("datagrams.received", "Datagrams received", this::datagramsReceived);
    metrics.counter("datagrams.sent", "Datagrams sent", this::datagramsSent);
    metrics.counter(
        "datagrams.lost", "Datagrams that the socket did not take", this::datagramsLost);
    metrics.counter("frames.lost", "Frames lost because too many were waiting", this::framesLost);
    metrics.counter("frames.malformed", "Malformed frames or datagrams", this::malformed);
    metrics.counter("frames.unroutable", "Frames for nobody here", this::unroutable);
  }

  /**
   * Ends this transport: its socket, its thread, and the senders that are still open. What they have
   * sent and not heard of ends with an {@link exactlyonce.async.UndecidedException}. Waits for a
   * handler that is running on its thread, but at most 10 s, and not on that thread itself. The
   * receiver needs no end.
   */
  @Override
  public void close() {
    closed = true;
    for (SenderLink<?, ?> link : links.values()) {
      try {
        link.end();
      } catch (SenderFailedException e) {
        // It has told so, and has ended.
      }
    }
    socket.wakeUp();
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_LIMIT_NANOS);
      if (thread.isAlive()) {
        failures.report(
            "closed, but " + thread.getName() + " is busy still, with a handler probably", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the thread ends all the same
    }
  }

  int maxDatagram() {
    return maxDatagram;
  }

  WeakMap<SenderLink<?, ?>> senders() {
    return senders;
  }

  WeakMap<SenderLink<?, ?>> sessions() {
    return sessions;
  }

  /** For tests. */
  UdpSocket socket() {
    return socket;
  }

  @Nullable ByteBuffer claim(int length) {
    return closed ? null : outgoing.claim(length);
  }

  void send(InetSocketAddress to, ByteBuffer frame) {
    outgoing.add(to, frame);
    signal();
  }

  /**
   * Runs the flush of a batch on the transport's thread, before it sends.
   *
   * @param waits whether it is going to run
   */
  void flushLater(AtomicBoolean waits, Runnable flush) {
    if (waits.compareAndSet(false, true)) {
      batches.add(() -> {
        waits.getAndSet(false); // before the flush: what is added later waits for the next
        flush.run();
      });
      signal();
    }
  }

  void tooLong(String what, int length, @Nullable InetSocketAddress to) {
    int header = maxDatagram - FrameWriter.maxPayloadLength(maxDatagram);
    failures.report(
        "a " + what + " of " + (length - header) + " bytes to " + to
            + " is not sent: a datagram has room for " + (maxDatagram - header)
            + "; see UdpTransport.Builder.maxDatagram",
        null);
  }

  private void signal() {
    // The transport's own thread sends before it waits again.
    if (Thread.currentThread() != thread && signalled.compareAndSet(false, true)) {
      socket.wakeUp();
    }
  }

  private void work() {
    while (!closed) {
      try {
        step();
      } catch (ClosedChannelException e) {
        closedBy = e; // the next step opens it again
      } catch (Throwable e) { // the thread must not die
        failures.report("the transport goes on after a pause", e);
        pause();
      }
    }
    try {
      socket.close();
    } catch (IOException e) {
      failures.report("the socket could not be closed", e);
    }
  }

  private void step() throws IOException {
    // Left behind by a handler: the thread would not wait, and the channel might close.
    Thread.interrupted();
    if (socket.await()) {
      failures.report("the socket was closed, and is open again", closedBy);
      closedBy = null;
    }
    signalled.getAndSet(false); // before it looks around: what is added later wakes it up
    try {
      for (int i = 0; i < MAX_RECEIVED_PER_FLUSH && !closed && receive(); i++) {}
    } finally {
      flush();
    }
  }

  private void flush() {
    for (Runnable batch; (batch = batches.poll()) != null; ) {
      batch.run();
    }
    Thread.interrupted();
    if (!outgoing.flush(socket::send, failures)) {
      socket.wakeUp();
    }
  }

  /** Receives a datagram and hands over its frames; returns whether there was one. */
  private boolean receive() throws IOException {
    Thread.interrupted();
    InetSocketAddress from = socket.receive(buffer.clear());
    if (from == null) {
      return false;
    }
    buffer.flip();
    int requests = readFrames(buffer, from, true);
    if (requests > 0) {
      readRequests(requests, from);
    }
    return true;
  }

  private void readRequests(int requests, InetSocketAddress from) {
    Executor executor = handlers;
    if (executor == null) {
      readFrames(buffer, from, false);
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    try {
      executor.execute(() -> readFrames(copy, from, false));
    } catch (RejectedExecutionException e) {
      outgoing.lost.add(requests);
      failures.report(requests + " frames from " + from + " are lost: no thread for handlers", e);
    }
  }

  /**
   * Hands over the frames of one direction.
   *
   * @param datagram the frames from the start to the limit
   * @return how many there are of the other direction
   */
  private int readFrames(ByteBuffer datagram, InetSocketAddress from, boolean replies) {
    int end = datagram.limit();
    int others = 0;
    for (int next = 0; next < end; ) {
      int length = FrameHeader.length(datagram.position(next));
      if (length < 0) {
        if (replies) { // count it once
          malformed.increment();
        }
        break;
      }
      next += length;
      datagram.limit(next);
      if (FrameHeader.isReply(datagram) == replies) {
        readFrame(datagram, from, replies);
      } else {
        others++;
      }
      datagram.limit(end);
    }
    datagram.position(0);
    return others;
  }

  private void readFrame(ByteBuffer frame, InetSocketAddress from, boolean reply) {
    try {
      Malformation malformation = reply ? readReply(frame) : readRequest(frame, from);
      if (malformation != null) {
        malformed.increment();
      }
    } catch (Throwable e) { // of the application: it must not end the thread
      failures.report("a frame from " + from + " is lost", e);
    }
  }

  private @Nullable Malformation readReply(ByteBuffer frame) {
    WeakMap<SenderLink<?, ?>> known = FrameHeader.isAboutSender(frame) ? senders : sessions;
    SenderLink<?, ?> link = known.get(FrameHeader.id(frame));
    if (link == null) {
      unroutable.increment();
      return null;
    }
    return link.read(frame);
  }

  private @Nullable Malformation readRequest(ByteBuffer frame, InetSocketAddress from) {
    ReceiverLink<?, ?, ?> link = receiver;
    if (link == null) {
      unroutable.increment();
      return null;
    }
    return link.read(frame, from);
  }

  private void pause() {
    long start = System.nanoTime();
    while (!closed && System.nanoTime() - start < PAUSE_NANOS) {
      Thread.interrupted();
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    socket.wakeUp(); // something may have been left behind
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the transport is closed");
    }
  }
}

package exactlyonce.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stands between UDP clients and a server on this machine, and loses, duplicates and delays datagrams
 * in both directions. It does not alter them. A delayed datagram waits until up to {@value #MAX_LATE}
 * later ones have passed, or nothing else arrives.
 *
 * <p>Has a thread of its own, and faults drawn from a seed; which datagram meets which fault depends on
 * the order in which they arrive. Thread-safe.
 */
public final class LossyUdpProxy implements AutoCloseable {
  private static final int MAX_LATE = 20;
  private static final int MAX_CLIENTS = 64;
  private static final int LONGEST_DATAGRAM = 65_535;
  private static final int SOCKET_BUFFER = 1 << 21;
  private static final int IDLE_MILLIS = 1;

  private record Datagram(ByteBuffer bytes, DatagramChannel by, InetSocketAddress to) {}

  private final Faults faults;
  private final SplittableRandom random;
  private final Selector selector = Selector.open();
  private final DatagramChannel front;
  private final InetSocketAddress address;

  /** The channel to the server of each client, the one heard least recently first. */
  private final Map<InetSocketAddress, DatagramChannel> backs =
      new LinkedHashMap<>(16, 0.75f, true);

  private final List<Datagram> late = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_DATAGRAM);
  private final LongAdder passed = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder duplicated = new LongAdder();
  private final LongAdder delayed = new LongAdder();
  private final Thread thread = new Thread(this::work, "lossy-udp-proxy");
  private volatile @Nullable InetSocketAddress server;
  private volatile @Nullable IOException failure;
  private volatile boolean closed;

  /**
   * Starts a proxy on a free port of the loopback interface.
   *
   * @throws IOException if no socket can be opened
   */
  public LossyUdpProxy(Faults faults, long seed) throws IOException {
    this.faults = faults;
    this.random = new SplittableRandom(seed);
    front = open();
    address = (InetSocketAddress) front.getLocalAddress();
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns where clients find it. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Sets where the server is. Until it is known, what clients send is lost. A server that is started
   * again may be somewhere else.
   */
  public void server(InetSocketAddress newServer) {
    server = newServer;
  }

  /** Returns how many datagrams were passed on, copies included. */
  public long passed() {
    return passed.sum();
  }

  /** Returns how many datagrams, or copies of them, were lost. Like all counts, not a snapshot. */
  public long lost() {
    return lost.sum();
  }

  /** Returns how many datagrams were duplicated. */
  public long duplicated() {
    return duplicated.sum();
  }

  /** Returns how many datagrams were held back. */
  public long delayed() {
    return delayed.sum();
  }

  /** Returns what has ended it before it was closed, or null. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** Ends it. What it holds back is lost. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    WorkerThreads.join(thread);
  }

  private DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  private void work() {
    try {
      while (!closed) {
        if (selector.select(late.isEmpty() ? 0 : IDLE_MILLIS) == 0) {
          while (!late.isEmpty()) {
            sendOneOfTheLate();
          }
        }
        selector.selectedKeys().clear();
        passRequests();
        for (Map.Entry<InetSocketAddress, DatagramChannel> client : List.copyOf(backs.entrySet())) {
          passReplies(client.getValue(), client.getKey());
        }
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      release();
    }
  }

  private void release() {
    try {
      front.close();
      for (DatagramChannel back : backs.values()) {
        back.close();
      }
      selector.close();
    } catch (IOException e) {
      failure = e;
    }
  }

  private void passRequests() throws IOException {
    InetSocketAddress client;
    while ((client = (InetSocketAddress) front.receive(buffer.clear())) != null) {
      ByteBuffer bytes = received();
      DatagramChannel back = back(client);
      InetSocketAddress to = server;
      if (to == null) {
        lost.increment();
      } else {
        pass(new Datagram(bytes, back, to));
      }
    }
  }

  private void passReplies(DatagramChannel back, InetSocketAddress client) throws IOException {
    while (back.isOpen() && back.receive(buffer.clear()) != null) {
      pass(new Datagram(received(), front, client));
    }
  }

  private ByteBuffer received() {
    return ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip();
  }

  private DatagramChannel back(InetSocketAddress client) throws IOException {
    DatagramChannel back = backs.get(client);
    if (back == null) {
      back = open();
      backs.put(client, back);
      if (backs.size() > MAX_CLIENTS) {
        Map.Entry<InetSocketAddress, DatagramChannel> eldest =
            backs.entrySet().iterator().next();
        eldest.getValue().close();
        backs.remove(eldest.getKey());
        late.removeIf(datagram -> !datagram.by().isOpen());
      }
    }
    return back;
  }

  private void pass(Datagram datagram) throws IOException {
    passCopy(datagram);
    if (random.nextDouble() < faults.duplicate()) {
      duplicated.increment();
      passCopy(datagram);
    }
  }

  private void passCopy(Datagram copy) throws IOException {
    if (random.nextDouble() < faults.loss()) {
      lost.increment();
    } else if (random.nextDouble() < faults.delay()) {
      delayed.increment();
      late.add(copy);
      if (late.size() > MAX_LATE) {
        sendOneOfTheLate();
      }
    } else {
      send(copy);
    }
  }

  private void sendOneOfTheLate() throws IOException {
    send(late.remove(random.nextInt(late.size())));
  }

  private void send(Datagram datagram) throws IOException {
    datagram.by().send(datagram.bytes().duplicate(), datagram.to());
    passed.increment();
  }
}

package exactlyonce.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Stands between clients and a server. Loses 30 % of the datagrams, duplicates 10 %, and lets 10 %
 * overtake: such a one waits until up to 20 later ones have passed, or nothing else arrives.
 */
final class LossyProxy implements AutoCloseable {
  private record Datagram(ByteBuffer bytes, DatagramChannel by, InetSocketAddress to) {}

  private final InetSocketAddress server;
  private final SplittableRandom random;
  private final Selector selector = Selector.open();
  private final DatagramChannel front = open();
  private final Map<InetSocketAddress, DatagramChannel> backs = new HashMap<>(); // one a client
  private final List<Datagram> late = new ArrayList<>();
  private final Thread thread = new Thread(this::work, "proxy");
  private volatile boolean closed;

  LossyProxy(InetSocketAddress server, long seed) throws IOException {
    this.server = server;
    this.random = new SplittableRandom(seed);
    thread.start();
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) front.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    front.close();
    for (DatagramChannel back : backs.values()) {
      back.close();
    }
    selector.close();
  }

  private DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  private void work() {
    try {
      while (!closed) {
        if (selector.select(1) == 0) {
          while (!late.isEmpty()) {
            send(late.remove(random.nextInt(late.size())));
          }
        }
        selector.selectedKeys().clear();
        pass(front, null);
        for (InetSocketAddress client : List.copyOf(backs.keySet())) {
          pass(backs.get(client), client);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e); // the test stalls, and its limit ends it
    }
  }

  private void pass(DatagramChannel from, InetSocketAddress client) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(65_535);
    InetSocketAddress source;
    while ((source = (InetSocketAddress) from.receive(buffer.clear())) != null) {
      ByteBuffer bytes =
          ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip();
      Datagram datagram;
      if (client == null) {
        DatagramChannel back = backs.get(source);
        if (back == null) {
          back = open();
          backs.put(source, back);
        }
        datagram = new Datagram(bytes, back, server);
      } else {
        datagram = new Datagram(bytes, front, client);
      }
      int fate = random.nextInt(10);
      if (fate == 3) {
        send(datagram);
      } else if (fate == 4) {
        late.add(datagram);
      }
      if (fate > 2 && fate != 4) {
        send(datagram);
      }
      if (late.size() > 20) {
        send(late.remove(random.nextInt(late.size())));
      }
    }
  }

  private static void send(Datagram datagram) throws IOException {
    datagram.by().send(datagram.bytes().duplicate(), datagram.to());
  }
}

package exactlyonce.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A channel that never blocks, and the selector that waits for it. Used by one thread, except {@link
 * #wakeUp} and the counters. If somebody else closes the channel, as an interrupt may, it is opened
 * again on the same port.
 */
final class UdpSocket {
  private final Selector selector;
  private final int bufferLength;
  private final InetSocketAddress local;
  private volatile DatagramChannel channel;

  final LongAdder waits = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder lost = new LongAdder();

  /**
   * Opens and binds a socket.
   *
   * @param bufferLength asked for in each direction, in bytes; the system may give less
   */
  UdpSocket(InetSocketAddress bind, int bufferLength) throws IOException {
    this.bufferLength = bufferLength;
    selector = Selector.open();
    boolean opened = false;
    try {
      channel = open(bind);
      local = (InetSocketAddress) channel.getLocalAddress();
      opened = true;
    } finally {
      if (!opened) {
        selector.close();
      }
    }
  }

  private DatagramChannel open(InetSocketAddress bind) throws IOException {
    DatagramChannel opened = DatagramChannel.open();
    boolean bound = false;
    try {
      opened.setOption(StandardSocketOptions.SO_RCVBUF, bufferLength);
      opened.setOption(StandardSocketOptions.SO_SNDBUF, bufferLength);
      opened.configureBlocking(false);
      opened.bind(bind);
      opened.register(selector, SelectionKey.OP_READ);
      bound = true;
      return opened;
    } finally {
      if (!bound) {
        opened.close();
      }
    }
  }

  InetSocketAddress local() {
    return local;
  }

  DatagramChannel channel() {
    return channel;
  }

  /**
   * Waits until a datagram has arrived or {@link #wakeUp} was called, or opens the channel again.
   *
   * @return whether it was opened again
   */
  boolean await() throws IOException {
    if (!channel.isOpen()) {
      // Lets go of the old channel, and so of its port; forgets who woke it up.
      selector.selectNow();
      channel = open(local);
      return true;
    }
    waits.increment();
    selector.select();
    selector.selectedKeys().clear();
    return false;
  }

  void wakeUp() {
    selector.wakeup();
  }

  /** Returns where the datagram that is now in the buffer came from, or null if there is none. */
  @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
    SocketAddress from = channel.receive(buffer);
    if (from == null) {
      return null;
    }
    received.increment();
    return (InetSocketAddress) from;
  }

  /** Sends a datagram, or loses it if the socket has no space. */
  void send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
    boolean done = false;
    try {
      done = channel.send(datagram, to) > 0;
    } finally {
      (done ? sent : lost).increment();
    }
  }

  void close() throws IOException {
    channel.close();
    selector.close(); // after this the port is free
  }
}

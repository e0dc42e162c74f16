package exactlyonce.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for the transport's thread, which joins those with the same destination to
 * datagrams. Any thread may add, and only that thread sends: it alone touches the socket, so no
 * interrupt of a thread of the application can close it, and what is added while it sends is joined.
 */
final class Outgoing {
  /** More than a window of 65,536 small messages. */
  private static final int MAX_WAITING_BYTES = 1 << 24;

  private static final int MAX_FRAMES_PER_FLUSH = 4096;

  @FunctionalInterface
  interface Destination {
    void send(ByteBuffer datagram, InetSocketAddress to) throws IOException;
  }

  private record Frame(InetSocketAddress to, ByteBuffer bytes) {}

  private final int maxDatagram;
  private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();
  final LongAdder lost = new LongAdder();

  /** Used by the sending thread only. */
  private final Map<InetSocketAddress, ByteBuffer> joined = new HashMap<>();

  Outgoing(int maxDatagram) {
    this.maxDatagram = maxDatagram;
  }

  /** Returns memory for a frame, or null if too much is waiting: the frame is lost and counted. */
  @Nullable ByteBuffer claim(int length) {
    // Threads that claim at once may pass the limit together, by a frame each.
    if (waitingBytes.get() + length > MAX_WAITING_BYTES) {
      lost.increment();
      return null;
    }
    return ByteBuffer.allocate(length);
  }

  void add(InetSocketAddress to, ByteBuffer frame) {
    waitingBytes.addAndGet(frame.remaining());
    frames.add(new Frame(to, frame));
  }

  /**
   * Sends what waits, or so much of it that datagrams can be received again.
   *
   * @return whether nothing is left
   */
  boolean flush(Destination network, Failures failures) {
    for (int i = 0; i < MAX_FRAMES_PER_FLUSH; i++) {
      Frame frame = frames.poll();
      if (frame == null) {
        break;
      }
      waitingBytes.addAndGet(-frame.bytes().remaining());
      ByteBuffer datagram =
          joined.computeIfAbsent(frame.to(), to -> ByteBuffer.allocate(maxDatagram));
      if (datagram.remaining() < frame.bytes().remaining()) {
        send(network, datagram, frame.to(), failures);
      }
      datagram.put(frame.bytes());
    }
    joined.forEach((to, datagram) -> send(network, datagram, to, failures));
    joined.clear();
    return frames.isEmpty();
  }

  private void send(
      Destination network, ByteBuffer datagram, InetSocketAddress to, Failures failures) {
    try {
      network.send(datagram.flip(), to);
    } catch (IOException | RuntimeException e) { // such as an unresolved address
      failures.report("no datagram could be sent to " + to, e);
    } finally {
      datagram.clear();
    }
  }
}

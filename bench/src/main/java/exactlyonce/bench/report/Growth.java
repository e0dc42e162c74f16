package exactlyonce.bench.report;

import exactlyonce.bench.Kind;
import exactlyonce.bench.Layer;
import exactlyonce.bench.Loop;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SessionReplies;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.GraphLayout;

/** How costs grow with messages and with sessions, in one thread. In a JVM of its own. */
public final class Growth {
  private static final int WINDOW = 1024;
  private static final int SMALL_WINDOW = 64;
  private static final long FEWEST_MESSAGES = 100_000;
  private static final int MESSAGES_FOR_SESSIONS = 4_000_000;

  /**
   * A point of a plot.
   *
   * @param x how many messages or sessions, or the window
   * @param nanos nanoseconds for each message; NaN if not measured
   * @param bytes retained bytes for each session; NaN if not measured
   */
  record Point(long x, double nanos, double bytes) {}

  /**
   * All points.
   *
   * @param messages nanoseconds for each message of the last nine tenths
   * @param sessions nanoseconds and bytes of heap after collection
   * @param receivers bytes of a receiver's session, by window, as counted by JOL
   * @param senders bytes of a sender, by window, as counted by JOL
   */
  record Points(
      List<Point> messages, List<Point> sessions, List<Point> receivers, List<Point> senders) {}

  private Growth() {}

  /**
   * Measures, and writes the points as JSON.
   *
   * @param args the most messages, the most sessions, file
   */
  public static void main(String[] args) throws Exception {
    Points points = new Points(
        messages(Long.parseLong(args[0])),
        sessions(Integer.parseInt(args[1])),
        receivers(),
        senders());
    Json.MAPPER.writeValue(Path.of(args[2]).toFile(), points);
  }

  private static List<Point> messages(long most) {
    long[] effects = new long[1];
    long[] outcomes = new long[1];
    Sender<ByteBuffer, ByteBuffer> sender = Loop.connect(
        Layer.CORE,
        Kind.UNORDERED,
        WINDOW,
        (seq, payload) -> {
          effects[0]++;
          return null;
        },
        (seq, payload, outcome, reply) -> outcomes[0]++);
    ByteBuffer payload = ByteBuffer.allocateDirect(Long.BYTES);
    List<Point> points = new ArrayList<>();
    long sent = 0;
    for (long end = FEWEST_MESSAGES; end <= most; end *= 10) {
      long first = sent;
      long start = System.nanoTime();
      for (; sent < end; sent++) {
        sender.trySubmit(payload);
      }
      double elapsed = System.nanoTime() - start;
      points.add(new Point(end, elapsed / (end - first), Double.NaN));
    }
    if (effects[0] != sent || outcomes[0] != sent) {
      throw new IllegalStateException(
          sent + " sent, " + effects[0] + " effects, " + outcomes[0] + " outcomes");
    }
    return points;
  }

  private static List<Point> sessions(int most) {
    List<Point> points = new ArrayList<>();
    for (int count = 1; count <= most; count *= 10) {
      long before = usedHeap();
      Host host = new Host(SMALL_WINDOW, count);
      double bytes = (double) (usedHeap() - before) / count;
      host.deliver(MESSAGES_FOR_SESSIONS); // warm-up
      long start = System.nanoTime();
      int messages = host.deliver(MESSAGES_FOR_SESSIONS);
      points.add(new Point(count, (double) (System.nanoTime() - start) / messages, bytes));
    }
    return points;
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<Point> receivers() {
    List<Point> points = new ArrayList<>();
    for (int window = SMALL_WINDOW; window <= 1 << 16; window *= 4) {
      int sessions = 100;
      long one = new Host(window, 1).size();
      long many = new Host(window, 1 + sessions).size();
      points.add(new Point(window, Double.NaN, (double) (many - one) / sessions));
    }
    return points;
  }

  private static List<Point> senders() {
    List<Point> points = new ArrayList<>();
    for (int window = SMALL_WINDOW; window <= 1 << 16; window *= 4) {
      Sender<Object, Void> sender = new Sender<>(
          window,
          ReplyMode.WITHOUT_REPLIES,
          new NoRequests(),
          (seq, payload, outcome, reply) -> {},
          new RetryPolicy(1, 1));
      points.add(new Point(window, Double.NaN, GraphLayout.parseInstance(sender).totalSize()));
    }
    return points;
  }

  /** A receiver with sessions, and the requests of each. */
  private static final class Host implements SessionReplies<Void> {
    private final ReceiverHost<Object, Void> host;
    private final List<Requests<Object>> requests = new ArrayList<>();
    private final Acks acks = new Acks();
    private final Object payload = new Object();
    private long lap;
    private long effects;
    private long nextId;

    Host(int window, int sessions) {
      host = ReceiverHost.<Object, Void>builder(
              (from, session) -> (seq, message) -> {
                effects++;
                return null;
              },
              this)
          .settings(HostSettings.ofWindowSize(window).withMaxSessions(sessions))
          .ids(() -> nextId++)
          .build();
      for (int i = 0; i < sessions; i++) {
        host.open(i, i);
        requests.add(host.in(i));
      }
    }

    /** Delivers about this many messages, an equal number to each session, in turn. */
    int deliver(int messages) {
      int laps = Math.max(1, messages / requests.size());
      long before = effects;
      for (int i = 0; i < laps; i++) {
        for (Requests<Object> session : requests) {
          session.data(lap, payload);
        }
        lap++;
      }
      int delivered = laps * requests.size();
      if (effects - before != delivered) {
        throw new IllegalStateException(delivered + " sent, " + (effects - before) + " effects");
      }
      return delivered;
    }

    long size() {
      return GraphLayout.parseInstance(host).totalSize();
    }

    @Override
    public void opened(long to, long nonce, long session, int size, ReplyMode replyMode) {}

    @Override
    public void full(long to, long nonce) {
      throw new IllegalStateException("no session for " + to);
    }

    @Override
    public Replies<Void> in(long session) {
      return acks;
    }

    @Override
    public void gone(long session) {}
  }

  private static final class Acks implements Replies<Void> {
    @Override
    public void ack(long seq, @Nullable Void reply) {}

    @Override
    public void rejected(long seq, String reason) {}

    @Override
    public void status(long seq, Status status) {}
  }

  private static final class NoRequests implements Requests<Object> {
    @Override
    public void data(long seq, Object payload) {}

    @Override
    public void check(long seq) {}

    @Override
    public void seal(long seq) {}
  }
}

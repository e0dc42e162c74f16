package exactlyonce.soak;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.jdbc.JdbcSenderStore;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.udp.UdpTransport;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.Codec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The program of the sending process: sends orders over UDP until all are confirmed, or it is told to
 * stop. Started again, it goes on where it was killed.
 */
final class SoakSender {
  private static final long ID = 7;
  private static final OutcomeListener<String, String> UNHEARD =
      (seq, payload, outcome, reply) -> {};
  private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

  /** The parent says this for: send no more. Any other number is how many orders may be confirmed. */
  static final long STOP = -1;

  private final Orders orders;
  private final Deque<Delivery<String, String>> open = new ArrayDeque<>();

  // Guarded by this.
  private long mayConfirm;
  private boolean stopping;

  private SoakSender(DataSource database, long limit, long mayConfirm) {
    orders = new Orders(database, limit);
    this.mayConfirm = mayConfirm;
  }

  /**
   * Arguments: the port of the receiver, the number of orders, how many of them may be confirmed, those of
   * {@link SoakDatabase}, that of {@link ChildMain#recording}.
   */
  public static void main(String[] args) {
    DataSource database = new SoakDatabase(args[3], args[4]).open();
    SoakSender program = new SoakSender(database, Long.parseLong(args[1]), Long.parseLong(args[2]));
    ChildMain.run(
        () -> program.run(Integer.parseInt(args[0]), database, ChildMain.recording(args, 5)),
        program::obey);
  }

  private synchronized void obey(long number) {
    if (number == STOP) {
      stopping = true;
    } else {
      mayConfirm = number;
    }
    notifyAll();
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Waits until more may be confirmed, and returns how many in all. */
  private synchronized long awaitMayConfirm(long confirmed) throws InterruptedException {
    while (confirmed >= mayConfirm) {
      wait();
    }
    return mayConfirm;
  }

  private void run(
      int port, DataSource database, SessionInstrumentation<String, String> instrumentation)
      throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    JdbcSenderStore<String> store =
        JdbcSenderStore.builder(database, ID, Codec.strings()).build();
    try (UdpTransport udp =
            UdpTransport.builder().bind(new InetSocketAddress(here, 0)).start();
        AsyncSender<String, String> sender = udp.sender(
            new InetSocketAddress(here, port),
            Codec.strings(),
            Codec.strings(),
            network -> AsyncSender.<String, String>builder(ID, instrumentation.requests(network))
                .retryAfter(Duration.ofMillis(20), Duration.ofMillis(200))
                .store(instrumentation.senderDisk(store))
                .onOutcome(session -> instrumentation.outcomes(session, UNHEARD))
                .onRestored(open::add),
            instrumentation::sender)) {
      sendAll(sender);
      if (!sender.close(CLOSE_LIMIT)) {
        throw new IllegalStateException("the session was not closed within " + CLOSE_LIMIT);
      }
    }
  }

  /**
   * Sends what is not marked as confirmed. Orders are marked in the order in which they were sent, and
   * no more than a window is sent and not marked. The store remembers a window: so of the orders that
   * are not marked, those that were sent before a crash are among the restored.
   */
  private void sendAll(AsyncSender<String, String> sender) throws Exception {
    Set<Order> restored = new HashSet<>();
    open.forEach(delivery -> restored.add(Order.parse(delivery.payload())));
    long confirmed = orders.confirmed();
    while (true) {
      ChildReport.print(ChildReport.Kind.CONFIRMED, confirmed);
      sendMore(sender, restored);
      if (open.isEmpty()) {
        ChildReport.print(ChildReport.Kind.DONE, confirmed);
        return;
      }
      long most = awaitMayConfirm(confirmed) - confirmed;
      confirmed += orders.confirm(takeBooked(most));
    }
  }

  private void sendMore(AsyncSender<String, String> sender, Set<Order> restored) throws Exception {
    while (!isStopping() && open.size() < SoakReceiver.WINDOW) {
      Order order = orders.next();
      if (order == null) {
        return;
      }
      if (!restored.remove(order)) {
        open.add(sender.send(order.payload()));
      }
    }
  }

  /** Waits for the oldest, and takes those that follow and are booked as well, but no more than this. */
  private List<Order> takeBooked(long most) throws Exception {
    List<Order> booked = new ArrayList<>();
    do {
      Delivery<String, String> delivery = open.element();
      Order order = Order.parse(delivery.payload());
      String reply = delivery.get(); // or an exception: the receiver has lost its memory
      if (!order.reply().equals(reply)) {
        throw new IllegalStateException("order '" + order.payload() + "' got '" + reply + "'");
      }
      booked.add(order);
      open.remove();
    } while (booked.size() < most && !open.isEmpty() && open.element().isDone());
    return booked;
  }
}

package exactlyonce.example;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossySessionNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The program of the README, word for word. */
public class Orders {
  record Order(int number) {}

  public static void main(String[] args) throws Exception {
    AtomicInteger booked = new AtomicInteger();
    // In place of your transport: loses 30 % of all frames, duplicates and delays others.
    var network = new LossySessionNetwork<Order, Integer>(new Faults(0.3, 0.1, 0.1), 4096, 1);

    // The receiving side. The handler runs once for each order; its reply is kept, and sent again.
    var host = ReceiverHost.<Order, Integer>builder(
            (sender, session) -> (seq, order) -> booked.incrementAndGet(), network.toSender())
        .settings(HostSettings.ofWindowSize(1024).withReplies())
        .build(); // with .store(...), your database, it survives crashes

    // The sending side. It asks after 1 ms without an answer, and again after 100 ms at most.
    try (var sender = AsyncSender.<Order, Integer>builder(7, network.toReceiver())
        .retryAfter(Duration.ofMillis(1), Duration.ofMillis(100))
        .start()) {
      Thread transport = new Thread(() -> {
        while (true) {
          network.deliverRequest(host);
          network.deliverReply(sender);
        }
      });
      transport.setDaemon(true);
      transport.start();
      List<Delivery<Order, Integer>> deliveries = new ArrayList<>();
      for (int number = 0; number < 10_000; number++) {
        deliveries.add(sender.send(new Order(number))); // waits while 1,024 are open
      }
      for (Delivery<Order, Integer> delivery : deliveries) {
        delivery.get(); // the booking, or an exception: withdrawn in time, or in doubt
      }
    }
    System.out.printf(
        "10,000 orders sent, %,d booked, %,d frames lost%n", booked.get(), network.lost());
  }
}

package exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossyNetwork;
import exactlyonce.window.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the README, word for word between the marks, with a network that loses a third. */
class ReadmeTest {

  private record Order(int number) {}

  private record Receipt(int number) {}

  private final List<Order> booked = new ArrayList<>();
  private final List<Outcome> told = new ArrayList<>();

  @Test
  void everyOrderIsBookedOnce() {
    LossyNetwork<Order, Receipt> network = new LossyNetwork<>(new Faults(0.3, 0.1, 0.1), 1024, 42);
    Requests<Order> requests = network.toReceiver();
    Replies<Receipt> replies = network.toSender();

    // README: begin
    Receiver<Order, Receipt> receiver =
        Receiver.unordered(1024, (seq, order) -> book(order), replies); // returns a receipt
    Sender<Order, Receipt> sender = new Sender<>(
        1024,
        requests,
        (seq, order, outcome, receipt) -> tell(order, outcome, receipt), // once for each order
        new RetryPolicy(1_000_000, 100_000_000)); // ask after 1 ms, at last every 100 ms
    // README: end

    for (int number = 0; number < 100; number++) {
      assertThat(sender.trySubmit(new Order(number))).isEqualTo(number);
    }
    for (long now = 0; told.size() < 100; now += 1_000_000) {
      sender.poll(now);
      while (network.deliverRequest(receiver) || network.deliverReply(sender)) {}
    }

    assertThat(booked).hasSize(100).doesNotHaveDuplicates();
    assertThat(told).containsOnly(Outcome.DELIVERED);
    assertThat(network.lost()).isPositive();
    assertThat(receiver.suppressed()).isPositive();
  }

  private Receipt book(Order order) {
    booked.add(order);
    return new Receipt(order.number());
  }

  private void tell(Order order, Outcome outcome, Receipt receipt) {
    assertThat(receipt.number()).isEqualTo(order.number());
    told.add(outcome);
  }
}

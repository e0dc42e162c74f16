package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossyNetworkTest {
  private static final int MANY = 100_000;

  /** Records what arrives. */
  private static final class Log implements Requests<String>, Replies<String> {
    final List<String> frames = new ArrayList<>();
    final List<Long> checks = new ArrayList<>();

    @Override
    public void data(long seq, String payload) {
      frames.add("DATA " + seq + " " + payload);
    }

    @Override
    public void check(long seq) {
      frames.add("CHECK " + seq);
      checks.add(seq);
    }

    @Override
    public void seal(long seq) {
      frames.add("SEAL " + seq);
    }

    @Override
    public void ack(long seq, String reply) {
      frames.add("ACK " + seq);
    }

    @Override
    public void rejected(long seq, String reason) {
      frames.add("REJECTED " + seq + " " + reason);
    }

    @Override
    public void status(long seq, Status status) {
      frames.add("STATUS " + seq + " " + status);
    }
  }

  private final Log log = new Log();

  @Test
  void everyFrameArrivesAsItWasSent() {
    LossyNetwork<String, String> network = new LossyNetwork<>(Faults.NONE, 10, 1);
    assertThat(network.isEmpty()).isTrue();
    network.toReceiver().data(1, "a");
    network.toReceiver().check(2);
    network.toReceiver().seal(3);
    network.toSender().ack(4, "reply");
    network.toSender().status(5, Status.SEALED);
    assertThat(network.isEmpty()).isFalse();
    while (network.deliverRequest(log)) {}
    while (network.deliverReply(log)) {}
    assertThat(log.frames)
        .containsExactly("DATA 1 a", "CHECK 2", "SEAL 3", "ACK 4", "STATUS 5 SEALED");
    assertThat(network.isEmpty()).isTrue();
    assertThat(network.lost() + network.duplicated() + network.delayed()).isZero();
  }

  @Test
  void aLostFrameDoesNotArrive() {
    LossyNetwork<String, String> network = new LossyNetwork<>(new Faults(1, 0, 0), 10, 1);
    network.toReceiver().check(1);
    assertThat(network.deliverRequest(log)).isFalse();
    assertThat(network.isEmpty()).isTrue();
    assertThat(network.lost()).isEqualTo(1);
  }

  @Test
  void aDuplicatedFrameArrivesTwice() {
    LossyNetwork<String, String> network = new LossyNetwork<>(new Faults(0, 1, 0), 10, 1);
    network.toReceiver().check(1);
    assertThat(drained(network)).containsExactly(1L, 1L);
    assertThat(network.duplicated()).isEqualTo(1);
  }

  @Test
  void aDelayedFrameArrivesEventuallyAndOutOfOrder() {
    LossyNetwork<String, String> network = new LossyNetwork<>(new Faults(0, 0, 0.2), MANY, 1);
    send(network, MANY);
    List<Long> arrived = drained(network);
    assertThat(arrived).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(network.delayed() / (double) MANY).isCloseTo(0.2, within(0.02));
    long overtaken = 0;
    long farthest = 0;
    long latest = -1;
    for (long seq : arrived) {
      if (seq < latest) {
        overtaken++;
        farthest = Math.max(farthest, latest - seq);
      }
      latest = Math.max(latest, seq);
    }
    assertThat(overtaken).isGreaterThan(MANY / 10);
    assertThat(farthest).isGreaterThan(500);
  }

  @Test
  void faultsOccurWithTheirProbabilities() {
    LossyNetwork<String, String> network =
        new LossyNetwork<>(new Faults(0.3, 0.1, 0.1), 2 * MANY, 1);
    send(network, MANY);
    List<Long> arrived = drained(network);
    double copies = MANY + network.duplicated();
    assertThat(network.duplicated() / (double) MANY).isCloseTo(0.1, within(0.01));
    assertThat(network.lost() / copies).isCloseTo(0.3, within(0.01));
    assertThat(network.delayed() / (copies - network.lost())).isCloseTo(0.1, within(0.01));
    assertThat(arrived).hasSize((int) copies - (int) network.lost());
  }

  @Test
  void aSeedReproducesTheFaults() {
    assertThat(arrivals(1)).isEqualTo(arrivals(1)).isNotEqualTo(arrivals(2));
  }

  private List<Long> arrivals(long seed) {
    log.checks.clear();
    LossyNetwork<String, String> network =
        new LossyNetwork<>(new Faults(0.3, 0.1, 0.1), MANY, seed);
    send(network, 1000);
    return List.copyOf(drained(network));
  }

  @Test
  void framesBeyondTheCapacityAreLost() {
    LossyNetwork<String, String> network = new LossyNetwork<>(Faults.NONE, 10, 1);
    send(network, 25);
    assertThat(network.lost()).isEqualTo(15);
    assertThat(drained(network)).hasSize(10);
    send(network, 10);
    assertThat(network.lost()).isEqualTo(15);
  }

  @Test
  void noFrameGetsLostBetweenThreads() throws InterruptedException {
    LossyNetwork<String, String> network = new LossyNetwork<>(new Faults(0.2, 0.2, 0.2), 1000, 1);
    AtomicLong arrived = new AtomicLong();
    AtomicLong sending = new AtomicLong(2);
    Requests<String> counter = new Requests<>() {
      @Override
      public void data(long seq, String payload) {}

      @Override
      public void check(long seq) {
        arrived.incrementAndGet();
      }

      @Override
      public void seal(long seq) {}
    };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(new Thread(() -> {
        send(network, MANY);
        sending.decrementAndGet();
      }));
      threads.add(new Thread(() -> {
        while (sending.get() > 0 || !network.isEmpty()) {
          network.deliverRequest(counter);
        }
      }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(arrived.get()).isEqualTo(2 * MANY + network.duplicated() - network.lost());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aProbabilityMustBeFrom0To1(double value) {
    assertThatThrownBy(() -> new Faults(value, 0, 0)).hasMessageStartingWith("loss must be");
    assertThatThrownBy(() -> new Faults(0, value, 0)).hasMessageStartingWith("duplicate must be");
    assertThatThrownBy(() -> new Faults(0, 0, value)).hasMessageStartingWith("delay must be");
  }

  @Test
  void theCapacityMustBePositive() {
    assertThatThrownBy(() -> new LossyNetwork<>(Faults.NONE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void send(LossyNetwork<String, String> network, int frames) {
    LongStream.range(0, frames).forEach(network.toReceiver()::check);
  }

  private List<Long> drained(LossyNetwork<String, String> network) {
    while (!network.isEmpty()) {
      network.deliverRequest(log);
    }
    return log.checks;
  }
}

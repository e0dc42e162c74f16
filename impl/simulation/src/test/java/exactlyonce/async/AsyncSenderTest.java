package exactlyonce.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossySessionNetwork;
import exactlyonce.window.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncSenderTest {
  private static final RetryPolicy RETRY = new RetryPolicy(1_000_000, 10_000_000);

  private final LossySessionNetwork<String, Integer> network =
      new LossySessionNetwork<>(new Faults(0.3, 0.1, 0.1), 1000, 1);
  private final Queue<String> effects = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean handlerFails = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ReceiverHost<String, Integer> host = new ReceiverHost<>(
      HostSettings.ofWindowSize(16).withReplies(),
      ids::incrementAndGet,
      (sender, session) -> this::handle,
      ReceiverStore.none(),
      network.toSender());
  private final AsyncSender<String, Integer> sender = new AsyncSender<>(
      1, ids::incrementAndGet, 16, SenderStore.none(), network.toReceiver(), RETRY, delivery -> {});
  private Thread transport;

  @BeforeEach
  void startTransport() {
    transport = new Thread(() -> {
      while (!stopped.get()) {
        boolean worked = network.deliverRequest(host);
        worked |= network.deliverReply(sender);
        if (!worked) {
          Thread.yield();
        }
      }
    });
    transport.start();
  }

  @AfterEach
  void stopTransport() throws InterruptedException {
    sender.close();
    stopped.set(true);
    transport.join();
  }

  @Test
  void everyMessageGetsItsReply() throws Exception {
    List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      deliveries.add(sender.send("x".repeat(i % 50)));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(deliveries.get(i).get()).isEqualTo(i % 50);
    }
    assertThat(effects).hasSize(500);
    sender.close();
    assertThat(host.sessions()).as("the session is closed").isZero();
    assertThatThrownBy(() -> sender.send("late")).hasMessage("the sender is closed");
  }

  @Test
  void aMessageWithdrawnInTimeIsNotDelivered() throws Exception {
    handlerFails.set(true);
    Delivery<String, Integer> delivery = sender.send("a");
    assertThat(delivery.withdraw()).isTrue();
    assertThat(delivery.withdraw()).isFalse();
    assertThatThrownBy(delivery::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UndeliveredException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_DELIVERED));
    handlerFails.set(false);
    assertThat(sender.send("bb").get()).isEqualTo(2);
    assertThat(effects).containsExactly("bb");
  }

  @Test
  void openMessagesOfAForgottenSessionAreInDoubtAndTheNextSessionWorks() throws Exception {
    handlerFails.set(true);
    Delivery<String, Integer> delivery = sender.send("a");
    host.dropUntouched();
    for (long session = 1; session <= ids.get(); session++) {
      host.drop(session);
    }
    assertThatThrownBy(delivery::get)
        .cause()
        .isInstanceOfSatisfying(
            UndeliveredException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.IN_DOUBT));
    handlerFails.set(false);
    assertThat(sender.send("ccc").get()).isEqualTo(3);
  }

  @Test
  void aFullWindowRejectsOrBlocks() throws Exception {
    handlerFails.set(true);
    for (int i = 0; i < 16; i++) {
      sender.send("a");
    }
    assertThat(sender.trySend("b")).isNull();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sender.send("b")).isInstanceOf(InterruptedException.class);
    handlerFails.set(false);
    assertThat(sender.send("b").get()).isEqualTo(1);
  }

  /** 4 was assigned before the crash, because 5 is present; so 0 had been reported. */
  @Test
  void onlyMessagesThatAreOpenAgainAreRestoredAndAllAreDecided() {
    List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    AsyncSender<String, Integer> restarted = new AsyncSender<>(
        3,
        ids::incrementAndGet,
        16,
        new StoredOutbox(99, 4, Map.of(0L, "a", 5L, "f", 2L, "c", 3L, "d")),
        new LossySessionNetwork<String, Integer>(Faults.NONE, 1000, 1).toReceiver(),
        RETRY,
        deliveries::add);
    assertThat(deliveries).extracting(Delivery::payload).containsExactly("c", "d", "f");
    restarted.in(99).ack(2, 7);
    assertThat(deliveries.get(0)).isCompletedWithValue(7);
    restarted.gone(99);
    for (Delivery<String, Integer> delivery : deliveries.subList(1, 3)) {
      assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndeliveredException.class);
    }
    restarted.close();
  }

  @Test
  void aFailureOfTheThreadIsRethrownToTheNextCaller() throws Exception {
    AsyncSender<String, Integer> failing = new AsyncSender<>(
        2,
        () -> {
          throw new IllegalStateException("no nonce");
        },
        16,
        SenderStore.none(),
        network.toReceiver(),
        RETRY,
        delivery -> {});
    assertThatThrownBy(() -> failing.send("a")).cause().hasMessage("no nonce");
    assertThatThrownBy(failing::close).cause().hasMessage("no nonce");
  }

  private Integer handle(long seq, String payload) throws Exception {
    if (handlerFails.get()) {
      throw new Exception("not now");
    }
    effects.add(payload);
    return payload.length();
  }

  /** A store as a crash left it. */
  private record StoredOutbox(long session, int windowSize, Map<Long, String> entries)
      implements SenderStore<String> {
    @Override
    public Stored<String> load() {
      return new Stored<>(Phase.OPEN, session, windowSize, ReplyMode.WITH_REPLIES, entries);
    }

    @Override
    public void open(long id, int size, ReplyMode replyMode) {}

    @Override
    public void append(long seq, String payload) {}

    @Override
    public void draining() {}

    @Override
    public void closing() {}

    @Override
    public void ended() {}

    @Override
    public void clear() {}
  }
}

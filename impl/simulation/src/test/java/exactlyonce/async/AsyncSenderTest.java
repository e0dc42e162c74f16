package exactlyonce.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossySessionNetwork;
import exactlyonce.window.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AsyncSenderTest {
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
  private final AsyncSender<String, Integer> sender =
      builder(1, network.toReceiver()).start();
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
    assertThat(sender.openMessages()).isZero();
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
  void aMessageThatCannotBeSentNowIsRefusedWithAReason() throws Exception {
    AsyncSender<String, Integer> lonely = builder(2, unreachable()).start();
    assertThat(lonely.trySend("a"))
        .isEqualTo(new SendAttempt.NotSent<>(SendAttempt.Reason.NO_SESSION));
    assertThatThrownBy(() -> lonely.send("a", Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not sent within PT0.001S: no session is open");
    lonely.close(Duration.ZERO);
    fillWindow();
    assertThat(sender.trySend("b"))
        .isEqualTo(new SendAttempt.NotSent<>(SendAttempt.Reason.WINDOW_FULL));
    assertThatThrownBy(() -> sender.send("b", Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not sent within PT0.001S: the window is full");
    assertThat(sender.openMessages()).isEqualTo(16);
    handlerFails.set(false);
    assertThat(sender.send("b", Duration.ofMinutes(1)).get()).isEqualTo(1);
    SendAttempt<String, Integer> attempt = sender.trySend("cc");
    while (attempt instanceof SendAttempt.NotSent) { // other messages are still open
      Thread.sleep(1);
      attempt = sender.trySend("cc");
    }
    assertThat(((SendAttempt.Sent<String, Integer>) attempt).delivery().get()).isEqualTo(2);
  }

  @Test
  void aThreadThatIsInterruptedSendsNothing() throws Exception {
    fillWindow();
    Thread waiting = new Thread(
        () -> assertThatThrownBy(() -> sender.send("b")).isInstanceOf(InterruptedException.class));
    waiting.start();
    awaitState(waiting, Thread.State.TIMED_WAITING);
    waiting.interrupt();
    waiting.join();
    handlerFails.set(false);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sender.send("b")).isInstanceOf(InterruptedException.class);
    assertThat(sender.send("cc").get()).isEqualTo(2);
    assertThat(effects).doesNotContain("b");
  }

  /** They sleep meanwhile, and each is woken. */
  @Test
  void allThatWaitForSpaceAreServed() throws Exception {
    fillWindow();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(() -> send(sender, "b"));
      waiting.add(thread);
      thread.start();
    }
    for (Thread thread : waiting) {
      awaitState(thread, Thread.State.TIMED_WAITING);
    }
    handlerFails.set(false);
    for (Thread thread : waiting) {
      thread.join();
    }
    sender.close();
    assertThat(effects).hasSize(24);
  }

  @Test
  void theThreadSleepsWhileNothingIsOpenAndWakesUp() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(sender.send("a").get()).isEqualTo(1);
      awaitState(threadOf(1), Thread.State.WAITING);
    }
    host.dropUntouched();
    for (long session = 1; session <= ids.get(); session++) {
      host.drop(session);
    }
    Delivery<String, Integer> delivery = sender.send("a");
    assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndeliveredException.class);
    assertThat(sender.send("b").get()).as("in the next session").isEqualTo(1);
  }

  /** The deciding thread frees the slot only afterwards. */
  @Test
  void aDependentActionMaySendAndWait() throws Exception {
    CountDownLatch ended = new CountDownLatch(64);
    for (int i = 0; i < 64; i++) {
      sender.send("a").toFuture().thenAccept(reply -> {
        send(sender, "b");
        ended.countDown();
      });
    }
    ended.await();
    sender.close();
    assertThat(effects).hasSize(128);
  }

  @Test
  void nobodyElseCanEndADelivery() throws Exception {
    handlerFails.set(true);
    Delivery<String, Integer> delivery = sender.send("a");
    assertThat(delivery.toFuture().complete(7)).isTrue();
    assertThat(delivery.toFuture().cancel(true)).isTrue();
    assertThatThrownBy(delivery.toFuture().orTimeout(1, TimeUnit.NANOSECONDS)::get)
        .hasCauseInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> delivery.get(Duration.ofNanos(1)))
        .isInstanceOf(TimeoutException.class);
    assertThat(delivery.isDone()).isFalse();
    handlerFails.set(false);
    assertThat(delivery.get()).isEqualTo(1);
    assertThat(delivery.get(Duration.ZERO)).isEqualTo(1);
    assertThat(delivery.toFuture().get()).isEqualTo(1);
  }

  @Test
  void anExecutorThatRefusesHidesNoOutcome() throws Exception {
    Executor refusing = action -> {
      throw new RejectedExecutionException("shut down");
    };
    Delivery<String, Integer> delivery = new Delivery<>("a", refusing);
    CompletableFuture<Integer> before = delivery.toFuture();
    delivery.decided(Outcome.DELIVERED, 1);
    assertThat(before.get()).isEqualTo(1);
    assertThat(delivery.toFuture().get()).isEqualTo(1);
  }

  /** 4 was assigned before the crash, because 5 is present; so 0 had been reported. */
  @Test
  void onlyMessagesThatAreOpenAgainAreRestoredAndAllAreDecided() {
    List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    AsyncSender<String, Integer> restarted = builder(3, unreachable())
        .store(new StoredOutbox(99, 4, Map.of(0L, "a", 5L, "f", 2L, "c", 3L, "d")))
        .onRestored(deliveries::add)
        .start();
    assertThat(deliveries).extracting(Delivery::payload).containsExactly("c", "d", "f");
    restarted.in(99).ack(2, 7);
    assertThat(deliveries.get(0).toFuture())
        .succeedsWithin(Duration.ofMinutes(1))
        .isEqualTo(7);
    restarted.gone(99);
    for (Delivery<String, Integer> delivery : deliveries.subList(1, 3)) {
      assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndeliveredException.class);
    }
    restarted.close();
  }

  @Test
  void aNullPayloadChangesNothing() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> sender.send(null)).isInstanceOf(NullPointerException.class);
    }
    assertThat(sender.send("a").get()).isEqualTo(1);
  }

  /** More often than the window has slots; and an ordered receiver waits for no number. */
  @ParameterizedTest
  @EnumSource(DeliveryOrder.class)
  void aStoreThatFailsConcernsOneMessage(DeliveryOrder order) throws Exception {
    LossySessionNetwork<String, Integer> other = new LossySessionNetwork<>(Faults.NONE, 1000, 1);
    ReceiverHost<String, Integer> otherHost = host(other, order);
    AsyncSender<String, Integer> failing =
        builder(4, other.toReceiver()).store(new FailingStore()).start();
    Thread carrier = carry(other, otherHost, failing);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> failing.send("full")).isInstanceOf(StoreFailedException.class);
      assertThat(failing.send("a").get()).isEqualTo(1);
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String payload = i == 0 ? "full" : "b";
      Thread thread = new Thread(() -> {
        for (int k = 0; k < 25; k++) {
          send(failing, payload);
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failing.close(Duration.ofMinutes(1))).isTrue();
    assertThat(effects).hasSize(10 + 75).doesNotContain("full");
    carrier.join();
  }

  @Test
  void aNetworkThatThrowsLosesFrames() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    LossySessionNetwork<String, Integer> other = new LossySessionNetwork<>(Faults.NONE, 1000, 1);
    ReceiverHost<String, Integer> otherHost = host(other, DeliveryOrder.UNORDERED);
    AsyncSender<String, Integer> unlucky =
        builder(5, new Throwing(other.toReceiver())).onFailure(failures::add).start();
    Thread carrier = carry(other, otherHost, unlucky);
    List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      deliveries.add(unlucky.send("a"));
    }
    for (Delivery<String, Integer> delivery : deliveries) {
      assertThat(delivery.get()).isEqualTo(1);
    }
    assertThat(unlucky.close(Duration.ofMinutes(1))).isTrue();
    assertThat(effects).hasSize(100);
    assertThat(unlucky.networkFailures()).isPositive();
    assertThat(failures).hasSize((int) unlucky.networkFailures());
    carrier.join();
  }

  /** DatagramChannel closes if the thread that sends is interrupted. */
  @Test
  void theNetworkDoesNotSeeThatTheSendingThreadIsInterrupted() throws Exception {
    AtomicBoolean seen = new AtomicBoolean();
    AsyncSender<String, Integer> other = builder(6, new Throwing(unreachable()) {
          @Override
          public Requests<String> in(long session) {
            Requests<String> none = unreachable().in(session);
            return new ForwardingRequests<>(none) {
              @Override
              public void data(long seq, String payload) {
                seen.set(Thread.currentThread().isInterrupted());
              }
            };
          }
        })
        .store(new StoredOutbox(99, 4, Map.of()))
        .start();
    Thread.currentThread().interrupt();
    assertThat(other.trySend("a")).isInstanceOf(SendAttempt.Sent.class);
    assertThat(Thread.interrupted()).as("not forgotten").isTrue();
    assertThat(seen.get()).isFalse();
    other.close(Duration.ZERO);
  }

  @Test
  void anInterruptLeftBehindByTheNetworkDoesNotKeepTheThreadAwake() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    AsyncSender<String, Integer> other = builder(7, new Throwing(unreachable()) {
          @Override
          public void open(long from, long nonce) {
            Thread.currentThread().interrupt();
            interrupted.set(true);
          }
        })
        .start();
    while (!interrupted.get()) {
      Thread.sleep(1);
    }
    Thread thread = threadOf(7);
    while (thread.getState() != Thread.State.TIMED_WAITING || thread.isInterrupted()) {
      Thread.sleep(1);
    }
    other.close(Duration.ZERO);
  }

  @Test
  void anUnreachableReceiverLeavesNoDeliveryOpen() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    AsyncSender<String, Integer> lonely = builder(8, unreachable())
        .store(new StoredOutbox(99, 4, Map.of()))
        .closeLimit(Duration.ofMillis(1))
        .onFailure(failures::add)
        .start();
    Delivery<String, Integer> delivery = lonely.send("a");
    lonely.close();
    assertUndecided(delivery, "undecided: not closed within PT0.001S");
    assertThat(failures).hasExactlyElementsOfTypes(UndecidedException.class);
    lonely.in(99).ack(0, 1);
    assertUndecided(delivery, "undecided: not closed within PT0.001S");
    assertThat(lonely.close(Duration.ZERO)).isFalse();
  }

  @Test
  void anInterruptedCloseLeavesNoDeliveryOpen() throws Exception {
    handlerFails.set(true);
    Delivery<String, Integer> delivery = sender.send("a");
    Thread.currentThread().interrupt();
    sender.close();
    assertThat(Thread.interrupted()).isTrue();
    assertUndecided(delivery, "undecided: the close was interrupted");
  }

  /** The same for those that wait to send. */
  @Test
  void aFailureOfTheThreadEndsEverythingAndIsToldToEveryCaller() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    AsyncSender<String, Integer> failing = builder(9, unreachable())
        .store(new StoredOutbox(99, 1, Map.of()) {
          @Override
          public void draining() {
            throw new AssertionError("broken");
          }
        })
        .onFailure(failures::add)
        .start();
    Delivery<String, Integer> delivery = failing.send("a");
    Thread waiting = new Thread(() ->
        assertThatThrownBy(() -> failing.send("b")).isInstanceOf(IllegalStateException.class));
    waiting.start();
    awaitState(waiting, Thread.State.TIMED_WAITING);
    assertThatThrownBy(failing::close)
        .isInstanceOf(SenderFailedException.class)
        .cause()
        .hasMessage("broken");
    waiting.join();
    assertThatThrownBy(() -> failing.send("b")).isInstanceOf(SenderFailedException.class);
    assertUndecided(delivery, "undecided: the sender has failed: java.lang.AssertionError: broken");
    assertThat(failures).hasExactlyElementsOfTypes(SenderFailedException.class);
  }

  @Test
  void aSenderWithoutNoncesFails() {
    AsyncSender<String, Integer> failing = builder(2, network.toReceiver())
        .nonces(() -> {
          throw new IllegalStateException("no nonce");
        })
        .start();
    assertThatThrownBy(() -> failing.send("a"))
        .isInstanceOf(SenderFailedException.class)
        .cause()
        .hasMessage("no nonce");
    assertThatThrownBy(failing::close).cause().hasMessage("no nonce");
  }

  private ReceiverHost<String, Integer> host(
      LossySessionNetwork<String, Integer> network, DeliveryOrder order) {
    return new ReceiverHost<>(
        new HostSettings(4, order, ReplyMode.WITH_REPLIES, 16),
        ids::incrementAndGet,
        (from, session) -> this::handle,
        ReceiverStore.none(),
        network.toSender());
  }

  private static AsyncSenderBuilder<String, Integer> builder(
      long id, SessionRequests<String> network) {
    return AsyncSender.<String, Integer>builder(id, network)
        .maxWindow(16)
        .retryAfter(Duration.ofMillis(1), Duration.ofMillis(10));
  }

  private static SessionRequests<String> unreachable() {
    return new LossySessionNetwork<String, Integer>(Faults.NONE, 1000, 1).toReceiver();
  }

  private void fillWindow() throws InterruptedException {
    handlerFails.set(true);
    for (int i = 0; i < 16; i++) {
      sender.send("a");
    }
  }

  /** Sends in a thread of a test. A message that the store refuses is not sent. */
  private static void send(AsyncSender<String, Integer> sender, String payload) {
    try {
      sender.send(payload);
    } catch (StoreFailedException e) {
      assertThat(payload).isEqualTo("full");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertUndecided(Delivery<String, Integer> delivery, String message) {
    assertThatThrownBy(delivery::get)
        .cause()
        .isInstanceOf(UndecidedException.class)
        .hasMessage(message);
    assertThatThrownBy(delivery.toFuture()::get).cause().hasMessage(message);
  }

  private static Thread threadOf(long id) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("exactly-once-sender-" + id))
        .findAny()
        .orElseThrow();
  }

  private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
    while (thread.getState() != state) {
      Thread.sleep(1);
    }
  }

  /** Carries frames until the host has no session any more. */
  private static Thread carry(
      LossySessionNetwork<String, Integer> network,
      ReceiverHost<String, Integer> host,
      AsyncSender<String, Integer> sender) {
    Thread carrier = new Thread(() -> {
      boolean opened = false;
      while (!opened || host.sessions() > 0) {
        boolean worked = network.deliverRequest(host);
        worked |= network.deliverReply(sender);
        opened |= host.sessions() > 0;
        if (!worked) {
          LockSupport.parkNanos(100_000);
        }
      }
      while (network.deliverReply(sender)) {
        continue;
      }
    });
    carrier.start();
    return carrier;
  }

  private Integer handle(long seq, String payload) throws Exception {
    if (handlerFails.get()) {
      throw new Exception("not now");
    }
    effects.add(payload);
    return payload.length();
  }

  /** A store as a crash left it. */
  private static class StoredOutbox implements SenderStore<String> {
    private final long session;
    private final int windowSize;
    private final Map<Long, String> entries;

    StoredOutbox(long session, int windowSize, Map<Long, String> entries) {
      this.session = session;
      this.windowSize = windowSize;
      this.entries = entries;
    }

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

  /** A store whose disk is full for some messages. */
  private static final class FailingStore extends StoredOutbox {
    FailingStore() {
      super(0, 0, Map.of());
    }

    @Override
    public @Nullable Stored<String> load() {
      return null;
    }

    @Override
    public void append(long seq, String payload) {
      if (payload.equals("full")) {
        throw new IllegalStateException("disk full");
      }
    }
  }

  /** A network that throws now and then. */
  private static class Throwing implements SessionRequests<String> {
    private final SessionRequests<String> network;
    private final AtomicLong frames = new AtomicLong();

    Throwing(SessionRequests<String> network) {
      this.network = network;
    }

    @Override
    public void open(long sender, long nonce) {
      maybeThrow();
      network.open(sender, nonce);
    }

    @Override
    public Requests<String> in(long session) {
      return new ForwardingRequests<>(network.in(session)) {
        @Override
        public void data(long seq, String payload) {
          maybeThrow();
          super.data(seq, payload);
        }

        @Override
        public void check(long seq) {
          maybeThrow();
          super.check(seq);
        }
      };
    }

    @Override
    public void close(long session) {
      maybeThrow();
      network.close(session);
    }

    private void maybeThrow() {
      if (frames.incrementAndGet() % 3 == 1) {
        throw new UncheckedIOException(new IOException("no buffer space"));
      }
    }
  }
}

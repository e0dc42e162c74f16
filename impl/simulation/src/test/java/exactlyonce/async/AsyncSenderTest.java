package exactlyonce.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.metrics.Metrics;
import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionState;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossySessionNetwork;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AsyncSenderTest {
  private final LossySessionNetwork<String, Integer> network =
      new LossySessionNetwork<>(new Faults(0.3, 0.1, 0.1), 1000, 1);
  private final Queue<String> effects = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean handlerFails = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ReceiverHost<String, Integer> host = ReceiverHost.<String, Integer>builder(
          (sender, session) -> this::handle, network.toSender())
      .settings(HostSettings.ofWindowSize(16).withReplies())
      .ids(ids::incrementAndGet)
      .onEvent(event -> {})
      .build();
  private volatile Executor executor = ForkJoinPool.commonPool();
  private final AsyncSender<String, Integer> sender = builder(1, network.toReceiver())
      .executor(action -> executor.execute(action))
      .start();
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
  void aRejectedMessageEndsWithTheReason() throws Exception {
    Map<String, LongSupplier> counters = counters();
    Delivery<String, Integer> rejected = sender.send("rejected");
    Delivery<String, Integer> next = sender.send("b");
    assertThatThrownBy(rejected::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(RejectedException.class)
        .hasMessage("not rejected");
    assertThat(next.get()).isEqualTo(1);
    assertThat(effects).containsExactly("b");
    assertThat(counters.get("messages.rejected").getAsLong()).isEqualTo(1);
    assertThat(sender.openMessages()).isZero();
  }

  /** The executor runs dependent actions on the thread that ends the message. */
  @ParameterizedTest
  @CsvSource({"b, messages.delivered", "rejected, messages.rejected"})
  void whoeverSeesThatAMessageHasEndedSeesItInTheNumbers(String payload, String counter)
      throws Exception {
    executor = Runnable::run;
    Map<String, LongSupplier> counters = counters();
    handlerFails.set(true); // until the dependent action is there
    Delivery<String, Integer> delivery = sender.send(payload);
    CompletableFuture<List<Long>> seen = delivery
        .toFuture()
        .handle((reply, failure) ->
            List.of((long) sender.openMessages(), counters.get(counter).getAsLong()));
    handlerFails.set(false);
    assertThat(seen.get()).as("open, and counted").containsExactly(0L, 1L);
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
    forgetSessions();
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
    until(() -> lonely.state() == SessionState.OPENING); // its thread has begun
    assertThatThrownBy(() -> lonely.send("a", Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not sent within PT0.001S: no receiver has answered");
    assertThat(lonely.state()).isEqualTo(SessionState.OPENING);
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
    Producer waiting = new Producer(sender, 0, 0);
    waiting.start();
    awaitState(waiting, Thread.State.TIMED_WAITING);
    waiting.interrupt();
    waiting.join();
    assertThat(waiting.failure).isInstanceOf(InterruptedException.class);
    assertThat(waiting.deliveries).isEmpty();
    handlerFails.set(false);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sender.send("b")).isInstanceOf(InterruptedException.class);
    assertThat(sender.send("cc").get()).isEqualTo(2);
    assertThat(effects).doesNotContain("b", waiting.payload(0));
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
    forgetSessions();
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
  void aPublisherIsSlowedDownToWhatTheReceiverHandles() throws Exception {
    handlerFails.set(true);
    List<Delivery<String, Integer>> sent = new CopyOnWriteArrayList<>();
    AtomicLong published = new AtomicLong();
    try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(Runnable::run, 1)) {
      publisher.subscribe(sender.subscriber(sent::add));
      Thread publishing = new Thread(() -> {
        for (int i = 0; i < 500; i++) {
          publisher.submit("x".repeat(i));
          published.incrementAndGet();
        }
      });
      publishing.start();
      while (sent.size() < 16) {
        Thread.sleep(1);
      }
      awaitState(publishing, Thread.State.WAITING);
      assertThat(published)
          .as("a window, one that waits, and those of the publisher")
          .hasValueLessThan(22);
      handlerFails.set(false);
      publishing.join();
    }
    while (sent.size() < 500) {
      Thread.sleep(1);
    }
    for (int i = 0; i < 500; i++) {
      assertThat(sent.get(i).get()).isEqualTo(i);
    }
  }

  @Test
  void anItemThatCannotBeSentEndsTheSubscription() {
    List<Exception> failures = new CopyOnWriteArrayList<>();
    AsyncSender<String, Integer> closed = builder(2, network.toReceiver())
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    Flow.Subscriber<String> subscriber = closed.subscriber(delivery -> {});
    closed.close();
    List<String> calls = new CopyOnWriteArrayList<>();
    Flow.Subscription subscription = new Flow.Subscription() {
      @Override
      public void request(long n) {
        calls.add("request " + n);
      }

      @Override
      public void cancel() {
        calls.add("cancel");
      }
    };
    subscriber.onSubscribe(subscription);
    subscriber.onNext("a");
    while (failures.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(calls).containsExactly("request 1", "cancel");
    assertThat(failures)
        .singleElement()
        .matches(e -> e.getMessage().equals("the sender is closed"));
    subscriber.onError(new Exception("no more"));
    assertThat(failures).last().matches(e -> e.getMessage().equals("no more"));
    subscriber.onSubscribe(subscription);
    assertThat(calls).as("one publisher only").containsExactly("request 1", "cancel", "cancel");
    assertThatThrownBy(() -> subscriber.onNext(null)).isInstanceOf(NullPointerException.class);
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
    Delivery<String, Integer> delivery = new Delivery<>("a", refusing, Delivery.NEW, 0);
    CompletableFuture<Integer> before = delivery.toFuture();
    delivery.decided(Outcome.DELIVERED, 1, ReplyMode.WITH_REPLIES);
    assertThat(before.get()).isEqualTo(1);
    assertThat(delivery.toFuture().get()).isEqualTo(1);
  }

  /** 4 was assigned before the crash, because 5 is present; so 0 had been reported. */
  @Test
  void onlyMessagesThatAreOpenAgainAreRestoredAndAllAreDecided() throws Exception {
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
    untilGone(restarted, 99);
    for (Delivery<String, Integer> delivery : deliveries.subList(1, 3)) {
      assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndeliveredException.class);
    }
    restarted.close();
  }

  /** A message that no handler can handle blocks an ordered session, also after a restart. */
  @Test
  void aMessageCanBeWithdrawnAfterARestartAndRemainsWithdrawnAcrossOne() throws Exception {
    LossySessionNetwork<String, Integer> other =
        new LossySessionNetwork<>(new Faults(0, 0, 0), 1000, 1);
    ReceiverHost<String, Integer> otherHost = host(other, DeliveryOrder.ORDERED);
    MemoryStore store = new MemoryStore(FailingAppend.NOTHING_WRITTEN);
    AsyncSender<String, Integer> first =
        builder(4, other.toReceiver()).store(store).start();
    AtomicReference<AsyncSender<String, Integer>> current = new AtomicReference<>(first);
    Thread carrier = carry(other, otherHost, current::get);
    first.send("first").get();
    carrier.interrupt();
    carrier.join();
    first.send("poison");
    assertThat(first.send("withdrawn").withdraw()).isTrue();
    first.send("last");
    assertThat(first.close(Duration.ZERO)).as("crashes").isFalse();
    while (other.deliverRequest(unreachable())) {
      // all frames are lost
    }

    List<Delivery<String, Integer>> found = new ArrayList<>();
    AsyncSender<String, Integer> second =
        builder(4, other.toReceiver()).store(store).onRestored(found::add).start();
    assertThat(found).extracting(Delivery::payload).endsWith("poison", "withdrawn", "last");
    assertThat(second.restored()).isEqualTo(found);
    current.set(second);
    carrier = carry(other, otherHost, current::get);
    Delivery<String, Integer> poison = found.get(found.size() - 3);
    Delivery<String, Integer> withdrawn = found.get(found.size() - 2);
    Delivery<String, Integer> last = found.get(found.size() - 1);
    assertThat(withdrawn.withdraw()).as("again").isFalse();
    assertThatThrownBy(withdrawn::get).hasCauseInstanceOf(UndeliveredException.class);
    assertThat(last.isDone()).isFalse();
    assertThat(poison.withdraw()).isTrue();
    assertThatThrownBy(poison::get).hasCauseInstanceOf(UndeliveredException.class);
    assertThat(last.get()).isEqualTo(4);
    assertThat(second.close(Duration.ofMinutes(1))).isTrue();
    assertThat(second.restored()).isEmpty();
    assertThat(effects).containsExactly("first", "last");
    carrier.interrupt();
    carrier.join();
  }

  @Test
  void ifTheStoreFailsAMessageIsNotWithdrawn() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    AsyncSender<String, Integer> restarted = builder(3, unreachable())
        .store(new StoredOutbox(99, 4, Map.of(0L, "a")) {
          @Override
          public void cancelled(long session, long seq) {
            if (full.get()) {
              throw new IllegalStateException("disk full");
            }
          }
        })
        .start();
    Delivery<String, Integer> delivery = restarted.restored().get(0);
    assertThatThrownBy(delivery::withdraw)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("disk full");
    full.set(false);
    assertThat(delivery.withdraw()).isTrue();
    restarted.in(99).status(0, Status.SEALED);
    assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndeliveredException.class);
    untilGone(restarted, 99);
    restarted.close();
  }

  @Test
  void aNullPayloadChangesNothing() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> sender.send(null)).isInstanceOf(NullPointerException.class);
    }
    assertThat(sender.send("a").get()).isEqualTo(1);
  }

  /**
   * To the protocol it is a crash. While several threads send, greater numbers than that of the
   * failed message are in use, and an ordered receiver waits for it.
   */
  @ParameterizedTest
  @CsvSource({
    "UNORDERED, 1, NOTHING_WRITTEN",
    "UNORDERED, 4, NOTHING_WRITTEN",
    "UNORDERED, 4, WRITTEN",
    "ORDERED, 1, NOTHING_WRITTEN",
    "ORDERED, 1, WRITTEN",
    "ORDERED, 4, NOTHING_WRITTEN",
    "ORDERED, 4, WRITTEN"
  })
  void aSenderWhoseStoreFailsToAppendIsRestartedFromIt(
      DeliveryOrder order, int producers, FailingAppend failingAppend) throws Exception {
    LossySessionNetwork<String, Integer> other =
        new LossySessionNetwork<>(new Faults(0.3, 0.1, 0.1), 1000, 1);
    ReceiverHost<String, Integer> otherHost = host(other, order);
    MemoryStore store = new MemoryStore(failingAppend);
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    AsyncSender<String, Integer> failing = builder(4, other.toReceiver())
        .store(store)
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    AtomicReference<AsyncSender<String, Integer>> current = new AtomicReference<>(failing);
    Thread carrier = carry(other, otherHost, current::get);
    List<Producer> first = produce(failing, Collections.nCopies(producers, 0));
    for (Producer producer : first) {
      assertThat(producer.failure)
          .isInstanceOf(SenderFailedException.class)
          .hasMessageContaining("restart it from its store")
          .cause()
          .hasMessage("disk full");
    }
    assertThatThrownBy(() -> failing.trySend("late")).isInstanceOf(SenderFailedException.class);
    assertThatThrownBy(() -> failing.send("late")).isInstanceOf(SenderFailedException.class);
    assertThatThrownBy(failing::close)
        .isInstanceOf(SenderFailedException.class)
        .cause()
        .hasMessage("disk full");
    assertThat(failing.openMessages()).isZero();
    first.forEach(producer -> assertThat(producer.deliveries).allMatch(Delivery::isDone));
    assertThat(failures).hasExactlyElementsOfTypes(SenderFailedException.class);

    List<String> restored = new ArrayList<>();
    AsyncSender<String, Integer> restarted = builder(4, other.toReceiver())
        .store(store)
        .onRestored(delivery -> restored.add(delivery.payload()))
        .start();
    current.set(restarted);
    assertThat(restored.contains(store.failed)).isEqualTo(failingAppend == FailingAppend.WRITTEN);
    List<Integer> next = new ArrayList<>();
    for (Producer producer : first) {
      boolean written = restored.contains(producer.payload(producer.next));
      next.add(producer.next + (written ? 1 : 0));
    }
    for (Producer producer : produce(restarted, next)) {
      assertThat(producer.failure).isNull();
    }
    assertThat(restarted.close(Duration.ofMinutes(1))).isTrue();
    carrier.interrupt();
    carrier.join();
    List<String> all = new ArrayList<>();
    for (Producer producer : first) {
      for (int number = 0; number < Producer.MESSAGES; number++) {
        all.add(producer.payload(number));
      }
    }
    assertThat(effects).containsExactlyInAnyOrderElementsOf(all);
    if (order == DeliveryOrder.ORDERED && producers == 1) {
      assertThat(effects).containsExactlyElementsOf(all);
    }
  }

  @Test
  void whoWaitsForSpaceIsToldThatTheStoreHasFailed() throws Exception {
    CountDownLatch appending = new CountDownLatch(1);
    CountDownLatch mayFail = new CountDownLatch(1);
    AsyncSender<String, Integer> failing = builder(5, unreachable())
        .store(new StoredOutbox(99, 1, Map.of()) {
          @Override
          public void append(long seq, String payload) {
            appending.countDown();
            try {
              mayFail.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            throw new IllegalStateException("disk full");
          }
        })
        .start();
    List<Producer> producers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Producer producer = new Producer(failing, i, 0);
      producers.add(producer);
      producer.start();
      appending.await();
    }
    for (Producer waiting : producers.subList(1, 4)) {
      awaitState(waiting, Thread.State.TIMED_WAITING);
    }
    mayFail.countDown();
    for (Producer producer : producers) {
      producer.join();
      assertThat(producer.failure).cause().hasMessage("disk full");
    }
    assertThatThrownBy(() -> failing.close(Duration.ofMinutes(1)))
        .isInstanceOf(SenderFailedException.class);
  }

  @Test
  void anyOtherWriteThatFailsIsRepeated() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    AsyncSender<String, Integer> unlucky = builder(6, unreachable())
        .store(new StoredOutbox(99, 1, Map.of()) {
          private int writes;

          @Override
          public void ended() {
            maybeFail();
          }

          @Override
          public void draining() {
            maybeFail();
          }

          @Override
          public void closing() {
            maybeFail();
          }

          private void maybeFail() {
            if (writes++ % 2 == 0) {
              throw new IllegalStateException("disk full");
            }
          }
        })
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    Delivery<String, Integer> delivery = unlucky.send("a");
    unlucky.gone(99);
    assertThat(delivery.isDone()).as("not written").isFalse();
    unlucky.in(99).ack(0, 1);
    assertThat(delivery.get()).isEqualTo(1);
    Thread closer = new Thread(unlucky::close);
    closer.start();
    while (closer.isAlive()) {
      unlucky.gone(99);
      Thread.sleep(1);
    }
    assertThat(failures).isNotEmpty().hasOnlyElementsOfType(StoreFailedException.class);
    assertThat(unlucky.close(Duration.ZERO)).isTrue();
  }

  @Test
  void aNetworkThatThrowsLosesFrames() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    LossySessionNetwork<String, Integer> other = new LossySessionNetwork<>(Faults.NONE, 1000, 1);
    ReceiverHost<String, Integer> otherHost = host(other, DeliveryOrder.UNORDERED);
    AsyncSender<String, Integer> unlucky = builder(5, new Throwing(other.toReceiver()))
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    Thread carrier = carry(other, otherHost, () -> unlucky);
    List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      deliveries.add(unlucky.send("a"));
    }
    for (Delivery<String, Integer> delivery : deliveries) {
      assertThat(delivery.get()).isEqualTo(1);
    }
    assertThat(unlucky.close(Duration.ofMinutes(1))).isTrue();
    carrier.interrupt();
    carrier.join(); // it may still answer an OPENED that came late, and throw
    assertThat(effects).hasSize(100);
    assertThat(unlucky.networkFailures()).isPositive();
    assertThat(failures).hasSize((int) unlucky.networkFailures());
  }

  @Test
  void aPayloadThatTheNetworkCannotCarryGetsNoNumber() throws Exception {
    StoredOutbox outbox = new StoredOutbox(99, 1, Map.of());
    AsyncSender<String, Integer> other = builder(9, new Throwing(unreachable()) {
          @Override
          public void requireSendable(String payload) {
            if (payload.length() > 1) {
              throw new IllegalArgumentException("too long");
            }
          }
        })
        .store(outbox)
        .start();
    assertThatThrownBy(() -> other.send("ab")).hasMessage("too long");
    assertThatThrownBy(() -> other.send("ab", Duration.ZERO)).hasMessage("too long");
    assertThatThrownBy(() -> other.trySend("ab")).hasMessage("too long");
    assertThat(other.openMessages()).isZero();
    assertThat(other.trySend("a")).as("W is 1").isInstanceOf(SendAttempt.Sent.class);
    other.close(Duration.ZERO);
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
          public void open(long from, long nonce, int maxWindowSize) {
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
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    Delivery<String, Integer> delivery = lonely.send("a");
    lonely.close();
    assertUndecided(delivery, "undecided: not closed within PT0.001S");
    assertThat(failures).hasExactlyElementsOfTypes(UndecidedException.class);
    lonely.in(99).ack(0, 1);
    assertUndecided(delivery, "undecided: not closed within PT0.001S");
    assertThat(lonely.close(Duration.ZERO)).isFalse();
  }

  /** Its OPEN was on the way when it was closed. */
  @Test
  void aSenderThatHasEndedClosesASessionThatIsOpenedLate() throws Exception {
    List<Long> nonces = Collections.synchronizedList(new ArrayList<>());
    List<Long> closed = new ArrayList<>();
    AsyncSender<String, Integer> early = builder(9, new Throwing(unreachable()) {
          @Override
          public void open(long from, long nonce, int maxWindowSize) {
            nonces.add(nonce);
          }

          @Override
          public void close(long session) {
            closed.add(session);
          }
        })
        .start();
    while (nonces.isEmpty()) {
      Thread.sleep(1);
    }
    assertThat(early.close(Duration.ofMinutes(1))).isTrue();
    early.opened(9, nonces.get(0), 77, 4, ReplyMode.WITH_REPLIES);
    assertThat(closed).containsExactly(77L);
  }

  /** A copy of its OPEN arrives after its session is closed, and it does not listen any more. */
  @Test
  void aClosedSenderLeavesNoSessionBehind() throws Exception {
    AtomicReference<Runnable> copyOfOpen = new AtomicReference<>();
    LossySessionNetwork<String, Integer> own =
        new LossySessionNetwork<>(new Faults(0.3, 0.1, 0.1), 1000, 1);
    ReceiverHost<String, Integer> receiver = host(own, DeliveryOrder.UNORDERED);
    AsyncSender<String, Integer> client = builder(10, new Throwing(own.toReceiver()) {
          @Override
          public void open(long from, long nonce, int maxWindowSize) {
            super.open(from, nonce, maxWindowSize);
            copyOfOpen.set(() -> receiver.open(from, nonce, maxWindowSize));
          }
        })
        .start();
    AtomicBoolean ended = new AtomicBoolean();
    Thread carrier = new Thread(() -> {
      while (!ended.get()) {
        own.deliverRequest(receiver);
        own.deliverReply(client);
      }
    });
    carrier.start();
    client.send("a").get();
    client.close();
    ended.set(true);
    carrier.join();
    copyOfOpen.get().run();
    assertThat(receiver.sessions()).isZero();
    assertThat(receiver.lateOpens()).isPositive();
  }

  @Test
  void aFullReceiverIsToldToWhoeverWaits() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<@Nullable AsyncSender<String, Integer>> self = new AtomicReference<>();
    AsyncSender<String, Integer> refused = builder(11, new Throwing(unreachable()) {
          @Override
          public void open(long from, long nonce, int maxWindowSize) {
            AsyncSender<String, Integer> to = self.get();
            if (to != null) {
              to.full(from, nonce);
            }
          }
        })
        .onFailure(failures::add)
        .start();
    self.set(refused);
    while (failures.isEmpty() || refused.state() != SessionState.RECEIVER_FULL) {
      Thread.sleep(1);
    }
    assertThatThrownBy(() -> refused.send("a", Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not sent within PT0.001S: the receiver has as many sessions as it allows");
    assertThatThrownBy(() -> refused.awaitSession(Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("no session within PT0.001S: the receiver has as many sessions as it allows");
    assertThat(failures).as("once").hasExactlyElementsOfTypes(NoSessionException.class);
    refused.close();
    assertThatThrownBy(() -> refused.awaitSession(Duration.ofMinutes(1)))
        .hasMessage("the sender is closed");
  }

  @Test
  void eachStateOfTheSessionIsTold() throws Exception {
    List<SessionState> told = Collections.synchronizedList(new ArrayList<>());
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    IllegalArgumentException ofListener = new IllegalArgumentException("of the listener");
    AtomicReference<@Nullable AsyncSender<String, Integer>> self = new AtomicReference<>();
    AtomicLong nonce = new AtomicLong();
    try (AsyncSender<String, Integer> watched = builder(13, new Throwing(unreachable()) {
          @Override
          public void open(long from, long newNonce, int maxWindowSize) {
            nonce.set(newNonce);
            AsyncSender<String, Integer> to = self.get();
            if (to != null) {
              to.full(from, newNonce);
            }
          }

          @Override
          public void close(long session) {
            Objects.requireNonNull(self.get()).gone(session);
          }
        })
        .onFailure(unlessThereIsNoSession(failures))
        .onSessionState(state -> {
          told.add(state);
          if (state == SessionState.RECEIVER_FULL) {
            throw ofListener;
          }
        })
        .start()) {
      until(() -> told.contains(SessionState.OPENING));
      self.set(watched);
      until(() -> told.contains(SessionState.RECEIVER_FULL));
      untilOpened(watched, 13, nonce.get());
      until(() -> told.contains(SessionState.OPEN));
    }
    assertThat(told)
        .startsWith(SessionState.OPENING, SessionState.RECEIVER_FULL)
        .contains(SessionState.OPEN)
        .endsWith(SessionState.CLOSED);
    assertThat(failures).contains(ofListener);
  }

  /** By a receiver that ignores the maximum: it is asked without end, but slowly. */
  @Test
  void aWindowThatRemainsTooLargeIsTold() throws Exception {
    List<SessionState> told = Collections.synchronizedList(new ArrayList<>());
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<AsyncSender<String, Integer>> self = new CompletableFuture<>();
    AtomicLong opens = new AtomicLong();
    long start = System.nanoTime();
    AsyncSender<String, Integer> refusing = builder(15, new Throwing(unreachable()) {
          @Override
          public void open(long from, long nonce, int maxWindowSize) {
            opens.incrementAndGet();
            self.join().opened(from, nonce, ids.incrementAndGet(), 1024, ReplyMode.WITH_REPLIES);
          }

          @Override
          public void close(long session) {
            self.join().gone(session);
          }
        })
        .onFailure(failures::add)
        .onSessionState(told::add)
        .start();
    self.complete(refusing);
    until(() -> told.contains(SessionState.WINDOW_TOO_LARGE) && !failures.isEmpty());
    assertThat(failures)
        .singleElement()
        .isInstanceOf(NoSessionException.class)
        .asString()
        .contains("the receiver's window of 1024 messages is larger than 16");
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(opens.get()).isPositive().isLessThan(millis);
    refusing.close();
    assertThat(told).endsWith(SessionState.CLOSED);
  }

  @Test
  void lostMemoryIsToldOnce() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    List<SessionState> told = Collections.synchronizedList(new ArrayList<>());
    AtomicLong nonce = new AtomicLong();
    Throwing asked = new Throwing(unreachable()) {
      @Override
      public void open(long from, long newNonce, int maxWindowSize) {
        nonce.set(newNonce);
      }
    };
    AsyncSender<String, Integer> watched = builder(14, asked)
        .onFailure(unlessThereIsNoSession(failures))
        .onSessionState(told::add)
        .start();
    until(() -> nonce.get() != 0);
    untilOpened(watched, 14, nonce.get());
    until(() -> told.contains(SessionState.OPEN));
    watched.send("a");
    watched.in(77).status(0, Status.REFUSED);
    until(() -> told.contains(SessionState.MEMORY_LOST) && !failures.isEmpty());
    long before = asked.frames.get();
    until(() -> asked.frames.get() > before + 5); // it has looked again and again
    untilGone(watched, 77);
    until(() -> told.contains(SessionState.CLOSED) || told.lastIndexOf(SessionState.OPENING) > 0);
    watched.close(Duration.ofMillis(1));
    assertThat(failures).filteredOn(MemoryLostException.class::isInstance).hasSize(1);
  }

  @Test
  void outcomesAreToldWithTheirNumbersBeforeTheDeliveryEnds() throws Exception {
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<Delivery<String, Integer>> deliveries = new CopyOnWriteArrayList<>();
    RuntimeException ofListener = new IllegalStateException("of the listener");
    AtomicLong nonce = new AtomicLong();
    AsyncSender<String, Integer> watched = builder(15, new Throwing(unreachable()) {
          @Override
          public void open(long from, long newNonce, int maxWindowSize) {
            nonce.set(newNonce);
          }
        })
        .onFailure(unlessThereIsNoSession(failures))
        .onOutcome(session -> new OutcomeListener<>() {
          @Override
          public void onOutcome(long seq, String payload, Outcome outcome, Integer reply) {
            tell(seq, payload + " " + outcome + " " + reply);
          }

          @Override
          public void onRejected(long seq, String payload, String reason) {
            tell(seq, payload + " rejected: " + reason);
          }

          private void tell(long seq, String what) {
            assertThat(deliveries.get((int) seq).isDone()).isFalse();
            told.add(session + "." + seq + " " + what);
            throw ofListener;
          }
        })
        .start();
    until(() -> nonce.get() != 0);
    untilOpened(watched, 15, nonce.get());
    for (String payload : List.of("a", "b", "c")) {
      deliveries.add(watched.send(payload));
    }
    watched.in(77).ack(0, 5);
    watched.in(77).ack(0, 5);
    watched.in(77).rejected(1, "no");
    untilGone(watched, 77);
    until(() -> deliveries.get(2).isDone());
    watched.close(Duration.ofMillis(1));
    assertThat(told)
        .containsExactly("77.0 a DELIVERED 5", "77.1 b rejected: no", "77.2 c IN_DOUBT null");
    assertThat(deliveries).allMatch(Delivery::isDone);
    assertThat(deliveries.get(0).get()).isEqualTo(5);
    assertThat(failures).filteredOn(ofListener::equals).hasSize(3);
  }

  @Test
  void aSessionCanBeAwaited() throws Exception {
    sender.awaitSession(Duration.ofMinutes(1));
    assertThat(sender.state()).isEqualTo(SessionState.OPEN);
    assertThat(sender.trySend("a")).isInstanceOf(SendAttempt.Sent.class);
  }

  /** A window of 16 messages meets a sender that accepts 4. */
  @Test
  void theSmallerWindowWins() throws Exception {
    LossySessionNetwork<String, Integer> own =
        new LossySessionNetwork<>(new Faults(0.3, 0.1, 0.1), 1000, 1);
    ReceiverHost<String, Integer> receiver = ReceiverHost.<String, Integer>builder(
            (from, session) -> this::handle, own.toSender())
        .settings(HostSettings.ofWindowSize(16).withReplies())
        .ids(ids::incrementAndGet)
        .build();
    AsyncSender<String, Integer> small =
        builder(12, own.toReceiver()).maxWindow(4).start();
    AtomicBoolean ended = new AtomicBoolean();
    Thread carrier = new Thread(() -> {
      while (!ended.get()) {
        own.deliverRequest(receiver);
        own.deliverReply(small);
      }
    });
    carrier.start();
    small.awaitSession(Duration.ofMinutes(1));
    assertThat(receiver.sessionInfo())
        .extracting(info -> info.session().windowSize())
        .contains(4);
    assertThat(small.send("bb").get()).isEqualTo(2);
    small.close();
    ended.set(true);
    carrier.join();
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
        .onFailure(unlessThereIsNoSession(failures))
        .start();
    Delivery<String, Integer> delivery = failing.send("a");
    Producer waiting = new Producer(failing, 0, 0);
    waiting.start();
    awaitState(waiting, Thread.State.TIMED_WAITING);
    assertThatThrownBy(failing::close)
        .isInstanceOf(SenderFailedException.class)
        .cause()
        .hasMessage("broken");
    waiting.join();
    assertThat(waiting.failure).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failing.send("b")).isInstanceOf(SenderFailedException.class);
    assertUndecided(
        delivery,
        "undecided: the sender has failed; restart it from its store: java.lang.AssertionError: broken");
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
    return ReceiverHost.<String, Integer>builder(
            (from, session) -> this::handle, network.toSender())
        .settings(new HostSettings(4, order, ReplyMode.WITH_REPLIES, 16))
        .ids(ids::incrementAndGet)
        .onEvent(event -> {})
        .build();
  }

  private static AsyncSenderBuilder<String, Integer> builder(
      long id, SessionRequests<String> network) {
    return AsyncSender.<String, Integer>builder(id, network)
        .maxWindow(16)
        .retryAfter(Duration.ofMillis(1), Duration.ofMillis(10));
  }

  private Map<String, LongSupplier> counters() {
    Map<String, LongSupplier> counters = new HashMap<>();
    sender.publish(new Metrics() {
      @Override
      public void counter(String name, String description, LongSupplier value) {
        counters.put(name, value);
      }

      @Override
      public void gauge(String name, String description, DoubleSupplier value) {}
    });
    return counters;
  }

  /** For tests that may take long to get one. */
  private static Consumer<Exception> unlessThereIsNoSession(List<Exception> failures) {
    return failure -> {
      if (!(failure instanceof NoSessionException)) {
        failures.add(failure);
      }
    };
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

  /** Sends in a thread of a test. */
  private static void send(AsyncSender<String, Integer> sender, String payload) {
    try {
      sender.send(payload);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs one producer for each element of {@code next}, the number of its first message. */
  private static List<Producer> produce(AsyncSender<String, Integer> sender, List<Integer> next)
      throws InterruptedException {
    List<Producer> producers = new ArrayList<>();
    for (int first : next) {
      Producer producer = new Producer(sender, producers.size(), first);
      producers.add(producer);
      producer.start();
    }
    for (Producer producer : producers) {
      producer.join();
    }
    return producers;
  }

  private static void assertUndecided(Delivery<String, Integer> delivery, String message) {
    assertThatThrownBy(delivery::get)
        .cause()
        .isInstanceOf(UndecidedException.class)
        .hasMessage(message);
    assertThatThrownBy(delivery.toFuture()::get).cause().hasMessage(message);
  }

  private static void until(BooleanSupplier happened) throws InterruptedException {
    while (!happened.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  /** A sender drops this frame, as a network may, while its own thread is changing the session. */
  private static void untilOpened(AsyncSender<String, Integer> opening, long id, long nonce)
      throws InterruptedException {
    until(() -> {
      opening.opened(id, nonce, 77, 4, ReplyMode.WITH_REPLIES);
      return opening.state() == SessionState.OPEN;
    });
  }

  /** As above. */
  private static void untilGone(AsyncSender<String, Integer> using, long session)
      throws InterruptedException {
    until(() -> {
      using.gone(session);
      return using.lostSessions() > 0;
    });
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

  /** Carries frames until it is interrupted. */
  private static Thread carry(
      LossySessionNetwork<String, Integer> network,
      ReceiverHost<String, Integer> host,
      Supplier<AsyncSender<String, Integer>> sender) {
    Thread carrier = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        boolean worked = network.deliverRequest(host);
        worked |= network.deliverReply(sender.get());
        if (!worked) {
          LockSupport.parkNanos(100_000);
        }
      }
    });
    carrier.setDaemon(true); // also if the test fails
    carrier.start();
    return carrier;
  }

  /** A host keeps a session while one of its handlers runs, so this may take several attempts. */
  private void forgetSessions() {
    long last = ids.get(); // a sender that is told GONE opens the next one
    while (host.sessionInfo().stream().anyMatch(info -> info.session().id() <= last)) {
      host.dropIf(info -> info.session().id() <= last);
    }
  }

  private Integer handle(long seq, String payload) throws Exception {
    if (handlerFails.get() || payload.equals("poison")) {
      throw new Exception("not now");
    }
    if (payload.startsWith("rejected")) {
      throw new RejectedException("not " + payload);
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
    public void cancelled(long id, long seq) {}

    @Override
    public void draining() {}

    @Override
    public void closing() {}

    @Override
    public void ended() {}

    @Override
    public void clear() {}
  }

  /** What an append that throws has done. */
  private enum FailingAppend {
    WRITTEN,
    NOTHING_WRITTEN
  }

  /** A store that outlives the sender. One append fails. */
  private static final class MemoryStore implements SenderStore<String> {
    private static final int FAILS_AT = 37;

    private final FailingAppend failingAppend;
    private final AtomicInteger appends = new AtomicInteger();
    private final Map<Long, String> entries = new ConcurrentHashMap<>();
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Stored<String> stored;
    private volatile @Nullable String failed; // its payload

    MemoryStore(FailingAppend failingAppend) {
      this.failingAppend = failingAppend;
    }

    @Override
    public @Nullable Stored<String> load() {
      return stored;
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      entries.clear();
      stored = new Stored<>(Phase.OPEN, session, windowSize, replyMode, entries, cancelled);
    }

    @Override
    public void append(long seq, String payload) {
      boolean fails = appends.incrementAndGet() == FAILS_AT;
      if (!fails || failingAppend == FailingAppend.WRITTEN) {
        entries.remove(seq - stored.windowSize());
        entries.put(seq, payload);
      }
      if (fails) {
        failed = payload;
        throw new IllegalStateException("disk full");
      }
    }

    @Override
    public void cancelled(long session, long seq) {
      cancelled.add(seq);
    }

    @Override
    public void draining() {
      become(Phase.DRAINING);
    }

    @Override
    public void closing() {
      become(Phase.CLOSING);
    }

    @Override
    public void ended() {
      become(Phase.ENDED);
    }

    @Override
    public void clear() {
      stored = null;
    }

    private void become(Phase phase) {
      stored = new Stored<>(
          phase, stored.session(), stored.windowSize(), stored.replyMode(), entries, cancelled);
    }
  }

  /** Sends numbered messages until it has sent all, or cannot. */
  private static final class Producer extends Thread {
    static final int MESSAGES = 50;

    private final AsyncSender<String, Integer> sender;
    private final int number;
    private final List<Delivery<String, Integer>> deliveries = new ArrayList<>();
    private int next;
    private @Nullable Exception failure;

    Producer(AsyncSender<String, Integer> sender, int number, int next) {
      this.sender = sender;
      this.number = number;
      this.next = next;
    }

    String payload(int message) {
      return number + "." + message;
    }

    @Override
    public void run() {
      try {
        for (; next < MESSAGES; next++) {
          deliveries.add(sender.send(payload(next)));
        }
      } catch (Exception e) {
        failure = e;
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
    public void open(long sender, long nonce, int maxWindowSize) {
      maybeThrow();
      network.open(sender, nonce, maxWindowSize);
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

package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * What every {@link ReceiverStore} that keeps records must do, as tests of any such store. The
 * handlers here have effects that cannot be rolled back. So a store passes only if it looks at the
 * record before it runs a handler, and holds it until the handler ends.
 *
 * @param <P> payload
 * @param <R> reply, with {@code equals}
 */
public final class ReceiverStoreContract<P, R> {
  private static final long SESSION = 5;
  private static final int WINDOW = 2;
  private static final Duration ENOUGH = Duration.ofMinutes(1); // on any machine

  private final Supplier<? extends ReceiverStore<P, R>> stores;
  private final IntFunction<? extends P> payloads;
  private final IntFunction<? extends R> replies;
  private final Duration patience;

  /**
   * Creates the tests of a store in memory, which holds a lock of Java while a handler runs.
   *
   * @param stores creates an empty store
   * @param payloads returns the payload of a message
   * @param replies returns a different reply for each number
   */
  public ReceiverStoreContract(
      Supplier<? extends ReceiverStore<P, R>> stores,
      IntFunction<? extends P> payloads,
      IntFunction<? extends R> replies) {
    this(stores, payloads, replies, ENOUGH);
  }

  /**
   * Creates the tests of a store in a database, whose locks Java does not see.
   *
   * @param patience after which a thread is taken to wait for another; if it is too short, a fault may
   *     be missed
   */
  public ReceiverStoreContract(
      Supplier<? extends ReceiverStore<P, R>> stores,
      IntFunction<? extends P> payloads,
      IntFunction<? extends R> replies,
      Duration patience) {
    this.stores = stores;
    this.payloads = payloads;
    this.replies = replies;
    this.patience = patience;
  }

  /** Returns one test for each rule. */
  public Stream<DynamicTest> tests() {
    return rules().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), rule.getValue()));
  }

  /** Returns the rules by their names. */
  public Map<String, Executable> rules() {
    Map<String, Executable> rules = new LinkedHashMap<>();
    rules.put("a session is found until it is over", () -> new Run().sessionIsFoundUntilOver());
    rules.put("an id is not opened twice", () -> new Run().idIsNotOpenedTwice());
    rules.put("a message is delivered once", () -> new Run().deliveredOnce());
    rules.put("a failed handler leaves nothing", () -> new Run().failureLeavesNothing());
    rules.put("a sealed message has no effect", () -> new Run().sealedHasNoEffect());
    rules.put("a delivered message is not sealed", () -> new Run().deliveredIsNotSealed());
    rules.put("a rejected message has no effect", () -> new Run().rejectedHasNoEffect());
    rules.put("the first reason stays", () -> new Run().firstReasonStays());
    rules.put("a delivered message is not rejected", () -> new Run().deliveredIsNotRejected());
    rules.put("a sealed message is not rejected", () -> new Run().sealedIsNotRejected());
    rules.put("a handler that rejects leaves nothing", () -> new Run().rejectingLeavesNothing());
    rules.put("a late rejection changes nothing", () -> new Run().lateRejectionChangesNothing());
    rules.put("a late seal changes nothing", () -> new Run().lateSealChangesNothing());
    rules.put("a late delivery has no effect", () -> new Run().lateDeliveryHasNoEffect());
    rules.put("each slot keeps its latest message", () -> new Run().slotsKeepTheLatest());
    rules.put("nothing is written once it is over", () -> new Run().nothingIsWrittenOnceOver());
    rules.put("over during a handler is final", () -> new Run().overDuringHandlerIsFinal());
    rules.put("two deliveries at once have one effect", () -> new Run().twoDeliveriesAtOnce());
    rules.put("a delivery and a rejection exclude each other", () -> new Run().rejectionAtOnce());
    rules.put("a delivery and a seal exclude each other", () -> new Run().deliveryAndSealAtOnce());
    return rules;
  }

  /** One store with one session. */
  private final class Run {
    private final ReceiverStore<P, R> store = stores.get();
    private final AtomicInteger effects = new AtomicInteger();

    Run() {
      store.opened(session(SESSION));
    }

    private static ReceiverStore.Session session(long id) {
      return new ReceiverStore.Session(
          id, 1, 2, WINDOW, DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES);
    }

    private R effect(long seq, P payload) {
      return replies.apply(effects.incrementAndGet());
    }

    private R deliver(long seq) throws Exception {
      return deliver(seq, this::effect);
    }

    private R deliver(long seq, Handler<P, R> handler) throws Exception {
      return store.deliver(SESSION, seq, payloads.apply((int) seq), handler);
    }

    private void assertRefused(long seq) {
      int before = effects.get();
      assertThatThrownBy(() -> deliver(seq)).isNotInstanceOf(CommitUnknownException.class);
      assertThat(effects).as("effects").hasValue(before);
    }

    private Resolved<R> record(long seq) {
      return store.load(SESSION).about(seq);
    }

    private void assertDelivered(long seq, R reply) {
      assertThat(record(seq)).isEqualTo(Resolved.delivered(seq, reply));
    }

    private void assertSealed(long seq) {
      assertThat(record(seq)).isEqualTo(Resolved.<R>sealed(seq));
    }

    void sessionIsFoundUntilOver() {
      store.opened(session(6));
      assertThat(store.load())
          .extracting(ReceiverStore.Stored::session)
          .containsExactlyInAnyOrder(session(SESSION), session(6));
      assertThat(store.load(6).session()).isEqualTo(session(6));
      store.over(SESSION);
      store.over(SESSION);
      store.over(7);
      assertThat(store.load(SESSION)).isNull();
      assertThat(store.load(7)).isNull();
      assertThat(store.load())
          .extracting(ReceiverStore.Stored::session)
          .containsExactly(session(6));
    }

    void idIsNotOpenedTwice() throws Exception {
      R reply = deliver(0);
      ReceiverStore.Session sameId = new ReceiverStore.Session(
          SESSION, 3, 4, 2 * WINDOW, DeliveryOrder.ORDERED, ReplyMode.WITHOUT_REPLIES);
      assertThatThrownBy(() -> store.opened(sameId)).isInstanceOf(RuntimeException.class);
      assertThat(store.load(SESSION).session()).isEqualTo(session(SESSION));
      assertDelivered(0, reply);
    }

    void deliveredOnce() throws Exception {
      R reply = deliver(0);
      assertThat(deliver(0)).as("the reply that is stored").isEqualTo(reply);
      assertThat(effects).as("effects").hasValue(1);
      assertDelivered(0, reply);
    }

    void failureLeavesNothing() throws Exception {
      Exception failure = new Exception("fails");
      assertThatThrownBy(() -> deliver(0, (seq, payload) -> {
            throw failure;
          }))
          .isSameAs(failure);
      assertThat(record(0)).isNull();
      assertDelivered(0, deliver(0));
      assertThat(effects).as("effects").hasValue(1);
    }

    void sealedHasNoEffect() {
      assertThat(store.sealed(SESSION, 0)).isTrue();
      assertThat(store.sealed(SESSION, 0)).as("again").isTrue();
      assertRefused(0);
      assertSealed(0);
    }

    void deliveredIsNotSealed() throws Exception {
      R reply = deliver(0);
      assertThat(store.sealed(SESSION, 0)).isFalse();
      assertDelivered(0, reply);
    }

    private void assertNotRejected(long seq) {
      assertThatThrownBy(() -> store.rejected(SESSION, seq, "why"))
          .isNotInstanceOf(CommitUnknownException.class);
    }

    void rejectedHasNoEffect() throws Exception {
      assertThat(store.rejected(SESSION, 0, "wh\u00fd"))
          .isEqualTo(Resolved.rejected(0, "wh\u00fd"));
      assertThat(store.rejected(SESSION, 1, "")).isEqualTo(Resolved.rejected(1, ""));
      assertThatThrownBy(() -> deliver(0))
          .isInstanceOf(RejectedException.class)
          .hasMessage("wh\u00fd");
      assertThat(store.sealed(SESSION, 0)).as("is sealed").isFalse();
      assertThat(effects).as("effects").hasValue(0);
      assertThat(record(0)).isEqualTo(Resolved.rejected(0, "wh\u00fd"));
      assertThat(record(1)).isEqualTo(Resolved.rejected(1, ""));
    }

    void firstReasonStays() throws Exception {
      store.rejected(SESSION, 0, "first");
      assertThat(store.rejected(SESSION, 0, "second")).isEqualTo(Resolved.rejected(0, "first"));
      assertThat(record(0)).isEqualTo(Resolved.rejected(0, "first"));
    }

    void deliveredIsNotRejected() throws Exception {
      R reply = deliver(0);
      assertThat(store.rejected(SESSION, 0, "why")).isEqualTo(Resolved.delivered(0, reply));
      assertDelivered(0, reply);
    }

    void sealedIsNotRejected() {
      assertThat(store.sealed(SESSION, 0)).isTrue();
      assertNotRejected(0);
      assertSealed(0);
    }

    void rejectingLeavesNothing() throws Exception {
      RejectedException rejection = new RejectedException("why");
      assertThatThrownBy(() -> deliver(0, (seq, payload) -> {
            throw rejection;
          }))
          .isSameAs(rejection);
      assertThat(record(0)).isNull();
      assertThat(store.rejected(SESSION, 0, "why")).isEqualTo(Resolved.rejected(0, "why"));
      R reply = deliver(WINDOW);
      assertDelivered(WINDOW, reply);
    }

    void lateRejectionChangesNothing() throws Exception {
      deliver(0);
      R reply = deliver(WINDOW);
      assertNotRejected(0);
      assertDelivered(WINDOW, reply);
    }

    void lateSealChangesNothing() throws Exception {
      assertThat(store.sealed(SESSION, 0)).isTrue();
      R reply = deliver(WINDOW);
      assertThat(store.sealed(SESSION, 0)).isFalse();
      assertDelivered(WINDOW, reply);
    }

    void lateDeliveryHasNoEffect() throws Exception {
      deliver(0);
      assertThat(store.sealed(SESSION, WINDOW)).isTrue();
      assertRefused(0);
      assertSealed(WINDOW);
    }

    void slotsKeepTheLatest() throws Exception {
      for (long seq = 0; seq < 3 * WINDOW; seq++) {
        deliver(seq);
      }
      assertThat(store.load(SESSION).resolved())
          .extracting(Resolved::seq)
          .containsExactlyInAnyOrder(2L * WINDOW, 2L * WINDOW + 1);
    }

    void nothingIsWrittenOnceOver() throws Exception {
      R reply = deliver(0);
      assertThat(reply).isNotNull();
      store.over(SESSION);
      assertRefused(0);
      assertRefused(1);
      assertThat(store.sealed(SESSION, 1)).isFalse();
      assertNotRejected(0);
      assertNotRejected(1);
      assertThat(store.load(SESSION)).isNull();
    }

    void overDuringHandlerIsFinal() throws Exception {
      FutureTask<Void> over = new FutureTask<>(() -> store.over(SESSION), null);
      try {
        deliver(0, (seq, payload) -> {
          thread(over).start();
          return effect(seq, payload);
        });
      } catch (IllegalStateException e) {
        // The session may be over first.
      }
      get(over);
      assertThat(store.load(SESSION)).isNull();
      assertThat(store.sealed(SESSION, 1)).isFalse();
    }

    void twoDeliveriesAtOnce() throws Exception {
      AtomicInteger handlers = new AtomicInteger();
      List<Thread> threads = new CopyOnWriteArrayList<>();
      Callable<R> delivery = () -> deliver(0, (seq, payload) -> {
        handlers.incrementAndGet();
        for (Thread thread : threads) {
          if (thread != Thread.currentThread()) {
            awaitThat(() -> handlers.get() == 2, thread);
          }
        }
        return effect(seq, payload);
      });
      FutureTask<R> one = new FutureTask<>(delivery);
      FutureTask<R> other = new FutureTask<>(delivery);
      threads.addAll(List.of(thread(one), thread(other)));
      threads.forEach(Thread::start);
      R reply = get(one);
      assertThat(get(other)).isEqualTo(reply);
      assertThat(effects).as("effects").hasValue(1);
      assertDelivered(0, reply);
    }

    void rejectionAtOnce() throws Exception {
      FutureTask<Resolved<R>> rejection = new FutureTask<>(() -> store.rejected(SESSION, 0, "why"));
      R reply = deliver(0, (seq, payload) -> {
        startAndAwait(rejection);
        return effect(seq, payload);
      });
      assertThat(get(rejection)).isEqualTo(Resolved.delivered(0, reply));
      assertDelivered(0, reply);
    }

    void deliveryAndSealAtOnce() throws Exception {
      FutureTask<Boolean> seal = new FutureTask<>(() -> store.sealed(SESSION, 0));
      R reply = deliver(0, (seq, payload) -> {
        startAndAwait(seal);
        return effect(seq, payload);
      });
      assertThat(get(seal)).as("is sealed").isFalse();
      assertDelivered(0, reply);
    }

    private static Thread thread(FutureTask<?> task) {
      Thread thread = new Thread(task, "contract");
      thread.setDaemon(true);
      return thread;
    }

    private static <T> T get(FutureTask<T> task) throws Exception {
      return task.get(ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    private void startAndAwait(FutureTask<?> task) throws InterruptedException {
      Thread thread = thread(task);
      thread.start();
      awaitThat(task::isDone, thread);
    }

    /** Waits until it has happened, or the thread that must do it waits for this one. */
    private void awaitThat(BooleanSupplier happened, Thread thread) throws InterruptedException {
      long start = System.nanoTime();
      while (!happened.getAsBoolean()
          && thread.getState() != Thread.State.TERMINATED
          && !waitsForThisOne(thread)
          && System.nanoTime() - start < patience.toNanos()) {
        Thread.sleep(1);
      }
    }

    private static boolean waitsForThisOne(Thread thread) {
      ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
      return info != null && info.getLockOwnerId() == Thread.currentThread().getId();
    }
  }
}

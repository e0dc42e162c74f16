package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Requests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store throws, and only the record tells whether it has committed. */
class UnknownCommitTest {
  private enum Commit {
    /** It is made, and the store throws. */
    MADE,
    /** It is rolled back, and the store throws. */
    ROLLED_BACK,
    /** It is made later. */
    LATE
  }

  private final SessionLog<String> log = new SessionLog<>();
  private final AtomicLong ids = new AtomicLong();
  private final Store store = new Store();
  private Requests<String> session;
  private ReceiverHost<String, String> host;

  @ParameterizedTest
  @EnumSource
  void aCommitThatWasMadeIsAcknowledged(DeliveryOrder order) {
    startWith(Commit.MADE, order);
    assertThat(log.take()).as("no one is told").containsExactly("handles a");
    session.check(0);
    assertThat(log.take()).containsExactly("1: ACK 0 a!");
    session.data(0, "a");
    session.seal(0);
    assertThat(log.take()).containsExactly("1: ACK 0 a!", "1: ACK 0 a!");
    assertThat(host.handlerFailures()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anyFrameLooksAtTheRecord(DeliveryOrder order) {
    start(order);
    store.next.addAll(List.of(Commit.MADE, Commit.MADE));
    session.data(0, "a");
    session.data(0, "a");
    session.data(1, "b");
    session.seal(1);
    assertThat(log.take()).containsExactly("handles a", "1: ACK 0 a!", "handles b", "1: ACK 1 b!");
  }

  @ParameterizedTest
  @EnumSource
  void aCommitThatWasNotMadeIsTriedAgain(DeliveryOrder order) {
    startWith(Commit.ROLLED_BACK, order);
    session.check(0);
    assertThat(log.take()).as("as if the handler had failed").containsExactly("handles a");
    assertThat(host.handlerFailures()).isEqualTo(1);
    session.check(0);
    session.data(0, "a");
    assertThat(log.take()).containsExactly("1: STATUS 0 UNKNOWN", "handles a", "1: ACK 0 a!");
  }

  /** The record said no, and the message was handed to its handler again. */
  @ParameterizedTest
  @EnumSource
  void aCommitThatComesLateHasTheOnlyEffect(DeliveryOrder order) {
    startWith(Commit.LATE, order);
    session.check(0);
    store.commitLate();
    session.data(0, "a");
    assertThat(log.take()).containsExactly("handles a", "1: ACK 0 a!");
  }

  /** The record said no, and the sender gave up; then the commit was made. */
  @ParameterizedTest
  @EnumSource
  void aCommitThatComesLateRefusesTheSeal(DeliveryOrder order) {
    startWith(Commit.LATE, order);
    session.check(0);
    store.commitLate();
    session.seal(0);
    assertThat(log.take()).as("SEALED would be false").containsExactly("handles a");
    session.seal(0);
    assertThat(log.take()).as("read from the store").containsExactly("1: ACK 0 a!");
    assertThat(host.sessions()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void theClaimStaysUntilTheRecordCouldBeRead(DeliveryOrder order) {
    startWith(Commit.MADE, order);
    store.unreadable = true;
    assertThatThrownBy(() -> session.check(0)).hasMessage("no connection");
    assertThatThrownBy(() -> session.data(0, "a")).hasMessage("no connection");
    store.unreadable = false;
    session.data(0, "a");
    assertThat(log.take()).containsExactly("handles a", "1: ACK 0 a!");
  }

  @ParameterizedTest
  @EnumSource
  void aSessionThatIsOverTakesTheClaimWithIt(DeliveryOrder order) {
    startWith(Commit.MADE, order);
    store.over(1);
    session.check(0);
    assertThat(log.take()).containsExactly("handles a");
    assertThat(host.sessions()).isZero();
    session.check(0);
    assertThat(log.take()).containsExactly("GONE 1");
  }

  /** Else it would have an effect after its message was reported as IN_DOUBT. */
  @Test
  void aHostWithoutStorageForgetsNoSessionWhileAHandlerRuns() {
    host = ReceiverHost.<String, String>builder(
            (sender, id) -> (seq, payload) -> {
              if (seq == 0) {
                throw new CommitUnknownException("simulated", new Exception());
              }
              session.check(0);
              session.check(0);
              return payload + "!";
            },
            log)
        .settings(HostSettings.ofWindowSize(4).withReplies())
        .ids(ids::incrementAndGet)
        .onEvent(event -> {})
        .build();
    host.open(7, 1);
    session = host.in(1);
    log.take();
    session.data(0, "a");
    session.data(1, "b");
    assertThat(log.take()).containsExactly("1: ACK 1 b!");
    session.check(0);
    session.check(0);
    assertThat(log.take()).containsExactly("GONE 1");
  }

  /** None of its frames is answered, not even by GONE: the session is dropped with the claim. */
  @Test
  void aHostWithoutStorageForgetsTheSession() {
    host = ReceiverHost.<String, String>builder(
            (sender, id) -> (seq, payload) -> {
              throw new CommitUnknownException("simulated", new Exception());
            },
            log)
        .settings(HostSettings.ofWindowSize(4).withReplies())
        .ids(ids::incrementAndGet)
        .onEvent(event -> {})
        .build();
    host.open(7, 1);
    session = host.in(1);
    log.take();
    session.data(0, "a");
    session.check(0);
    assertThat(log.take()).isEmpty();
    session.check(0);
    assertThat(log.take()).containsExactly("GONE 1");
  }

  @Test
  void messagesThatWaitBehindItGoOn() {
    startWith(Commit.MADE, DeliveryOrder.ORDERED);
    session.data(1, "b");
    session.seal(2);
    session.data(3, "d");
    log.take();
    session.check(0);
    assertThat(log.take())
        .containsExactly("1: ACK 0 a!", "handles b", "1: ACK 1 b!", "handles d", "1: ACK 3 d!");
  }

  @Test
  void messagesBehindOneThatWasNotMadeWait() {
    startWith(Commit.ROLLED_BACK, DeliveryOrder.ORDERED);
    session.data(1, "b");
    session.check(0);
    assertThat(log.take()).containsExactly("handles a");
    session.data(0, "a");
    assertThat(log.take()).containsExactly("handles a", "1: ACK 0 a!", "handles b", "1: ACK 1 b!");
  }

  @Test
  void aRestartedHostReadsTheRecord() {
    start(DeliveryOrder.UNORDERED);
    store.next.addAll(List.of(Commit.MADE, Commit.ROLLED_BACK));
    session.data(0, "a");
    session.data(1, "b");
    restart(DeliveryOrder.UNORDERED);
    session.check(0);
    session.check(1);
    assertThat(log.take())
        .containsExactly("handles a", "handles b", "1: ACK 0 a!", "1: STATUS 1 UNKNOWN");
  }

  /** Whoever removes the claim concludes it; the others find it claimed, or what it became. */
  @Test
  void oneOfManyThreadsConcludes() throws Exception {
    start(DeliveryOrder.UNORDERED);
    for (int i = 0; i < 200; i++) {
      long seq = i;
      store.next.add(i % 2 == 0 ? Commit.MADE : Commit.ROLLED_BACK);
      session.data(seq, "a");
      log.take();
      CountDownLatch start = new CountDownLatch(1);
      List<FutureTask<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        threads.add(new FutureTask<>(() -> {
          start.await();
          session.check(seq);
          return null;
        }));
        new Thread(threads.get(t)).start();
      }
      start.countDown();
      for (FutureTask<Void> thread : threads) {
        thread.get();
      }
      log.take();
      session.check(seq);
      assertThat(log.take())
          .containsExactly(i % 2 == 0 ? "1: ACK " + seq + " a!" : "1: STATUS " + seq + " UNKNOWN");
      session.data(seq, "a");
      assertThat(store.effects.getAndSet(0)).isEqualTo(1);
    }
  }

  /** Message 0 has arrived, and this is its commit. */
  private void startWith(Commit commit, DeliveryOrder order) {
    start(order);
    store.next.add(commit);
    session.data(0, "a");
  }

  private void start(DeliveryOrder order) {
    restart(order);
    host.open(7, 1);
    session = host.in(1);
    log.take();
  }

  private void restart(DeliveryOrder order) {
    host = ReceiverHost.<String, String>builder(
            (sender, id) -> (seq, payload) -> {
              log.add("handles " + payload);
              store.effects.incrementAndGet();
              return payload + "!";
            },
            log)
        .settings(HostSettings.ofWindowSize(4).withOrder(order).withReplies())
        .ids(ids::incrementAndGet)
        .store(store)
        .onEvent(event -> {})
        .build();
    session = host.in(1);
  }

  /** Throws after the commits that are announced to it. */
  private static final class Store extends MapReceiverStore<String, String> {
    private final Queue<Commit> next = new ArrayDeque<>();
    private final AtomicLong effects = new AtomicLong();
    private Runnable late;
    private boolean unreadable;

    @Override
    public Stored<String> load(long session) {
      if (unreadable) {
        throw new IllegalStateException("no connection");
      }
      return super.load(session);
    }

    @Override
    public String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      Commit commit = next.poll();
      if (commit == null) {
        return super.deliver(session, seq, payload, handler);
      }
      if (commit == Commit.MADE) {
        super.deliver(session, seq, payload, handler);
      } else {
        String reply = handler.handle(seq, payload);
        effects.decrementAndGet();
        late = () -> commit(session, seq, payload, reply);
      }
      throw new CommitUnknownException("simulated", new Exception("connection reset"));
    }

    void commitLate() {
      late.run();
    }

    private void commit(long session, long seq, String payload, String reply) {
      try {
        super.deliver(session, seq, payload, (s, p) -> {
          effects.incrementAndGet();
          return reply;
        });
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hosts over one store: a message takes effect at one of them, once, whichever gets it. */
class SharedReceiverStoreTest {
  private static final int WINDOW = 4;

  private final SessionLog<String> log = new SessionLog<>();
  private final AtomicLong ids = new AtomicLong();

  @ParameterizedTest
  @EnumSource
  void aHostFindsTheSessionThatTheOtherHasOpened(DeliveryOrder order) {
    Hosts hosts = new Hosts(order, new MapReceiverStore<>());
    hosts.second.in(1).check(0);
    hosts.second.in(1).data(0, "a");
    hosts.first.in(1).data(0, "a");
    assertThat(log.take())
        .containsExactly("1: STATUS 0 UNKNOWN", "second handles a", "1: ACK 0 a!", "1: ACK 0 a!");
    assertThat(hosts.second.sessions()).isEqualTo(1);
    hosts.second.open(7, 1);
    assertThat(log.take()).as("the same session").containsExactly("OPENED 7 1 1 4 WITH_REPLIES");
  }

  /** The second host has it in memory as unknown. */
  @ParameterizedTest
  @EnumSource
  void aMessageThatTheOtherHostDeliveredIsNotDenied(DeliveryOrder order) {
    Hosts hosts = new Hosts(order, new MapReceiverStore<>());
    assertThat(deliveredByTheFirstAndSealedAtTheSecond(hosts)).isEmpty();
    hosts.second.in(1).seal(0);
    assertThat(log.take()).as("read from the store").containsExactly("1: ACK 0 a!");
  }

  @Test
  void aMessageThatTheOtherHostSealedIsNotDelivered() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).seal(0);
    second.data(0, "a");
    second.seal(0);
    second.data(0, "a");
    assertThat(log.take())
        .containsExactly("1: STATUS 0 SEALED", "1: STATUS 0 SEALED", "1: STATUS 0 SEALED");
    assertThat(hosts.second.handlerFailures()).as("it was refused once").isEqualTo(1);
  }

  @Test
  void aSessionThatTheOtherHostEndedIsGone() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.close(1);
    second.data(0, "a");
    second.seal(1);
    assertThat(log.take()).as("no effect, and SEALED is not said").containsExactly("GONE 1");
    assertThat(hosts.second.sessions()).isZero();
    second.check(0);
    hosts.second.close(1);
    assertThat(log.take()).containsExactly("GONE 1", "GONE 1");
  }

  /** The second host still has it in memory as it was before. */
  @ParameterizedTest
  @EnumSource
  void aMessageBehindThoseOfTheOtherHostIsNotRefused(DeliveryOrder order) {
    Hosts hosts = new Hosts(order, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    for (long seq = 0; seq < WINDOW; seq++) {
      hosts.first.in(1).data(seq, "a");
    }
    log.take();
    second.data(WINDOW, "b");
    assertThat(log.take()).as("it is behind, and forgets what it knows").isEmpty();
    second.data(WINDOW, "b");
    assertThat(log.take()).containsExactly("second handles b", "1: ACK 4 b!");
    assertThat(hosts.second.refused()).isZero();
    assertThat(hosts.events).isEmpty();
  }

  @Test
  void aMessageOfASessionThatTheOtherHostEndedIsNotRefused() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.close(1);
    log.take();
    second.check(WINDOW);
    second.check(WINDOW);
    assertThat(log.take()).containsExactly("GONE 1");
    assertThat(hosts.second.refused()).isZero();
    assertThat(hosts.events).doesNotHaveAnyElementsOfTypes(HostEvent.MemoryLost.class);
  }

  @Test
  void aMessageThatLiesOutsideOfTheStoredWindowTooIsRefused() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(1, "a");
    log.take();
    second.data(WINDOW, "b");
    assertThat(log.take()).containsExactly("1: STATUS 4 REFUSED");
    assertThat(hosts.second.refused()).isEqualTo(1);
    assertThat(hosts.events).containsExactly(new HostEvent.MemoryLost(1, WINDOW));
  }

  @Test
  void aSessionThatTheOtherHostHasUsedIsNotDroppedAsUntouched() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(0, "a");
    log.take();
    assertThat(hosts.second.dropUntouched()).isZero();
    assertThat(hosts.second.sessions()).as("in memory").isZero();
    second.check(0);
    hosts.first.in(1).check(0);
    assertThat(log.take()).containsExactly("1: ACK 0 a!", "1: ACK 0 a!");
  }

  @Test
  void anIdThatTheOtherHostUsesOpensNoSession() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    hosts.first.in(1).data(0, "a");
    log.take();
    ids.set(0);
    assertThatThrownBy(() -> hosts.second.open(8, 1)).hasMessageContaining("exists already");
    hosts.second.in(1).check(0);
    assertThat(log.take()).containsExactly("1: ACK 0 a!");
  }

  @Test
  void aSessionIsClosedByAHostThatDoesNotHaveIt() {
    MapReceiverStore<String, String> store = new MapReceiverStore<>();
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, store);
    hosts.second.close(1);
    assertThat(log.take()).containsExactly("GONE 1");
    assertThat(store.load(1)).isNull();
  }

  @Test
  void aFullHostDoesNotAnswerForASessionOfTheOther() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new MapReceiverStore<>());
    for (int nonce = 2; hosts.second.sessions() < Hosts.MAX_SESSIONS; nonce++) {
      hosts.second.open(7, nonce);
    }
    log.take();
    hosts.second.in(1).data(0, "a");
    assertThat(log.take()).as("GONE would be false").isEmpty();
    assertThat(hosts.second.full()).isEqualTo(1);
    hosts.second.dropUntouched();
    hosts.second.in(1).data(0, "a");
    assertThat(log.take()).endsWith("second handles a", "1: ACK 0 a!");
  }

  // In sequence, two hosts at once are one too many.

  /** What a host knows of the messages before is not read again until it refuses a message. */
  @Test
  void aMessageInSequenceWaitsForOneThatTheOtherHostHasDelivered() {
    Hosts hosts = new Hosts(DeliveryOrder.ORDERED, new MapReceiverStore<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(0, "a");
    second.data(1, "b");
    log.take();
    second.data(1, "b");
    second.check(1);
    assertThat(log.take()).containsExactly("1: STATUS 1 IN_PROGRESS", "1: STATUS 1 IN_PROGRESS");
    hosts.first.in(1).data(1, "b");
    assertThat(log.take()).containsExactly("first handles b", "1: ACK 1 b!");
  }

  /** A host passes what it has sealed in memory; the other still takes it until that is written. */
  @Test
  void messagesAreHandledOutOfSequenceWhileTheOtherHostSeals() {
    AtomicReference<Runnable> whenSealed = new AtomicReference<>(() -> {});
    Hosts hosts = new Hosts(DeliveryOrder.ORDERED, new MapReceiverStore<>() {
      @Override
      public boolean sealed(long session, long seq) {
        whenSealed.getAndSet(() -> {}).run();
        return super.sealed(session, seq);
      }
    });
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(0, "a");
    second.data(2, "c");
    log.take();
    whenSealed.set(() -> {
      second.data(0, "a"); // a late copy
      hosts.first.in(1).data(1, "b");
    });
    second.seal(1);
    assertThat(log.take()).containsSubsequence("second handles c", "first handles b");
  }

  @Test
  void aHostThatStartsOnceTheOtherHasEndedGoesOnInSequence() {
    MapReceiverStore<String, String> store = new MapReceiverStore<>();
    new Hosts(DeliveryOrder.ORDERED, store).first.in(1).data(0, "a");
    log.take();
    new Hosts(DeliveryOrder.ORDERED, store).second.in(1).data(1, "b");
    assertThat(log.take()).containsExactly("second handles b", "1: ACK 1 b!");
  }

  // Without the write rule.

  @Test
  void aStoreThatLooksAtNoRecordLetsBothHandle() {
    Hosts hosts = new Hosts(DeliveryOrder.UNORDERED, new BrokenReceiverStores.Unguarded<>());
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(0, "a");
    second.data(0, "a");
    assertThat(log.take()).contains("first handles a", "second handles a");
  }

  @Test
  void aStoreThatLooksInDeliveryOnlyDeniesFalsely() {
    Hosts hosts =
        new Hosts(DeliveryOrder.UNORDERED, new BrokenReceiverStores.LooksInDeliveryOnly<>());
    assertThat(deliveredByTheFirstAndSealedAtTheSecond(hosts))
        .containsExactly("1: STATUS 0 SEALED");
  }

  @Test
  void threadsOfBothHostsAgree() throws Exception {
    assertThat(race(new MapReceiverStore<>())).isEmpty();
  }

  @Test
  void threadsOfBothHostsDisagreeWithoutTheWriteRule() throws Exception {
    assertThat(race(new BrokenReceiverStores.Unguarded<>()))
        .anyMatch(line -> line.startsWith("duplicated"));
  }

  private List<String> deliveredByTheFirstAndSealedAtTheSecond(Hosts hosts) {
    Requests<String> second = hosts.inMemoryOfBoth();
    hosts.first.in(1).data(0, "a");
    log.take();
    second.seal(0);
    return log.take();
  }

  /** Threads bring DATA and SEAL for the same messages to both hosts; returns what was wrong. */
  private static List<String> race(MapReceiverStore<String, String> store) throws Exception {
    int messages = 300;
    AtomicLongArray effects = new AtomicLongArray(messages);
    Answers answers = new Answers();
    AtomicLong ids = new AtomicLong();
    List<ReceiverHost<String, String>> hosts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      hosts.add(ReceiverHost.<String, String>builder(
              (sender, session) -> (seq, payload) -> "effect " + effects.incrementAndGet((int) seq),
              answers)
          .settings(HostSettings.ofWindowSize(WINDOW).withReplies())
          .ids(ids::incrementAndGet)
          .store(store)
          .onEvent(event -> {})
          .build());
    }
    hosts.get(0).open(7, 1);
    List<String> wrong = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (long s = 0; s < messages; s++) {
        long seq = s;
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          Requests<String> host = hosts.get(thread % 2).in(1);
          boolean seals = thread == 3 && seq % 2 == 0;
          done.add(threads.submit(() -> {
            if (seals) {
              host.seal(seq);
            } else {
              host.data(seq, "m");
            }
          }));
        }
        for (Future<?> each : done) {
          each.get();
        }
        for (int i = 0; i < 20 && !answers.resolved(seq); i++) {
          hosts.get(i % 2).in(1).seal(seq); // the sender asks until it is told
        }
        long count = effects.get((int) seq);
        if (count > 1) {
          wrong.add("duplicated: " + seq);
        }
        if (count > 0 && answers.sealed.containsKey(seq)) {
          wrong.add("denied: " + seq);
        }
        if (count == 0 && answers.acknowledged.containsKey(seq)) {
          wrong.add("confirmed: " + seq);
        }
        if (!answers.resolved(seq)) {
          wrong.add("never answered: " + seq);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return wrong;
  }

  private final class Hosts {
    static final int MAX_SESSIONS = 3;

    final List<HostEvent> events = new ArrayList<>(); // of the second host

    final ReceiverHost<String, String> first;
    final ReceiverHost<String, String> second;

    /** The first host opens session 1. */
    Hosts(DeliveryOrder order, ReceiverStore<String, String> store) {
      first = host("first", order, store, event -> {});
      second = host("second", order, store, events::add);
      first.open(7, 1);
      log.take();
    }

    /** Returns the session at the second host, which has read it while nothing was delivered. */
    Requests<String> inMemoryOfBoth() {
      second.in(1).check(0);
      log.take();
      return second.in(1);
    }

    private ReceiverHost<String, String> host(
        String name,
        DeliveryOrder order,
        ReceiverStore<String, String> store,
        Consumer<HostEvent> listener) {
      return ReceiverHost.<String, String>builder(
              (sender, session) -> (seq, payload) -> {
                log.add(name + " handles " + payload);
                return payload + "!";
              },
              log)
          .settings(HostSettings.ofWindowSize(WINDOW)
              .withOrder(order)
              .withReplies()
              .withMaxSessions(MAX_SESSIONS))
          .ids(ids::incrementAndGet)
          .store(store)
          .onEvent(listener)
          .build();
    }
  }

  /** What the sender is told, by any thread. */
  private static final class Answers implements SessionReplies<String> {
    final Map<Long, Boolean> acknowledged = new ConcurrentHashMap<>();
    final Map<Long, Boolean> sealed = new ConcurrentHashMap<>();

    boolean resolved(long seq) {
      return acknowledged.containsKey(seq) || sealed.containsKey(seq);
    }

    @Override
    public void opened(long sender, long nonce, long session, int windowSize, ReplyMode mode) {}

    @Override
    public void full(long sender, long nonce) {}

    @Override
    public void gone(long session) {}

    @Override
    public Replies<String> in(long session) {
      return new Replies<>() {
        @Override
        public void ack(long seq, String reply) {
          acknowledged.put(seq, true);
        }

        @Override
        public void rejected(long seq, String reason) {
          throw new AssertionError("rejected: " + seq);
        }

        @Override
        public void status(long seq, Status status) {
          if (status == Status.SEALED) {
            sealed.put(seq, true);
          }
        }
      };
    }
  }
}

package exactlyonce.jdbc;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.HandlerFactory;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SessionReplies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Threads bring DATA and SEAL for the same messages to two hosts over one database. */
final class HostRace {
  private static final int MESSAGES = 60;
  private static final int WINDOW = 4;

  /** Counts the effects of a message. */
  interface Effects {
    long of(String message) throws Exception;
  }

  private HostRace() {}

  /** Returns what was wrong. */
  static List<String> run(
      Supplier<JdbcReceiverStore<String, String>> stores,
      Function<JdbcReceiverStore<String, String>, HandlerFactory<String, String>> handlers,
      Effects effects)
      throws Exception {
    Answers answers = new Answers();
    AtomicLong ids = new AtomicLong();
    List<ReceiverHost<String, String>> hosts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      JdbcReceiverStore<String, String> store = stores.get();
      hosts.add(ReceiverHost.<String, String>builder(handlers.apply(store), answers)
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
      for (int i = 0; i < MESSAGES; i++) {
        long seq = i;
        String message = "m" + i;
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          Requests<String> host = hosts.get(thread % 2).in(1);
          boolean seals = thread == 3 && seq % 2 == 0;
          done.add(threads.submit(() -> {
            if (seals) {
              host.seal(seq);
            } else {
              host.data(seq, message);
            }
          }));
        }
        for (Future<?> each : done) {
          each.get();
        }
        for (int n = 0; n < 20 && !answers.decided(seq); n++) {
          hosts.get(n % 2).in(1).seal(seq); // the sender asks until it is told
        }
        long count = effects.of(message);
        if (count > 1) {
          wrong.add("duplicated: " + seq);
        }
        if (count > 0 && answers.sealed.contains(seq)) {
          wrong.add("falsely denied: " + seq);
        }
        if (count == 0 && answers.acknowledged.contains(seq)) {
          wrong.add("falsely confirmed: " + seq);
        }
        if (!answers.decided(seq)) {
          wrong.add("never answered: " + seq);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return wrong;
  }

  /** What the sender is told, by any thread. */
  private static final class Answers implements SessionReplies<String> {
    final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    final Set<Long> sealed = ConcurrentHashMap.newKeySet();

    boolean decided(long seq) {
      return acknowledged.contains(seq) || sealed.contains(seq);
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
          acknowledged.add(seq);
        }

        @Override
        public void rejected(long seq, String reason) {
          throw new AssertionError("rejected: " + seq);
        }

        @Override
        public void status(long seq, Status status) {
          if (status == Status.SEALED) {
            sealed.add(seq);
          }
        }
      };
    }
  }
}

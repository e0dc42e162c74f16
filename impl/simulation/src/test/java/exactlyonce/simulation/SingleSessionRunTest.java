package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Status;
import exactlyonce.protocol.Submitter;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.window.OutcomeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SingleSessionRunTest {

  /** All the memory is that of the ledger, allocated at the start, and of the windows. */
  @Test
  void aMillionMessagesTakeEffectOnce() throws InterruptedException {
    int messages = 1_000_000;
    SingleSessionRun run =
        new SingleSessionRun(RunSettings.of(messages).withFaults(new Faults(0.3, 0.1, 0.2)));
    long before = usedHeap();
    RunResult result = run.run();
    long growth = usedHeap() - before;

    assertOk(result, messages);
    assertThat(run.decided()).isEqualTo(messages);
    // The network was as bad as configured, and the protocol had to make up for it.
    assertThat(result.faults().framesLost()).isGreaterThan(messages);
    assertThat(result.faults().framesDuplicated()).isGreaterThan(messages / 10);
    assertThat(result.faults().framesDelayed()).isGreaterThan(messages / 10);
    assertThat(result.frames().checks()).isGreaterThan(messages / 4);
    assertThat(result.frames().resends()).isGreaterThan(messages / 4);
    assertThat(result.frames().suppressed()).isGreaterThan(messages / 20);
    assertThat(result.frames().handlerFailures()).isGreaterThan(messages / 200);
    assertThat(result.messages().notDelivered()).isPositive();
    assertThat(result.messagesPerSecond()).isPositive();
    assertThat(growth).as("bytes that were not there before the run").isLessThan(messages);
  }

  @ParameterizedTest
  @CsvSource({
    // order, window, senders, receivers, loss, duplicate, delay, handler failure, cancel
    "UNORDERED, 1,    1, 1, 0,   0,   0,   0,   0",
    "UNORDERED, 1,    3, 3, 0.1, 0.3, 0.3, 0.1, 0.5",
    "UNORDERED, 2,    2, 2, 0.3, 0.3, 0.3, 0.1, 0.1",
    "UNORDERED, 64,   1, 4, 0.3, 0.5, 0.5, 0,   0",
    "UNORDERED, 64,   4, 1, 0.3, 0.1, 0.9, 0.5, 0.5",
    "UNORDERED, 512,  2, 2, 0,   0,   0,   0,   0",
    "UNORDERED, 512,  2, 2, 0.5, 1,   0.5, 0.1, 1",
    "ORDERED,   1,    1, 1, 0,   0,   0,   0,   0",
    "ORDERED,   1,    3, 3, 0.1, 0.3, 0.3, 0.1, 0.5",
    "ORDERED,   2,    2, 2, 0.3, 0.3, 0.3, 0.1, 0.1",
    "ORDERED,   64,   1, 4, 0.3, 0.5, 0.5, 0,   0",
    "ORDERED,   64,   4, 4, 0.3, 0.1, 0.9, 0.1, 0.5",
    "ORDERED,   512,  2, 2, 0,   0,   0,   0,   0",
    "ORDERED,   512,  2, 3, 0.5, 1,   0.5, 0.1, 0.1",
  })
  void everySettingHolds(
      DeliveryOrder order,
      int window,
      int senders,
      int receivers,
      double loss,
      double duplicate,
      double delay,
      double handlerFailure,
      double cancel)
      throws InterruptedException {
    int messages = 20 * Math.min(window, 10) + 40 * window;
    RunSettings settings = RunSettings.of(messages)
        .withThreads(senders, receivers)
        .withWindow(window)
        .withOrder(order)
        .withReplyMode(window % 64 == 0 ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES)
        .withFaults(new Faults(loss, duplicate, delay))
        .withApplication(handlerFailure, cancel)
        .withRetry(new RetryPolicy(100_000, 400_000))
        .withSeed(window);
    assertOk(new SingleSessionRun(settings).run(), messages);
  }

  @ParameterizedTest
  @CsvSource({
    "UNORDERED, WITHOUT_REPLIES",
    "ORDERED, WITHOUT_REPLIES",
    "UNORDERED, WITH_REPLIES",
    "ORDERED, WITH_REPLIES"
  })
  void whatHandlersRejectIsReportedSo(DeliveryOrder order, ReplyMode replyMode)
      throws InterruptedException {
    RunSettings settings = RunSettings.of(2000)
        .withWindow(64)
        .withOrder(order)
        .withReplyMode(replyMode)
        .withRejections(0.3);
    RunResult result = new SingleSessionRun(settings).run();
    assertOk(result, 2000);
    assertThat(result.messages().rejected()).isBetween(300L, 900L);
    assertThat(result.messages().effects())
        .isEqualTo(2000 - result.messages().rejected() - result.messages().notDelivered());
  }

  @Test
  void instrumentationSeesEveryCall() throws InterruptedException {
    Counts counts = new Counts();
    LongAdder latencies = new LongAdder();
    SingleSessionRun run =
        new SingleSessionRun(RunSettings.of(5000).withThreads(2, 3), counts, nanos -> {
          if (nanos > 0) {
            latencies.increment();
          }
        });
    RunResult result = run.run();
    assertOk(result, 5000);
    assertThat(latencies.sum()).isEqualTo(5000);
    assertThat(counts.data.sum())
        .isEqualTo(result.messages().submitted() + result.frames().resends());
    assertThat(counts.checks.sum()).isEqualTo(result.frames().checks());
    assertThat(counts.seals.sum()).isEqualTo(result.frames().seals());
    assertThat(counts.handled.sum())
        .isEqualTo(result.messages().effects() + result.frames().handlerFailures());
    assertThat(counts.outcomes.sum()).isEqualTo(5000);
    assertThat(counts.submitted.sum()).isEqualTo(5000);
    long requests = counts.data.sum() + counts.checks.sum() + counts.seals.sum();
    assertThat(counts.requestsArrived.sum() + counts.repliesArrived.sum())
        .isEqualTo(requests
            + counts.repliesSent.sum()
            + result.faults().framesDuplicated()
            - result.faults().framesLost());
    assertThat(counts.threads).isEqualTo(List.of(0, 1, 2, 100, 200, 101, 201));
  }

  /** A slow receiver has not processed all frames when the last message is decided. */
  @Test
  void framesInFlightAtTheEndAreDelivered() throws InterruptedException {
    int late = 400;
    AtomicInteger outcomes = new AtomicInteger();
    AtomicInteger arrived = new AtomicInteger();
    List<Requests<Message>> networks = new ArrayList<>();
    SingleSessionRun run = new SingleSessionRun(
        RunSettings.of(100).withFaults(Faults.NONE).withApplication(0, 0),
        new Instrumentation() {
          @Override
          public Requests<Message> requests(Requests<Message> network) {
            networks.add(network);
            return network;
          }

          @Override
          public OutcomeListener<Message, Reply> outcomes(
              OutcomeListener<Message, Reply> listener) {
            return (seq, payload, outcome, reply) -> {
              if (outcomes.incrementAndGet() == 100) {
                for (int i = 0; i < late; i++) {
                  networks.get(0).seal(seq);
                }
              }
              listener.onOutcome(seq, payload, outcome, reply);
            };
          }

          @Override
          public Requests<Message> receiver(int thread, Requests<Message> receiver) {
            return new ForwardingRequests<>(receiver) {
              @Override
              public void seal(long seq) {
                LockSupport.parkNanos(100_000);
                arrived.incrementAndGet();
                super.seal(seq);
              }
            };
          }
        },
        null);
    assertOk(run.run(), 100);
    assertThat(arrived.get()).isEqualTo(late);
  }

  @Test
  void anInterruptEndsAllThreads() throws InterruptedException {
    SingleSessionRun run = new SingleSessionRun(RunSettings.of(10_000_000));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner = new Thread(() -> {
      try {
        run.run();
      } catch (Throwable e) {
        thrown.set(e);
      }
    });
    runner.start();
    while (run.decided() < 1000) {
      Thread.sleep(1);
    }
    assertThat(workers()).isPositive(); // on a busy machine not all have started
    runner.interrupt();
    runner.join(60_000);
    assertThat(runner.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(workers()).isZero();
  }

  @Test
  void aStalledRunIsGivenUp() throws InterruptedException {
    RunResult result;
    long limitNanos = 1_500_000_000;
    do { // a busy machine may need more to get there
      result = stalled(limitNanos);
      limitNanos *= 2;
    } while (result.messages().submitted() <= 500);
    assertThat(result.ok()).isFalse();
    assertThat(result.stalled()).isTrue();
    assertThat(result.violated()).as("the sender still asks for it: %s", result).isFalse();
    RunResult.Messages messages = result.messages();
    assertThat(messages.submitted()).isBetween(501L, 516L);
    assertThat(messages.undecided()).isBetween(1L, 16L);
    assertThat(messages.notSubmitted()).isEqualTo(1000 - messages.submitted());
    assertThat(workers()).isZero();
  }

  /** Message 500 never arrives. */
  private static RunResult stalled(long limitNanos) throws InterruptedException {
    SingleSessionRun run = new SingleSessionRun(
        RunSettings.of(1000).withWindow(16).withStallLimitNanos(limitNanos),
        new Instrumentation() {
          @Override
          public Requests<Message> requests(Requests<Message> network) {
            return new ForwardingRequests<>(network) {
              @Override
              public void data(long seq, Message payload) {
                if (seq != 500) {
                  super.data(seq, payload);
                }
              }
            };
          }
        },
        null);
    return run.run();
  }

  @Test
  void aThreadThatFailsEndsTheRun() {
    SingleSessionRun run = new SingleSessionRun(
        RunSettings.of(1000),
        new Instrumentation() {
          @Override
          public OutcomeListener<Message, Reply> outcomes(
              OutcomeListener<Message, Reply> listener) {
            return (seq, payload, outcome, reply) -> {
              throw new UnsupportedOperationException("listener");
            };
          }
        },
        null);
    assertThatThrownBy(run::run)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("listener");
    assertThat(workers()).isZero();
  }

  @Test
  void aRunCanBeStartedOnlyOnce() throws InterruptedException {
    SingleSessionRun run = new SingleSessionRun(RunSettings.of(1));
    assertOk(run.run(), 1);
    assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void numbersMustBePositive(int number) {
    RunSettings good = RunSettings.of(1);
    assertThatThrownBy(() -> RunSettings.of(number)).hasMessageStartingWith("messages must");
    assertThatThrownBy(() -> good.withThreads(number, 1)).hasMessageStartingWith("senders must");
    assertThatThrownBy(() -> good.withThreads(1, number)).hasMessageStartingWith("receivers must");
    assertThatThrownBy(() -> good.withStallLimitNanos(number))
        .hasMessageStartingWith("stallLimitNanos must");
    assertThatThrownBy(() -> new SingleSessionRun(good.withWindow(number)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void probabilitiesMustBeFrom0To1() {
    RunSettings good = RunSettings.of(1);
    assertThatThrownBy(() -> good.withApplication(2, 0)).hasMessageStartingWith("handlerFailure");
    assertThatThrownBy(() -> good.withApplication(0, -1)).hasMessageStartingWith("cancel");
    assertThatThrownBy(() -> good.withRejections(1.1)).hasMessageStartingWith("reject");
  }

  static void assertOk(RunResult result, int messages) {
    assertThat(result.messages().submitted()).isEqualTo(messages);
    assertThat(result.count(Violation.LOST)).as("lost").isZero();
    assertThat(result.count(Violation.DUPLICATED)).as("duplicated").isZero();
    assertThat(result.count(Violation.SWAPPED)).as("swapped").isZero();
    assertThat(result.count(Violation.FALSELY_CONFIRMED))
        .as("falsely confirmed")
        .isZero();
    assertThat(result.ok()).as("%s", result).isTrue();
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(sender|receiver)-\\d+"))
        .count();
  }

  /** Counts every call. */
  private static final class Counts implements Instrumentation {
    final LongAdder data = new LongAdder();
    final LongAdder checks = new LongAdder();
    final LongAdder seals = new LongAdder();
    final LongAdder repliesSent = new LongAdder();
    final LongAdder requestsArrived = new LongAdder();
    final LongAdder repliesArrived = new LongAdder();
    final LongAdder handled = new LongAdder();
    final LongAdder outcomes = new LongAdder();
    final LongAdder submitted = new LongAdder();
    final List<Integer> threads = new ArrayList<>();

    @Override
    public Requests<Message> requests(Requests<Message> network) {
      return new Requests<>() {
        @Override
        public void data(long seq, Message payload) {
          data.increment();
          network.data(seq, payload);
        }

        @Override
        public void check(long seq) {
          checks.increment();
          network.check(seq);
        }

        @Override
        public void seal(long seq) {
          seals.increment();
          network.seal(seq);
        }
      };
    }

    @Override
    public Replies<Reply> replies(Replies<Reply> network) {
      return counting(network, repliesSent);
    }

    @Override
    public Replies<Reply> sender(int thread, Replies<Reply> sender) {
      threads.add(200 + thread);
      return counting(sender, repliesArrived);
    }

    @Override
    public Requests<Message> receiver(int thread, Requests<Message> receiver) {
      threads.add(thread);
      return new Requests<>() {
        @Override
        public void data(long seq, Message payload) {
          requestsArrived.increment();
          receiver.data(seq, payload);
        }

        @Override
        public void check(long seq) {
          requestsArrived.increment();
          receiver.check(seq);
        }

        @Override
        public void seal(long seq) {
          requestsArrived.increment();
          receiver.seal(seq);
        }
      };
    }

    @Override
    public Handler<Message, Reply> handler(Handler<Message, Reply> handler) {
      return (seq, payload) -> {
        handled.increment();
        return handler.handle(seq, payload);
      };
    }

    @Override
    public OutcomeListener<Message, Reply> outcomes(OutcomeListener<Message, Reply> listener) {
      return (seq, payload, outcome, reply) -> {
        outcomes.increment();
        listener.onOutcome(seq, payload, outcome, reply);
      };
    }

    @Override
    public Submitter<Message> submitter(int thread, Submitter<Message> sender) {
      threads.add(100 + thread);
      AtomicInteger polls = new AtomicInteger();
      return new Submitter<>() {
        @Override
        public long trySubmit(Message payload) {
          long seq = sender.trySubmit(payload);
          if (seq >= 0) {
            submitted.increment();
          }
          return seq;
        }

        @Override
        public boolean cancel(long seq) {
          return sender.cancel(seq);
        }

        @Override
        public int poll(long nowNanos) {
          assertThat(thread).as("the polling thread").isZero();
          polls.incrementAndGet();
          return sender.poll(nowNanos);
        }
      };
    }

    private static Replies<Reply> counting(Replies<Reply> replies, LongAdder count) {
      return new Replies<>() {
        @Override
        public void ack(long seq, Reply reply) {
          count.increment();
          replies.ack(seq, reply);
        }

        @Override
        public void rejected(long seq, String reason) {
          throw new AssertionError("rejected: " + seq);
        }

        @Override
        public void status(long seq, Status status) {
          count.increment();
          replies.status(seq, status);
        }
      };
    }
  }
}

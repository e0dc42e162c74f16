package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.window.OutcomeListener;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The ledger detects faults: each of these runs is broken in one place. */
class BrokenRunTest {
  private static final RunSettings SETTINGS =
      RunSettings.of(5000).withWindow(256).withStallLimitNanos(10_000_000_000L);

  @Test
  void aReceiverThatDoesNotRememberMessagesDuplicates() throws InterruptedException {
    RunResult result = run(new Receiving(parts -> new ForwardingRequests<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        try {
          parts.handler.handle(seq, payload);
        } catch (Exception e) {
          return; // as for a failed handler
        }
        super.data(seq, payload);
      }
    }));
    assertThat(result.count(Violation.DUPLICATED)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aReceiverThatAcknowledgesBeforeTheEffectConfirmsFalsely() throws InterruptedException {
    RunResult result = run(new Receiving(parts -> new ForwardingRequests<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        parts.replies.ack(seq, null);
        Thread.yield();
        super.data(seq, payload);
      }
    }));
    assertThat(result.count(Violation.FALSELY_CONFIRMED)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  /** An unordered receiver where ordered delivery is required. */
  @Test
  void anUnorderedReceiverMisorders() throws InterruptedException {
    Receiving unordered = new Receiving(parts -> {
      if (parts.broken == null) { // one for all threads
        parts.broken = Receiver.unordered(
            SETTINGS.delivery().window(), ReplyMode.WITHOUT_REPLIES, parts.handler, parts.replies);
      }
      return parts.broken;
    });
    RunResult result =
        new SingleSessionRun(SETTINGS.withOrder(DeliveryOrder.ORDERED), unordered, null).run();
    assertThat(result.count(Violation.MISORDERED)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aReceiverThatAcknowledgesWithoutHandlingLoses() throws InterruptedException {
    RunResult result = run(new Receiving(parts -> new ForwardingRequests<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        parts.replies.ack(seq, null);
      }
    }));
    assertThat(result.count(Violation.LOST)).isPositive();
    assertThat(result.count(Violation.FALSELY_CONFIRMED)).isPositive();
    assertThat(result.messages().effects()).isZero();
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aSenderThatTakesAnyReplyForAConfirmationConfirmsFalsely() throws InterruptedException {
    RunResult result = run(new Sending(sender -> new ForwardingReplies<>(sender) {
      @Override
      public void status(long seq, Status status) {
        super.ack(seq, null);
      }
    }));
    assertThat(result.count(Violation.FALSELY_CONFIRMED)).isPositive();
    assertThat(result.count(Violation.LOST)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  /** Every message is asked for just before it is sent, so most answers are UNKNOWN, and stale. */
  @Test
  void aSenderThatTakesUnknownForFinalDeniesFalsely() throws InterruptedException {
    RunResult result = run(new Instrumentation() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new ForwardingRequests<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.check(seq);
            super.data(seq, payload);
          }
        };
      }

      @Override
      public Replies<Reply> sender(int thread, Replies<Reply> sender) {
        return new ForwardingReplies<>(sender) {
          @Override
          public void status(long seq, Status status) {
            super.status(seq, status == Status.UNKNOWN ? Status.SEALED : status);
          }
        };
      }
    });
    assertThat(result.count(Violation.FALSELY_DENIED)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aNetworkThatAltersPayloadsIsDetected() throws InterruptedException {
    RunResult result = run(new Instrumentation() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new ForwardingRequests<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.data(seq, new Message(payload.number() ^ (seq % 100 == 0 ? 1 : 0), 0));
          }
        };
      }
    });
    assertThat(result.count(Violation.SWAPPED)).isBetween(1L, 4 * 5000 / 100L);
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aSenderThatReportsTwiceIsDetected() throws InterruptedException {
    RunResult result = run(new Instrumentation() {
      @Override
      public OutcomeListener<Message, Reply> outcomes(OutcomeListener<Message, Reply> listener) {
        return (seq, payload, outcome, reply) -> {
          listener.onOutcome(seq, payload, outcome, reply);
          if (seq == 1000) {
            listener.onOutcome(seq, payload, outcome, reply);
          }
        };
      }
    });
    assertThat(result.count(Violation.REPORTED_TWICE)).isEqualTo(1);
    assertThat(result.ok()).isFalse();
  }

  @Test
  void aSenderAheadOfTheWindowIsRefused() throws InterruptedException {
    RunResult result = run(new Instrumentation() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new ForwardingRequests<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.data(seq, payload);
            super.check(seq + 256);
          }
        };
      }
    });
    assertThat(result.count(Violation.REFUSED)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  /** As if the reply of the next lap could be taken for that of this one. */
  @Test
  void aReceiverThatMixesUpRepliesIsDetected() throws InterruptedException {
    Instrumentation mixesUp = new Instrumentation() {
      @Override
      public Replies<Reply> replies(Replies<Reply> network) {
        return new ForwardingReplies<>(network) {
          @Override
          public void ack(long seq, Reply reply) {
            super.ack(seq, seq % 100 == 0 ? new Reply(reply.number(), reply.effect() + 1) : reply);
          }
        };
      }
    };
    RunResult result =
        new SingleSessionRun(SETTINGS.withReplyMode(ReplyMode.WITH_REPLIES), mixesUp, null).run();
    assertThat(result.count(Violation.WRONG_REPLIES)).isPositive();
    assertThat(result.ok()).isFalse();
  }

  private static RunResult run(Instrumentation instrumentation) throws InterruptedException {
    return new SingleSessionRun(SETTINGS, instrumentation, null).run();
  }

  /** The receiver and the parts that it uses. */
  private static final class Parts {
    private Handler<Message, Reply> handler;
    private Replies<Reply> replies;
    private Requests<Message> receiver;
    private Requests<Message> broken;
  }

  /** Replaces the receiver. */
  private static final class Receiving implements Instrumentation {
    private final Parts parts = new Parts();
    private final Function<Parts, Requests<Message>> broken;

    Receiving(Function<Parts, Requests<Message>> broken) {
      this.broken = broken;
    }

    @Override
    public Handler<Message, Reply> handler(Handler<Message, Reply> handler) {
      parts.handler = handler;
      return handler;
    }

    @Override
    public Replies<Reply> replies(Replies<Reply> network) {
      parts.replies = network;
      return network;
    }

    @Override
    public Requests<Message> receiver(int thread, Requests<Message> receiver) {
      parts.receiver = receiver;
      return broken.apply(parts);
    }
  }

  /** Replaces the replies that reach the sender. */
  private record Sending(UnaryOperator<Replies<Reply>> broken) implements Instrumentation {
    @Override
    public Replies<Reply> sender(int thread, Replies<Reply> sender) {
      return broken.apply(sender);
    }
  }
}

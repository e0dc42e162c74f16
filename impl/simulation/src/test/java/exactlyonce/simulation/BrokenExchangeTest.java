package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Forward;
import exactlyonce.protocol.ForwardReplies;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.window.OutcomeListener;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The ledger would notice: each of these exchanges is broken in one place. */
class BrokenExchangeTest {
  private static final ExchangeSettings SETTINGS =
      ExchangeSettings.of(5000).withWindow(256).withStallLimitNanos(1_000_000_000);

  @Test
  void aReceiverThatForgetsDuplicatesDuplicates() throws InterruptedException {
    Report report = run(new Receiving(parts -> new Forward<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        try {
          parts.handler.handle(seq, payload);
        } catch (Exception e) {
          return; // as a failed handler should be treated
        }
        super.data(seq, payload);
      }
    }));
    assertThat(report.duplicated()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aReceiverThatAcknowledgesBeforeTheEffectConfirmsFalsely() throws InterruptedException {
    Report report = run(new Receiving(parts -> new Forward<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        parts.replies.ack(seq, null);
        Thread.yield();
        super.data(seq, payload);
      }
    }));
    assertThat(report.falselyConfirmed()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  /** The window that delivers as messages come, where the order is asked for. */
  @Test
  void aReceiverThatDoesNotWaitMisorders() throws InterruptedException {
    Receiving unordered = new Receiving(parts -> {
      if (parts.broken == null) { // one for all threads
        parts.broken = Receiver.unordered(SETTINGS.window(), parts.handler, parts.replies);
      }
      return parts.broken;
    });
    Report report = new Exchange(SETTINGS.withOrdered(true), unordered, null).run();
    assertThat(report.misordered()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aReceiverThatOnlyAcknowledgesLoses() throws InterruptedException {
    Report report = run(new Receiving(parts -> new Forward<>(parts.receiver) {
      @Override
      public void data(long seq, Message payload) {
        parts.replies.ack(seq, null);
      }
    }));
    assertThat(report.lost()).isPositive();
    assertThat(report.falselyConfirmed()).isPositive();
    assertThat(report.effects()).isZero();
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aSenderThatTakesAnyReplyForAConfirmationConfirmsFalsely() throws InterruptedException {
    Report report = run(new Sending(sender -> new ForwardReplies<>(sender) {
      @Override
      public void status(long seq, Status status) {
        super.ack(seq, null);
      }
    }));
    assertThat(report.falselyConfirmed()).isPositive();
    assertThat(report.lost()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  /** Every message is asked for just before it is sent: most answers are no, and out of date. */
  @Test
  void aSenderThatTakesUnknownForFinalDeniesFalsely() throws InterruptedException {
    Report report = run(new Wiring() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new Forward<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.check(seq);
            super.data(seq, payload);
          }
        };
      }

      @Override
      public Replies<Reply> sender(int thread, Replies<Reply> sender) {
        return new ForwardReplies<>(sender) {
          @Override
          public void status(long seq, Status status) {
            super.status(seq, status == Status.UNKNOWN ? Status.SEALED : status);
          }
        };
      }
    });
    assertThat(report.falselyDenied()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aNetworkThatAltersPayloadsSwaps() throws InterruptedException {
    Report report = run(new Wiring() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new Forward<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.data(seq, new Message(payload.number() ^ (seq % 100 == 0 ? 1 : 0), 0));
          }
        };
      }
    });
    assertThat(report.swapped()).isBetween(1L, 4 * 5000 / 100L);
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aSenderThatReportsTwiceIsNoticed() throws InterruptedException {
    Report report = run(new Wiring() {
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
    assertThat(report.reportedTwice()).isEqualTo(1);
    assertThat(report.ok()).isFalse();
  }

  @Test
  void aSenderAheadOfTheWindowIsRefused() throws InterruptedException {
    Report report = run(new Wiring() {
      @Override
      public Requests<Message> requests(Requests<Message> network) {
        return new Forward<>(network) {
          @Override
          public void data(long seq, Message payload) {
            super.data(seq, payload);
            super.check(seq + 256);
          }
        };
      }
    });
    assertThat(report.refused()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  /** As if the slot of the reply were shared with the next lap. */
  @Test
  void aReceiverThatMixesUpRepliesIsNoticed() throws InterruptedException {
    Wiring mixesUp = new Wiring() {
      @Override
      public Replies<Reply> replies(Replies<Reply> network) {
        return new ForwardReplies<>(network) {
          @Override
          public void ack(long seq, Reply reply) {
            super.ack(seq, seq % 100 == 0 ? new Reply(reply.number(), reply.effect() + 1) : reply);
          }
        };
      }
    };
    Report report = new Exchange(SETTINGS.withTwoWay(true), mixesUp, null).run();
    assertThat(report.wrongReplies()).isPositive();
    assertThat(report.ok()).isFalse();
  }

  private static Report run(Wiring wiring) throws InterruptedException {
    return new Exchange(SETTINGS, wiring, null).run();
  }

  /** The receiver and what it works with. */
  private static final class Parts {
    private Handler<Message, Reply> handler;
    private Replies<Reply> replies;
    private Requests<Message> receiver;
    private Requests<Message> broken;
  }

  /** Replaces the receiver. */
  private static final class Receiving implements Wiring {
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

  /** Replaces what the sender hears. */
  private record Sending(UnaryOperator<Replies<Reply>> broken) implements Wiring {
    @Override
    public Replies<Reply> sender(int thread, Replies<Reply> sender) {
      return broken.apply(sender);
    }
  }
}

package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.window.SendWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
  private static final RetryPolicy RETRY = new RetryPolicy(100, 350);

  private final FrameLog<String> network = new FrameLog<>();
  private final List<String> outcomes = new ArrayList<>();
  private final Sender<String, String> sender = new Sender<>(
      4,
      ReplyMode.WITH_REPLIES,
      network,
      (seq, payload, outcome, reply) ->
          outcomes.add(seq + " " + payload + " " + outcome + (reply == null ? "" : " " + reply)),
      RETRY);

  @Test
  void aMessageIsSentAndConfirmed() {
    assertThat(sender.trySubmit("a")).isZero();
    assertThat(network.take()).containsExactly("DATA 0 a");
    sender.ack(0, "reply");
    sender.ack(0, "reply");
    assertThat(outcomes).containsExactly("0 a DELIVERED reply");
  }

  @Test
  void anAcknowledgementWithoutItsReplyIsRefused() {
    sender.trySubmit("a");
    sender.ack(0, null);
    assertThat(outcomes).isEmpty();
    assertThat(sender.refused()).isEqualTo(1);
    sender.ack(0, "");
    assertThat(outcomes).as("an empty reply is a reply").containsExactly("0 a DELIVERED ");
    assertThat(sender.refused()).isEqualTo(1);
  }

  @Test
  void inASessionWithoutRepliesAnAcknowledgementWithOneIsRefused() {
    Sender<String, String> oneWay = new Sender<>(
        4,
        ReplyMode.WITHOUT_REPLIES,
        network,
        (seq, payload, outcome, reply) -> outcomes.add(outcome + " " + reply),
        RETRY);
    oneWay.trySubmit("a");
    oneWay.ack(0, "reply");
    oneWay.status(0, Status.REPLY_TOO_LONG);
    assertThat(outcomes).isEmpty();
    assertThat(oneWay.refused()).isEqualTo(2);
    oneWay.ack(0, null);
    assertThat(outcomes).containsExactly("DELIVERED null");
    assertThat(oneWay.refused()).isEqualTo(2);
  }

  @Test
  void theRoundTripIsMeasured() {
    sender.trySubmit("a");
    sender.poll(0);
    sender.ack(0, "r");
    sender.poll(30);
    assertThat(sender.roundTripNanos()).isEqualTo(30);
  }

  /** The answer may be one to a frame from before the restart. */
  @Test
  void afterARestartWhatWasOpenMeasuresNothing() {
    Sender<String, String> restarted = new Sender<>(
        4,
        ReplyMode.WITH_REPLIES,
        (seq, payload) -> {},
        Map.of(2L, "a"),
        Set.of(),
        network,
        (seq, payload, outcome, reply) -> outcomes.add(seq + " " + payload + " " + outcome),
        RETRY);
    restarted.poll(0);
    restarted.ack(2, "r");
    restarted.poll(30);
    assertThat(outcomes).containsExactly("2 a DELIVERED");
    assertThat(restarted.roundTripNanos()).isZero();
  }

  @Test
  void onlyUnknownResends() {
    sender.trySubmit("a");
    sender.poll(0);
    sender.poll(100);
    network.take();
    sender.status(0, Status.IN_PROGRESS);
    assertThat(network.take()).isEmpty();
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).containsExactly("DATA 0 a");
    assertThat(sender.resends()).isEqualTo(1);
    assertThat(outcomes).isEmpty();
    sender.ack(0, "reply");
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).as("stale").isEmpty();
    assertThat(sender.resends()).isEqualTo(1);
  }

  /** Answers to several questions may arrive together, or twice. */
  @Test
  void aQuestionPermitsOneResend() {
    sender.trySubmit("a");
    network.take();
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).as("nobody has asked").isEmpty();
    sender.poll(0);
    sender.poll(100);
    sender.poll(300);
    assertThat(network.take()).containsExactly("CHECK 0", "CHECK 0");
    sender.status(0, Status.UNKNOWN);
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).containsExactly("DATA 0 a");
    assertThat(sender.poll(649))
        .as("learns of the copy: its timeout begins now")
        .isZero();
    sender.status(0, Status.UNKNOWN);
    assertThat(sender.poll(998)).isZero();
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).isEmpty();
    assertThat(sender.poll(999)).isEqualTo(1);
    sender.status(0, Status.UNKNOWN);
    assertThat(network.take()).containsExactly("CHECK 0", "DATA 0 a");
    assertThat(sender.resends()).isEqualTo(2);
  }

  @Test
  void aCancelledMessageIsSealedAndNotSentAgain() {
    sender.trySubmit("a");
    sender.poll(0);
    sender.poll(100);
    network.take();
    assertThat(sender.cancel(0)).isTrue();
    assertThat(sender.cancel(0)).isFalse();
    assertThat(network.take()).containsExactly("SEAL 0");
    sender.status(0, Status.UNKNOWN);
    sender.status(0, Status.IN_PROGRESS);
    assertThat(network.take()).isEmpty();
    assertThat(outcomes).isEmpty();
    sender.status(0, Status.SEALED);
    sender.ack(0, "reply");
    assertThat(outcomes).containsExactly("0 a NOT_DELIVERED");
    assertThat(sender.cancel(0)).isFalse();
  }

  @Test
  void aMessageCancelledTooLateIsDelivered() {
    sender.trySubmit("a");
    sender.cancel(0);
    sender.ack(0, "reply");
    sender.status(0, Status.SEALED);
    assertThat(outcomes).containsExactly("0 a DELIVERED reply");
  }

  @Test
  void anOverdueAnswerIsAskedForWithGrowingTimeouts() {
    sender.trySubmit("a");
    network.take();
    assertThat(sender.poll(1000)).as("the timeout begins here").isZero();
    assertThat(sender.poll(1099)).isZero();
    assertThat(sender.poll(1100)).isEqualTo(1);
    assertThat(sender.poll(1299)).isZero();
    assertThat(sender.poll(1300)).as("twice the first").isEqualTo(1);
    assertThat(sender.poll(1649)).isZero();
    assertThat(sender.poll(1650)).as("the longest").isEqualTo(1);
    assertThat(sender.poll(1999)).isZero();
    assertThat(sender.poll(2000)).isEqualTo(1);
    assertThat(network.take()).containsExactly("CHECK 0", "CHECK 0", "CHECK 0", "CHECK 0");
    assertThat(sender.checks()).isEqualTo(4);
    assertThat(sender.resends()).isZero();
  }

  @Test
  void aCancelledMessageIsAskedForWithSeal() {
    sender.trySubmit("a");
    sender.poll(0);
    sender.cancel(0);
    network.take();
    assertThat(sender.poll(100)).isEqualTo(1);
    assertThat(network.take()).containsExactly("SEAL 0");
    assertThat(sender.seals()).isEqualTo(2);
    assertThat(sender.checks()).isZero();
  }

  @Test
  void onlyOpenMessagesAreAskedFor() {
    for (String payload : List.of("a", "b", "c", "d")) {
      sender.trySubmit(payload);
    }
    sender.poll(0);
    sender.ack(0, "reply");
    sender.ack(2, "reply");
    network.take();
    assertThat(sender.poll(100)).isEqualTo(2);
    assertThat(network.take()).containsExactly("CHECK 1", "CHECK 3");
    sender.ack(1, "reply");
    sender.ack(3, "reply");
    assertThat(sender.poll(10_000)).isZero();
  }

  @Test
  void aLatePollFindsTheWindowLapsAhead() {
    for (int seq = 0; seq < 10; seq++) {
      sender.trySubmit("a" + seq);
      if (seq < 8) {
        sender.ack(seq, "reply");
      }
    }
    network.take();
    assertThat(sender.poll(0)).isZero();
    assertThat(sender.poll(100)).isEqualTo(2);
    assertThat(network.take()).containsExactly("CHECK 8", "CHECK 9");
  }

  /** A message that stays open for long must not cost a walk through the window with every poll. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 4, 1 << 16})
  void aPollLooksAtOpenMessagesOnly(int windowSize) {
    Sender<String, String> wide = new Sender<>(
        windowSize,
        ReplyMode.WITH_REPLIES,
        new FrameLog<>(),
        (seq, payload, outcome, reply) -> {},
        new RetryPolicy(1000, 1000));
    while (wide.trySubmit("a") >= 0) {
      // until the window is full
    }
    wide.poll(0);
    assertThat(wide.looks()).as("each message once").isEqualTo(windowSize);
    for (long seq = 0; seq < windowSize; seq++) {
      if (seq != 3 && seq != windowSize - 2) {
        wide.ack(seq, "reply");
      }
    }
    wide.poll(1);
    assertThat(wide.looks()).as("once more, to see the decision").isEqualTo(2L * windowSize);
    for (int i = 0; i < 10; i++) {
      wide.poll(2);
    }
    assertThat(wide.looks() - 2L * windowSize).as("10 polls, 2 open messages").isEqualTo(20);
    wide.ack(3, "reply");
    wide.ack(windowSize - 2, "reply");
    wide.poll(3);
    long looks = wide.looks();
    assertThat(wide.trySubmit("b")).isEqualTo(windowSize);
    assertThat(wide.poll(4)).isZero();
    assertThat(wide.poll(1004)).as("the new one is asked for").isEqualTo(1);
    assertThat(wide.looks() - looks).isEqualTo(2);
  }

  @Test
  void theNextLapGetsATimeoutOfItsOwn() {
    for (int seq = 0; seq < 4; seq++) {
      sender.trySubmit("a");
    }
    sender.poll(0);
    sender.ack(0, "reply");
    sender.trySubmit("b");
    network.take();
    sender.poll(100);
    assertThat(network.take()).containsExactly("CHECK 1", "CHECK 2", "CHECK 3");
    sender.poll(300);
    assertThat(network.take()).containsExactly("CHECK 1", "CHECK 2", "CHECK 3");
    assertThat(sender.poll(399)).as("a round trip of 100 was measured").isZero();
    sender.poll(400);
    assertThat(network.take()).containsExactly("CHECK 4");
  }

  @Test
  void whenTheSessionIsGoneWhatIsOpenIsInDoubt() {
    for (String payload : List.of("a", "b", "c")) {
      sender.trySubmit(payload);
    }
    sender.ack(1, "reply");
    sender.cancel(2);
    network.take();
    outcomes.clear();
    sender.gone();
    assertThat(sender.trySubmit("d")).isEqualTo(SendWindow.GONE);
    assertThat(sender.allDecided()).isFalse();
    assertThat(sender.poll(1000)).as("messages in doubt").isEqualTo(2);
    assertThat(outcomes).containsExactly("0 a IN_DOUBT", "2 c IN_DOUBT");
    assertThat(sender.allDecided()).isTrue();
    assertThat(sender.poll(2000)).isZero();
    assertThat(network.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -50, Long.MAX_VALUE - 50, Long.MIN_VALUE})
  void theClockMayStartAnywhere(long start) {
    sender.trySubmit("a");
    network.take();
    sender.poll(start);
    assertThat(sender.poll(start + 10)).isZero();
    assertThat(sender.poll(start + 99)).isZero();
    assertThat(sender.poll(start + 100)).isEqualTo(1);
  }

  @Test
  void onlyOneCallPollsAtATime() {
    List<Integer> inner = new ArrayList<>();
    List<Sender<String, String>> self = new ArrayList<>();
    Requests<String> pollsFromWithin = new ForwardingRequests<>(network) {
      @Override
      public void check(long seq) {
        inner.add(self.get(0).poll(1_000_000));
      }
    };
    self.add(new Sender<>(
        1, ReplyMode.WITH_REPLIES, pollsFromWithin, (seq, payload, outcome, reply) -> {}, RETRY));
    self.get(0).trySubmit("a");
    self.get(0).poll(0);
    assertThat(self.get(0).poll(100)).isEqualTo(1);
    assertThat(inner).containsExactly(0);
    assertThat(self.get(0).poll(1_000_000)).as("afterwards").isEqualTo(1);
  }

  @Test
  void anOutboxThatFailsEndsSubmission() {
    IllegalStateException full = new IllegalStateException("disk full");
    Sender<String, String> failing = new Sender<>(
        4,
        ReplyMode.WITH_REPLIES,
        (seq, payload) -> {
          if (payload.startsWith("full")) {
            throw full;
          }
        },
        Map.of(),
        Set.of(),
        network,
        (seq, payload, outcome, reply) -> outcomes.add(seq + " " + payload + " " + outcome),
        RETRY);
    assertThat(failing.trySubmit("a")).isZero();
    assertThatThrownBy(() -> failing.trySubmit(null)).isInstanceOf(NullPointerException.class);
    assertThat(failing.trySubmit("b")).as("a number is not taken for null").isEqualTo(1);
    failing.requireNotFailed();
    assertThatThrownBy(() -> failing.trySubmit("full")).isSameAs(full);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> failing.trySubmit("c"))
          .isInstanceOf(SenderFailedException.class)
          .hasMessageStartingWith("the sender has failed; restart it from its store: ")
          .hasCause(full);
    }
    assertThat(network.take()).containsExactly("DATA 0 a", "DATA 1 b");
    failing.ack(0, "r");
    failing.poll(0);
    assertThat(failing.poll(100)).as("asks for the other").isEqualTo(1);
    failing.ack(1, "r");
    assertThat(outcomes).containsExactly("0 a DELIVERED", "1 b DELIVERED");
    failing.close();
    assertThatThrownBy(failing::allDecided)
        .isInstanceOf(SenderFailedException.class)
        .hasCause(full);
  }

  /** Otherwise the caller of trySubmit does not learn the number, and duplicates the message. */
  @Test
  void aFrameForWhichTheNetworkThrowsIsLost() {
    boolean[] down = {true};
    Requests<String> unreliable = new Requests<>() {
      @Override
      public void data(long seq, String payload) {
        throwIfDown();
        network.data(seq, payload);
      }

      @Override
      public void check(long seq) {
        throwIfDown();
        network.check(seq);
      }

      @Override
      public void seal(long seq) {
        throwIfDown();
        network.seal(seq);
      }

      private void throwIfDown() {
        if (down[0]) {
          throw new UnsupportedOperationException("down");
        }
      }
    };
    Sender<String, String> unlucky = new Sender<>(
        4, ReplyMode.WITH_REPLIES, unreliable, (seq, payload, outcome, reply) -> {}, RETRY);
    assertThat(unlucky.trySubmit("a")).isZero();
    assertThat(unlucky.trySubmit("b")).isEqualTo(1);
    assertThat(unlucky.cancel(1)).isTrue();
    unlucky.poll(0);
    assertThat(unlucky.poll(100)).isEqualTo(2);
    unlucky.status(0, Status.UNKNOWN);
    assertThat(unlucky.networkFailures()).isEqualTo(6);
    assertThat(network.take()).isEmpty();
    down[0] = false;
    assertThat(unlucky.poll(300)).as("the other was sent again").isEqualTo(1);
    assertThat(unlucky.poll(500)).isEqualTo(1);
    unlucky.status(0, Status.UNKNOWN);
    assertThat(network.take()).containsExactly("SEAL 1", "CHECK 0", "DATA 0 a");
    assertThat(unlucky.networkFailures()).isEqualTo(6);
  }

  @Test
  void aFullWindowSubmitsNothing() {
    for (int seq = 0; seq < 4; seq++) {
      sender.trySubmit("a");
    }
    network.take();
    assertThat(sender.trySubmit("b")).isEqualTo(SendWindow.WINDOW_FULL);
    assertThat(network.take()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "-1, 5", "6, 5", "1, 4611686018427387904"})
  void timeoutsAreChecked(long initial, long max) {
    assertThatThrownBy(() -> new RetryPolicy(initial, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("initial " + initial + ", max " + max);
  }

  @Test
  void theLongestTimeoutDoesNotOverflow() {
    RetryTimers timers = new RetryTimers(1, new RetryPolicy(1L << 61, 1L << 61));
    long now = Long.MAX_VALUE;
    assertThat(timers.isDue(0, now)).isFalse();
    for (int i = 0; i < 10; i++) {
      assertThat(timers.isDue(0, now + (1L << 60))).isFalse();
      now += 1L << 61;
      assertThat(timers.isDue(0, now)).isTrue();
    }
  }

  @Test
  void jitterShortensTimeoutsAndSpreadsThem() {
    RetryPolicy jittery = new RetryPolicy(1000, 8000, 0.5);
    Set<Long> timeouts = new HashSet<>();
    for (long seq = 0; seq < 100; seq++) {
      long timeout = jittery.withJitter(1000, seq);
      assertThat(timeout).isBetween(500L, 1000L);
      assertThat(jittery.withJitter(1000, seq)).as("always the same").isEqualTo(timeout);
      timeouts.add(timeout);
    }
    assertThat(timeouts).hasSizeGreaterThan(80);
    assertThat(timeouts).anyMatch(timeout -> timeout < 600).anyMatch(timeout -> timeout > 900);
    assertThat(jittery.afterTimeout(1000)).isEqualTo(2000);
    assertThat(jittery.afterTimeout(8000)).isEqualTo(8000);
    for (double jitter : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new RetryPolicy(1, 1, jitter)).hasMessageContaining("jitter");
    }
  }

  @Test
  void messagesThatWereSentTogetherAreAskedForOneAfterTheOther() {
    Sender<String, String> jittery = new Sender<>(
        4,
        ReplyMode.WITH_REPLIES,
        network,
        (seq, payload, outcome, reply) -> {},
        new RetryPolicy(1000, 1000, 0.9));
    for (int i = 0; i < 4; i++) {
      jittery.trySubmit("a");
    }
    jittery.poll(0);
    network.take();
    int polls = 0;
    for (long now = 1; now <= 1000; now++) {
      polls += jittery.poll(now) > 0 ? 1 : 0;
    }
    assertThat(polls).isGreaterThan(2);
  }
}

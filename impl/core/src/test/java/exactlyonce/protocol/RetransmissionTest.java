package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many frames a message takes, where the first timeout, 1 ms, has little to do with the round
 * trip. In virtual time, so the figures are the same on every machine.
 */
class RetransmissionTest {
  private static final long MILLISECOND = 1_000_000;
  private static final RetryPolicy RETRY =
      new RetryPolicy(MILLISECOND, Duration.ofSeconds(5).toNanos(), 0.1);

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void aMessageThatIsLostOnceIsSentTwice(int millis) {
    assertSentTwice(session(64, millis, 0, (sender, network) -> sender));
  }

  /** Broken: sends again whenever UNKNOWN arrives. Each question had been answered so. */
  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void aSenderThatResendsOnEveryUnknownIsNoticed(int millis) {
    DelayedSession broken =
        session(64, millis, 0, (sender, network) -> new ForwardingReplies<>(sender) {
          @Override
          public void status(long seq, Status status) {
            if (status == Status.UNKNOWN) {
              network.data(seq, "p");
            } else {
              super.status(seq, status);
            }
          }
        });
    assertThatThrownBy(() -> assertSentTwice(broken)).isInstanceOf(AssertionError.class);
  }

  private static void assertSentTwice(DelayedSession session) {
    session.loseNext = 1;
    session.send(1);
    session.pass(5000 * MILLISECOND);
    assertThat(session.data).isEqualTo(2);
  }

  /** While the timeout is too short, a message is asked about a dozen times at most: it is doubled. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 64", "100, 1", "100, 64", "1000, 1", "1000, 64"})
  void theTimeoutGrowsUntilItIsLongerThanTheRoundTrip(int millis, int windowSize) {
    DelayedSession session = session(windowSize, millis, 0, (sender, network) -> sender);
    session.send(20 * windowSize);
    assertThat(session.checks).isLessThanOrEqualTo(11 * Math.max(6, windowSize));
    int before = session.checks;
    session.send(200 * windowSize);
    assertThat(session.checks - before).as("all are answered in time").isZero();
    assertThat(session.data).isEqualTo(220 * windowSize);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void whatIsLostIsSentAgainAndLittleElse(int millis) {
    DelayedSession session = session(64, millis, 0.1, (sender, network) -> sender);
    session.send(10_000);
    assertThat(session.data / 10_000.0).as("DATA for each message").isBetween(1.08, 1.15);
    assertThat(session.checks / 10_000.0).as("CHECK for each message").isLessThan(0.4);
  }

  /** Every attempt fails in a quarter of all cases: of so many messages, one fails five times. */
  @Test
  void theSlowestMessageOfAWindowTakesAFirstTimeoutForEachLoss() {
    DelayedSession session = session(1024, 1, 0.1, (sender, network) -> sender);
    session.send(100 * 1024);
    assertThat(session.now / 100).as("for a window").isLessThan(10 * MILLISECOND);
  }

  /** The path was good, then nothing arrives. */
  @Test
  void aDeadPeerIsAskedLessAndLess() {
    DelayedSession session = session(64, 1, 0.1, (sender, network) -> sender);
    session.send(10_000);
    session.dead = true;
    session.submit(64);
    int before = session.checks;
    session.pass(10_000 * MILLISECOND);
    assertThat(session.checks - before)
        .as("by doubling, from about 1 ms to 5 s")
        .isBetween(64 * 8, 64 * 14);
  }

  /** What only waits its turn is not asked about again and again, though the messages before it are answered. */
  @Test
  void aQueueAtTheReceiverDoesNotFillWithQuestions() {
    DelayedSession session = session(1024, 1, 0, (sender, network) -> sender);
    session.serviceTime = MILLISECOND;
    session.send(1024);
    assertThat(session.checks).isLessThan(11 * 1024);
    int before = session.checks;
    session.send(10 * 1024);
    assertThat(session.checks - before).isLessThan(1024);
  }

  /** They are never timed: none is open when the sender polls. But they show that answers are not slow. */
  @Test
  void whereAnswersComeBetweenTwoPollsALostOneIsMissedAtTheFirstTimeout() {
    AtOnce session = new AtOnce();
    for (int round = 0; round < 1000; round++) {
      session.send(10);
    }
    assertThat(session.confirmed).isGreaterThan(9900);
    assertThat(session.longest)
        .as("half a poll, the first timeout, and twice that if the answer is lost again")
        .isLessThanOrEqualTo(4 * MILLISECOND);
  }

  /** Every call is a frame that arrives at once, but every tenth ACK is lost. Polls twice in a timeout. */
  private static final class AtOnce implements Replies<Void> {
    private final Sender<Long, Void> sender = new Sender<>(
        1024,
        ReplyMode.WITHOUT_REPLIES,
        Receiver.unordered(1024, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> null, this),
        (seq, sent, outcome, reply) -> confirmed(sent),
        new RetryPolicy(MILLISECOND, 100 * MILLISECOND));
    private long now;
    private int acks;
    private int confirmed;
    private long longest;

    void send(int messages) {
      for (int i = 0; i < messages; i++) {
        sender.trySubmit(now);
      }
      now += MILLISECOND / 2;
      sender.poll(now);
    }

    private void confirmed(long sent) {
      confirmed++;
      longest = Math.max(longest, now - sent);
    }

    @Override
    public void ack(long seq, Void reply) {
      acks++;
      if (acks % 10 != 0) {
        sender.ack(seq, reply);
      }
    }

    @Override
    public void rejected(long seq, String reason) {
      sender.rejected(seq, reason);
    }

    @Override
    public void status(long seq, Status status) {
      sender.status(seq, status);
    }
  }

  @Test
  void theTimeoutFollowsTheRoundTrip() {
    DelayedSession session = session(16, 1, 0, (sender, network) -> sender);
    session.send(160);
    session.roundTrip = 500 * MILLISECOND;
    session.send(160);
    int before = session.checks;
    session.send(160);
    assertThat(session.checks - before).as("the longer round trip is known").isZero();
    session.roundTrip = MILLISECOND;
    session.send(1600);
    before = session.checks;
    long start = session.now;
    session.loseNext = 1;
    session.send(1);
    assertThat(session.now - start)
        .as("a loss is noticed soon, now that the round trip is short again")
        .isLessThan(20 * MILLISECOND);
    assertThat(session.checks - before).isEqualTo(1);
  }

  private static DelayedSession session(
      int windowSize,
      int millis,
      double loss,
      BiFunction<Replies<Void>, Requests<String>, Replies<Void>> replies) {
    return new DelayedSession(
        windowSize, RETRY, millis * MILLISECOND, MILLISECOND / 4, loss, replies);
  }
}

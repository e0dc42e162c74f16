package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.FrameLog;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.SenderFailedException;
import exactlyonce.protocol.Status;
import exactlyonce.session.SenderStore.Phase;
import exactlyonce.session.SenderStore.Stored;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.SendWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionSenderTest {
  private static final RetryPolicy RETRY = new RetryPolicy(10, 40);

  private final SessionLog<String> log = new SessionLog<>();
  private final AtomicLong nonces = new AtomicLong(100);
  private final Disk disk = new Disk();
  private SessionSender<String, String> sender = start();

  @Test
  void openIsRepeatedUntilItIsAnswered() {
    assertThat(sender.open()).isTrue();
    assertThat(sender.open()).as("asked for already").isFalse();
    assertThat(log.take()).containsExactly("OPEN 7 101");
    sender.poll(0);
    sender.poll(9);
    assertThat(log.take()).isEmpty();
    assertThat(sender.poll(10)).isEqualTo(1);
    sender.full(7, 101);
    sender.poll(29);
    sender.poll(30);
    assertThat(log.take()).containsExactly("OPEN 7 101", "OPEN 7 101");
    assertThat(sender.sender()).isNull();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take())
        .as("the session is written")
        .containsExactly("write OPEN 5 2 WITH_REPLIES");
    assertThat(sender.isOpen()).isTrue();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    sender.poll(1000);
    assertThat(log.take()).as("a second OPENED changes nothing").isEmpty();
  }

  @Test
  void eachFrameIsFirstRepeatedAfterTheInitialTimeout() {
    sender.open();
    for (int now = 0; now <= 100; now += 10) {
      sender.poll(now);
    }
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    sender.close();
    log.take();
    sender.poll(200);
    sender.poll(210);
    sender.poll(219);
    assertThat(log.take()).as("CLOSE").containsExactly("write closing", "CLOSE 5");
    sender.poll(220);
    assertThat(log.take()).containsExactly("CLOSE 5");
    sender.gone(5);
    sender.open();
    log.take();
    sender.poll(300);
    sender.poll(309);
    assertThat(log.take()).as("OPEN").isEmpty();
    sender.poll(310);
    assertThat(log.take()).containsExactly("OPEN 7 102");
  }

  @Test
  void aConcurrentChangeDoesNothingAndReturnsFalse() {
    List<Object> during = new ArrayList<>();
    disk.whenOpened = () -> {
      during.add(sender.close());
      during.add(sender.poll(1000));
    };
    sender.open();
    sender.poll(0);
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(during).containsExactly(false, 0);
    assertThat(sender.isOpen()).isTrue();
    assertThat(sender.close()).isTrue();
  }

  @Test
  void aMessageIsWrittenBeforeItIsSent() {
    open();
    assertThat(submit("a")).isZero();
    assertThat(log.take()).containsExactly("write append 0 a", "5: DATA 0 a");
    sender.in(5).ack(0, "r");
    assertThat(log.take()).containsExactly("5 a DELIVERED r");
  }

  @Test
  void anUnexpectedOpenedIsAnsweredByClose() {
    sender.opened(7, 99, 4, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("idle").containsExactly("CLOSE 4");
    sender.open();
    log.take();
    sender.opened(7, 100, 4, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("another request").containsExactly("CLOSE 4");
    sender.opened(8, 101, 4, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("another sender").isEmpty();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    log.take();
    sender.opened(7, 101, 6, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("a second session for one request").containsExactly("CLOSE 6");
  }

  /** On the wire any 64 bits are a session, a sender or a nonce. */
  @Test
  void zeroIsAnIdLikeAnyOther() {
    sender = new SessionSender<>(0, () -> 0, 4, disk, log, this::listener, RETRY);
    sender.open();
    sender.poll(0);
    sender.poll(10);
    assertThat(log.take()).containsExactly("OPEN 0 0", "OPEN 0 0");
    sender.opened(0, 100, 0, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("of an earlier request").containsExactly("CLOSE 0");
    assertThat(sender.unexpected()).isEqualTo(1);
    sender.gone(0);
    assertThat(sender.state()).isEqualTo(SessionState.OPENING);
    sender.opened(0, 0, 0, 2, ReplyMode.WITH_REPLIES);
    sender.opened(0, 0, 0, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).containsExactly("write OPEN 0 2 WITH_REPLIES");
    submit("a");
    sender.in(0).ack(0, "r");
    submit("b");
    log.take();
    sender.gone(0);
    sender.poll(20);
    assertThat(log.take()).containsExactly("write ended", "0 b IN_DOUBT null", "write clear");
    sender.opened(0, 0, 0, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("idle").containsExactly("CLOSE 0");
  }

  /** Neither the stale OPENED nor a GONE for it may be taken for that of a session to be replaced. */
  @Test
  void aSessionZeroWhoseWindowIsTooLargeIsReplaced() {
    sender.open();
    sender.opened(7, 101, 0, 8, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).containsExactly("OPEN 7 101", "CLOSE 0");
    sender.gone(0);
    assertThat(log.take()).containsExactly("OPEN 7 102 4");
    sender.opened(7, 102, 0, 8, ReplyMode.WITH_REPLIES);
    sender.opened(7, 101, 0, 8, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).as("each is closed").containsExactly("CLOSE 0", "CLOSE 0");
  }

  @Test
  void anInvalidWindowIsNotAccepted() {
    sender.open();
    log.take();
    for (int windowSize : new int[] {0, -4, 3, Integer.MIN_VALUE}) {
      sender.opened(7, 101, 5, windowSize, ReplyMode.WITH_REPLIES);
    }
    assertThat(log.take()).hasSize(4).containsOnly("CLOSE 5");
    assertThat(sender.isOpen()).isFalse();
  }

  /** The first OPEN has the form that every receiver understands. */
  @Test
  void afterATooLargeWindowOpenSaysTheMaximum() {
    sender.open();
    sender.opened(7, 101, 5, 8, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).containsExactly("OPEN 7 101", "CLOSE 5");
    assertThat(sender.state()).isEqualTo(SessionState.WINDOW_TOO_LARGE);
    assertThat(sender.stateInWords())
        .isEqualTo("the receiver's window of 8 messages is larger than 4, the most that this sender"
            + " accepts, and it opens no smaller one: raise this sender's maximum, or lower the"
            + " receiver's window");
    sender.opened(7, 101, 5, 8, ReplyMode.WITH_REPLIES);
    sender.poll(0);
    sender.poll(10);
    assertThat(log.take()).as("repeated until it is gone").containsExactly("CLOSE 5");
    sender.gone(5);
    assertThat(log.take()).containsExactly("OPEN 7 102 4");
    assertThat(sender.state()).isEqualTo(SessionState.WINDOW_TOO_LARGE);
    sender.poll(20);
    sender.poll(30);
    assertThat(log.take()).containsExactly("OPEN 7 102 4");
    sender.opened(7, 102, 6, 4, ReplyMode.WITH_REPLIES);
    assertThat(sender.state()).isEqualTo(SessionState.OPEN);
    assertThat(log.take()).containsExactly("write OPEN 6 4 WITH_REPLIES");
  }

  @Test
  void aReceiverThatIgnoresTheMaximumIsAskedAgainAtItsPace() {
    sender.open();
    sender.opened(7, 101, 5, 8, ReplyMode.WITH_REPLIES);
    sender.gone(5);
    log.take();
    sender.opened(7, 102, 6, 16, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).containsExactly("CLOSE 6");
    assertThat(sender.stateInWords()).startsWith("the receiver's window of 16 messages");
    sender.gone(6);
    assertThat(log.take()).as("no storm of OPENs").isEmpty();
    sender.poll(0);
    sender.poll(10);
    assertThat(log.take()).containsExactly("OPEN 7 102 4");
  }

  @Test
  void aSenderThatReplacesItsSessionCanBeClosed() {
    sender.open();
    sender.opened(7, 101, 5, 8, ReplyMode.WITH_REPLIES);
    assertThat(sender.close()).isTrue();
    assertThat(sender.isIdle()).isTrue();
    sender.gone(5);
    assertThat(sender.isIdle()).isTrue();
  }

  @Test
  void theStateSaysWhyNoSessionIsOpen() {
    assertThat(sender.state()).isEqualTo(SessionState.CLOSED);
    sender.open();
    assertThat(sender.state()).isEqualTo(SessionState.OPENING);
    assertThat(sender.stateInWords()).isEqualTo("no receiver has answered");
    sender.full(8, 101);
    sender.full(7, 100);
    assertThat(sender.state()).as("of others").isEqualTo(SessionState.OPENING);
    sender.full(7, 101);
    assertThat(sender.state()).isEqualTo(SessionState.RECEIVER_FULL);
    assertThat(sender.full()).isEqualTo(2);
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(sender.state()).isEqualTo(SessionState.OPEN);
    sender.full(7, 101);
    assertThat(sender.state()).as("late").isEqualTo(SessionState.OPEN);
    submit("a");
    sender.close();
    assertThat(sender.state()).isEqualTo(SessionState.CLOSING);
    sender.gone(5);
    assertThat(sender.state()).isEqualTo(SessionState.ENDING);
    sender.poll(0);
    assertThat(sender.state()).isEqualTo(SessionState.CLOSED);
  }

  @Test
  void aReplyThatIsTooLongDecidesItsMessage() {
    open();
    submit("a");
    log.take();
    sender.in(5).status(0, Status.REPLY_TOO_LONG);
    assertThat(log.take()).containsExactly("5 a DELIVERED null");
    sender.in(5).status(0, Status.REPLY_TOO_LONG);
    sender.in(5).status(1, Status.REPLY_TOO_LONG);
    assertThat(log.take()).isEmpty();
    assertThat(sender.lostMemory()).as("the receiver knows more").isEqualTo(1);
  }

  @Test
  void aReceiverThatHasNoAnswerForAnOpenMessageIsAnAlarm() {
    open();
    submit("a");
    submit("b");
    sender.in(5).ack(0, "r");
    sender.in(5).status(0, Status.FORGOTTEN);
    sender.in(5).status(0, Status.REFUSED);
    assertThat(sender.lostMemory()).as("late").isZero();
    log.take();
    sender.in(5).status(1, Status.FORGOTTEN);
    assertThat(sender.state()).isEqualTo(SessionState.MEMORY_LOST);
    sender.in(5).status(1, Status.REFUSED);
    assertThat(sender.lostMemory()).isEqualTo(2);
    assertThat(log.take()).as("it remains open").isEmpty();
    sender.in(5).ack(1, "r");
    sender.close();
    sender.poll(0);
    sender.gone(5);
    assertThat(sender.lostMemory()).as("counts outlive sessions").isEqualTo(2);
    sender.open();
    sender.opened(7, 102, 6, 2, ReplyMode.WITH_REPLIES);
    assertThat(sender.state()).as("another session").isEqualTo(SessionState.OPEN);
  }

  /** The outbox was restored from a backup, and an answer to a later message arrives. */
  @Test
  void anAcknowledgementOfAMessageThatWasNotSubmittedIsAnAlarm() {
    open();
    submit("a");
    sender.in(5).ack(0, "r");
    sender.in(5).ack(0, "r");
    assertThat(sender.lostMemory()).isZero();
    sender.in(5).ack(1, "r");
    assertThat(sender.lostMemory()).isEqualTo(1);
    assertThat(submit("b")).isEqualTo(1);
  }

  /** The one limit of the alarm: what its successor has done looks to it like lost memory. */
  @Test
  void aSenderThatWasReplacedAndNotEndedIsAlarmedFalsely() {
    open();
    submit("a");
    SessionSender<String, String> replaced = sender;
    sender = start();
    submit("b");
    replaced.in(5).ack(1, "r");
    assertThat(replaced.lostMemory()).isEqualTo(1);
    sender.in(5).ack(1, "r");
    assertThat(sender.lostMemory()).isZero();
  }

  /** Both receive every frame for their id. */
  @Test
  void twoSendersWithOneIdSeeThatTheyCloseEachOthersSessions() {
    SessionSender<String, String> other =
        new SessionSender<>(7, () -> 200, 4, SenderStore.none(), log, this::listener, RETRY);
    sender.open();
    other.open();
    log.take();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    other.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).contains("CLOSE 5");
    sender.gone(5);
    assertThat(other.unexpected()).isEqualTo(1);
    assertThat(sender.lost()).isEqualTo(1);
  }

  @Test
  void closeWaitsUntilAllIsDecided() {
    open();
    Sender<String, String> session = sender.sender();
    submit("a");
    submit("b");
    log.take();
    assertThat(sender.close()).isTrue();
    assertThat(log.take()).containsExactly("write draining");
    assertThat(session.trySubmit("c")).isEqualTo(SendWindow.CLOSED);
    assertThat(sender.sender()).isNull();
    sender.in(5).ack(0, "r");
    sender.poll(0);
    assertThat(log.take()).containsExactly("5 a DELIVERED r");
    sender.in(5).ack(1, "r");
    assertThat(sender.poll(1)).isEqualTo(1);
    assertThat(log.take()).containsExactly("5 b DELIVERED r", "write closing", "CLOSE 5");
    sender.poll(2);
    assertThat(log.take()).isEmpty();
    sender.poll(12);
    assertThat(log.take()).as("repeated").containsExactly("CLOSE 5");
    assertThat(sender.isIdle()).isFalse();
    sender.gone(4);
    assertThat(log.take()).as("another session").isEmpty();
    sender.gone(5);
    assertThat(log.take()).containsExactly("write clear");
    assertThat(sender.isIdle()).isTrue();
    assertThat(sender.open()).isTrue();
    assertThat(log.take()).containsExactly("OPEN 7 102");
  }

  @Test
  void closeBeforeThereIsASession() {
    assertThat(sender.close()).isTrue();
    sender.open();
    assertThat(sender.close()).isTrue();
    log.take();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(log.take()).containsExactly("CLOSE 5");
  }

  @Test
  void whatIsOpenWhenTheSessionIsGoneIsInDoubt() {
    open();
    Sender<String, String> session = sender.sender();
    submit("a");
    submit("b");
    sender.in(5).ack(0, "r");
    session.cancel(1);
    sender.in(5).ack(1, null);
    log.take();
    sender.gone(6);
    assertThat(sender.isOpen()).isTrue();
    sender.gone(5);
    assertThat(log.take()).as("written first").containsExactly("write ended");
    assertThat(session.trySubmit("c")).isEqualTo(SendWindow.GONE);
    sender.in(5).ack(1, "late");
    assertThat(log.take()).as("no reply counts any more").isEmpty();
    assertThat(sender.poll(0)).isEqualTo(1);
    assertThat(log.take()).containsExactly("5 b IN_DOUBT null", "write clear");
    assertThat(sender.isIdle()).isTrue();
    assertThat(sender.refused()).as("a malformed ACK; counts outlive sessions").isEqualTo(1);
  }

  @Test
  void repliesToAnotherSessionAreIgnored() {
    sender.in(5).ack(0, "r");
    open();
    submit("a");
    log.take();
    sender.in(4).ack(0, "r");
    sender.in(4).status(0, Status.SEALED);
    sender.in(4).status(0, Status.UNKNOWN);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void aRestartedSenderAsksForWhatIsInTheOutbox() {
    open();
    submit("a");
    submit("b");
    sender.in(5).ack(0, "r");
    submit("c");
    log.take();
    sender = start();
    assertThat(sender.isOpen()).isTrue();
    sender.poll(0);
    assertThat(sender.poll(10)).isEqualTo(2);
    assertThat(log.take()).containsExactly("5: CHECK 1", "5: CHECK 2");
    sender.in(5).status(2, Status.UNKNOWN);
    sender.in(5).ack(1, "r");
    assertThat(log.take()).containsExactly("5: DATA 2 c", "5 b DELIVERED r");
    assertThat(submit("d")).as("the numbers go on").isEqualTo(3);
  }

  /** What cancel has answered holds after a crash: the message is sealed, and never sent again. */
  @Test
  void aCancelledMessageRemainsCancelledAfterACrash() {
    open();
    submit("a");
    submit("b");
    log.take();
    assertThat(sender.current().cancel(0)).isTrue();
    assertThat(log.take()).containsExactly("write cancelled 5 0", "5: SEAL 0");
    for (int crash = 0; crash < 2; crash++) {
      sender = start();
      assertThat(sender.current().pending()).containsExactly(Map.entry(1L, "b"));
      assertThat(sender.current().cancel(0)).as("again").isFalse();
      sender.poll(0);
      sender.poll(10);
      assertThat(log.take()).containsExactly("5: SEAL 0", "5: CHECK 1");
      sender.in(5).status(0, Status.UNKNOWN);
      assertThat(log.take()).isEmpty();
    }
    sender.in(5).status(0, Status.SEALED);
    assertThat(log.take()).containsExactly("5 a NOT_DELIVERED null");
  }

  /** Such as one whose handler always fails: it would block an ordered session forever. */
  @Test
  void whatACrashLeftOpenCanBeCancelledAlsoWhileTheSessionIsBeingClosed() {
    open();
    submit("a");
    submit("b");
    sender = start();
    log.take();
    assertThat(sender.current().pending()).containsExactly(Map.entry(0L, "a"), Map.entry(1L, "b"));
    assertThat(sender.current().cancel(0)).isTrue();
    sender.close();
    sender = start();
    assertThat(sender.sender()).isNull();
    assertThat(sender.current().cancel(1)).isTrue();
    assertThat(log.take())
        .containsExactly(
            "write cancelled 5 0",
            "5: SEAL 0",
            "write draining",
            "write cancelled 5 1",
            "5: SEAL 1");
    sender.in(5).status(0, Status.SEALED);
    sender.in(5).status(1, Status.SEALED);
    sender.poll(0);
    assertThat(log.take())
        .containsExactly(
            "5 a NOT_DELIVERED null", "5 b NOT_DELIVERED null", "write closing", "CLOSE 5");
    assertThat(sender.current()).isNull();
  }

  @Test
  void ifTheWriteFailsAMessageIsNotCancelled() {
    open();
    submit("a");
    log.take();
    disk.failures = 1;
    assertThatThrownBy(() -> sender.current().cancel(0)).hasMessage("disk full");
    assertThat(log.take()).isEmpty();
    assertThat(sender.current().pending()).containsOnlyKeys(0L);
    assertThat(sender.current().cancel(0)).as("tried again").isTrue();
    assertThat(log.take()).containsExactly("write cancelled 5 0", "5: SEAL 0");
  }

  @Test
  void aSenderThatHasFailedCancelsNothing() {
    open();
    submit("a");
    disk.failures = 1;
    assertThatThrownBy(() -> submit("b")).hasMessage("disk full");
    log.take();
    assertThatThrownBy(() -> sender.current().cancel(0)).isInstanceOf(SenderFailedException.class);
    assertThat(log.take()).isEmpty();
    sender = start();
    assertThat(sender.current().cancel(0)).isTrue();
  }

  @Test
  void onceTheSessionIsGoneNothingIsCancelled() {
    open();
    submit("a");
    Sender<String, String> session = sender.sender();
    sender.gone(5);
    log.take();
    assertThat(session.cancel(0)).isFalse();
    assertThat(sender.current()).isNull();
    assertThat(log.take()).isEmpty();
  }

  @Test
  void aRestartedSenderKnowsWhetherThereAreReplies() {
    open();
    submit("a");
    log.take();
    sender = start();
    sender.in(5).ack(0, null);
    assertThat(log.take()).as("malformed").isEmpty();
    assertThat(sender.refused()).isEqualTo(1);
    sender.in(5).ack(0, "r");
    assertThat(log.take()).containsExactly("5 a DELIVERED r");
  }

  @Test
  void aRestartedSenderReportsInDoubt() {
    open();
    submit("a");
    sender.gone(5);
    log.take();
    sender = start();
    assertThat(sender.isOpen()).isFalse();
    sender.poll(0);
    assertThat(log.take()).containsExactly("5 a IN_DOUBT null", "write clear");
  }

  @Test
  void aRestartedSenderContinuesClosing() {
    open();
    submit("a");
    sender.in(5).ack(0, "r");
    sender.close();
    sender.poll(0);
    log.take();
    sender = start();
    sender.poll(0);
    sender.poll(10);
    assertThat(log.take()).as("nothing is reported again").containsExactly("CLOSE 5");
    sender.gone(5);
    assertThat(sender.isIdle()).isTrue();
  }

  /** Otherwise the number could be assigned to a message that is already sealed. */
  @Test
  void aNumberThatIsSealedWithoutAMessageIsNotAssignedAfterTheNextCrash() {
    disk.stored =
        new Stored<>(Phase.OPEN, 5, 2, ReplyMode.WITH_REPLIES, new HashMap<>(Map.of(1L, "b")));
    sender = start();
    sender.close();
    assertThat(log.take()).containsExactly("write draining");
    sender.poll(0);
    sender.poll(10);
    sender.poll(20);
    assertThat(log.take()).containsExactly("5: CHECK 1", "5: SEAL 0");
    sender = start();
    assertThat(sender.sender()).as("it continues closing").isNull();
    sender.poll(30);
    sender.poll(40);
    sender.poll(50);
    assertThat(log.take()).containsExactly("5: CHECK 1", "5: SEAL 0");
    sender.in(5).status(0, Status.SEALED);
    sender.in(5).ack(1, "r");
    sender.poll(51);
    assertThat(log.take()).containsExactly("5 b DELIVERED r", "write closing", "CLOSE 5");
  }

  @Test
  void anAnswerMayArriveBeforeTheSendingCallReturns() {
    SessionRequests<String> network = new SessionRequests<>() {
      @Override
      public void open(long from, long nonce, int maxWindowSize) {
        sender.opened(from, nonce, 5, 2, ReplyMode.WITH_REPLIES);
      }

      @Override
      public FrameLog<String> in(long session) {
        return log.in(session);
      }

      @Override
      public void close(long session) {
        sender.gone(session);
      }
    };
    sender = new SessionSender<>(
        7, nonces::incrementAndGet, 4, SenderStore.none(), network, this::listener, RETRY);
    sender.open();
    assertThat(sender.isOpen()).isTrue();
    sender.close();
    sender.poll(0);
    assertThat(sender.isIdle()).isTrue();
  }

  @Test
  void aFrameForWhichTheNetworkThrowsIsLost() {
    SessionRequests<String> down = new SessionRequests<>() {
      @Override
      public void open(long from, long nonce, int maxWindowSize) {
        throw new UnsupportedOperationException("down");
      }

      @Override
      public FrameLog<String> in(long session) {
        return new FrameLog<>() {
          @Override
          public void data(long seq, String payload) {
            throw new UnsupportedOperationException("down");
          }
        };
      }

      @Override
      public void close(long session) {
        throw new UnsupportedOperationException("down");
      }
    };
    sender = new SessionSender<>(7, nonces::incrementAndGet, 4, disk, down, this::listener, RETRY);
    assertThat(sender.open()).isTrue();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    assertThat(submit("a")).isZero();
    assertThat(sender.networkFailures()).isEqualTo(2);
    sender.in(5).ack(0, "r");
    sender.close();
    assertThat(sender.poll(0)).isEqualTo(1);
    assertThat(sender.networkFailures()).as("counts outlive sessions").isEqualTo(3);
    sender.gone(5);
    assertThat(sender.isIdle()).isTrue();
  }

  @Test
  void aSenderWhoseStoreFailsToAppendIsRestarted() {
    open();
    submit("a");
    disk.failures = 1;
    assertThatThrownBy(() -> submit("x")).hasMessage("disk full");
    assertThatThrownBy(() -> submit("b")).isInstanceOf(SenderFailedException.class);
    sender.in(5).ack(0, "r");
    assertThat(sender.poll(0)).isZero();
    assertThatThrownBy(sender::close).isInstanceOf(SenderFailedException.class);
    assertThat(log.take())
        .as("draining is not written")
        .containsExactly("write append 0 a", "5: DATA 0 a", "5 a DELIVERED r");
    sender = start();
    assertThat(submit("b")).isEqualTo(1);
    assertThat(sender.close()).isTrue();
  }

  /** Whoever waits for the end of the session is told that it does not come. */
  @Test
  void aSessionThatIsDrainingOrGoneDoesNotEndIfAnAppendFails() {
    open();
    Sender<String, String> draining = sender.sender();
    disk.whenAppended = sender::close;
    assertThatThrownBy(() -> draining.trySubmit("x")).hasMessage("disk full");
    assertThatThrownBy(() -> sender.poll(0)).isInstanceOf(SenderFailedException.class);
    sender.gone(5);
    assertThatThrownBy(() -> sender.poll(1)).isInstanceOf(SenderFailedException.class);
    assertThat(sender.isIdle()).isFalse();
    sender = start();
    sender.poll(2);
    assertThat(sender.isIdle()).isTrue();
  }

  /** Each write is repeated, and the action that needs it happens after it. */
  @Test
  void aFailedWriteIsRepeated() {
    sender.open();
    disk.failures = 1;
    assertThatThrownBy(() -> sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES))
        .hasMessage("disk full");
    assertThat(sender.isOpen()).isFalse();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    submit("a");
    disk.failures = 1;
    assertThatThrownBy(() -> sender.close()).hasMessage("disk full");
    assertThat(sender.isOpen()).isTrue();
    assertThat(sender.close()).isTrue();
    sender.in(5).ack(0, "r");
    log.take();
    disk.failures = 1;
    assertThatThrownBy(() -> sender.poll(0)).hasMessage("disk full");
    assertThat(log.take()).isEmpty();
    sender.poll(0);
    assertThat(log.take()).containsExactly("write closing", "CLOSE 5");
    disk.failures = 1;
    assertThatThrownBy(() -> sender.gone(5)).hasMessage("disk full");
    assertThat(sender.isIdle()).isFalse();
    sender.gone(5);
    assertThat(sender.isIdle()).isTrue();
  }

  @Test
  void theEndOfASessionIsWrittenAgain() {
    open();
    submit("a");
    log.take();
    disk.failures = 1;
    assertThatThrownBy(() -> sender.gone(5)).hasMessage("disk full");
    sender.poll(0);
    assertThat(log.take()).as("not reported").isEmpty();
    sender.gone(5);
    disk.failures = 1;
    assertThatThrownBy(() -> sender.poll(1)).hasMessage("disk full");
    assertThat(log.take()).containsExactly("write ended", "5 a IN_DOUBT null");
    sender.poll(2);
    assertThat(log.take()).containsExactly("write clear");
    assertThat(sender.isIdle()).isTrue();
  }

  private void open() {
    sender.open();
    sender.opened(7, 101, 5, 2, ReplyMode.WITH_REPLIES);
    log.take();
  }

  private long submit(String payload) {
    return sender.sender().trySubmit(payload);
  }

  private OutcomeListener<String, String> listener(long session) {
    return (seq, payload, outcome, reply) ->
        log.add(session + " " + payload + " " + outcome + " " + reply);
  }

  private SessionSender<String, String> start() {
    return new SessionSender<>(7, nonces::incrementAndGet, 4, disk, log, this::listener, RETRY);
  }

  /** Outlives the sender. */
  private final class Disk implements SenderStore<String> {
    private Stored<String> stored;
    private Runnable whenOpened = () -> {};
    private Runnable whenAppended; // and then fails, if not null
    private int failures; // writes that will fail

    @Override
    public Stored<String> load() {
      return stored;
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      failIfTold();
      log.add("write OPEN " + session + " " + windowSize + " " + replyMode);
      stored = new Stored<>(
          Phase.OPEN, session, windowSize, replyMode, new HashMap<>(), new HashSet<>());
      whenOpened.run();
    }

    @Override
    public void append(long seq, String payload) {
      if (whenAppended != null) {
        whenAppended.run();
        failures = 1;
      }
      failIfTold();
      log.add("write append " + seq + " " + payload);
      stored.entries().remove(seq - stored.windowSize());
      stored.entries().put(seq, payload);
    }

    @Override
    public void cancelled(long session, long seq) {
      failIfTold();
      log.add("write cancelled " + session + " " + seq);
      assertThat(session).isEqualTo(stored.session());
      stored.cancelled().add(seq);
    }

    @Override
    public void draining() {
      failIfTold();
      log.add("write draining");
      become(Phase.DRAINING, stored.entries());
    }

    @Override
    public void closing() {
      failIfTold();
      log.add("write closing");
      become(Phase.CLOSING, Map.of());
    }

    @Override
    public void ended() {
      failIfTold();
      log.add("write ended");
      become(Phase.ENDED, stored.entries());
    }

    @Override
    public void clear() {
      failIfTold();
      log.add("write clear");
      stored = null;
    }

    private void failIfTold() {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("disk full");
      }
    }

    private void become(Phase phase, Map<Long, String> entries) {
      stored = new Stored<>(
          phase,
          stored.session(),
          stored.windowSize(),
          stored.replyMode(),
          entries,
          stored.cancelled());
    }
  }
}

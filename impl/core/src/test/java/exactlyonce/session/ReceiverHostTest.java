package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import exactlyonce.metrics.Metrics;
import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiverHostTest {
  private static final HostSettings SETTINGS =
      HostSettings.ofWindowSize(2).withReplies().withMaxSessions(3);

  private final SessionLog<String> log = new SessionLog<>();
  private final AtomicLong ids = new AtomicLong();
  private final Disk disk = new Disk();
  private final List<HostEvent> events = new ArrayList<>();
  private Consumer<HostEvent> whenTold = event -> {};
  private ReceiverHost<String, String> host = start(SETTINGS);

  @Test
  void openIsAnsweredByTheSessionThatItOpened() {
    host.open(7, 100);
    assertThat(log.take()).containsExactly("write opened 1 7 100", "OPENED 7 100 1 2 WITH_REPLIES");
    host.open(7, 100);
    assertThat(log.take()).as("the same request").containsExactly("OPENED 7 100 1 2 WITH_REPLIES");
    host.open(7, 101);
    host.open(8, 100);
    assertThat(log.take())
        .containsExactly(
            "write opened 2 7 101",
            "OPENED 7 101 2 2 WITH_REPLIES",
            "write opened 3 8 100",
            "OPENED 8 100 3 2 WITH_REPLIES");
    assertThat(host.sessions()).isEqualTo(3);
  }

  @Test
  void theSmallerWindowWins() {
    host.open(7, 1, 1);
    host.open(7, 2, 4);
    host.open(7, 1, 4);
    assertThat(log.take())
        .containsExactly(
            "write opened 1 7 1",
            "OPENED 7 1 1 1 WITH_REPLIES",
            "write opened 2 7 2",
            "OPENED 7 2 2 2 WITH_REPLIES",
            "OPENED 7 1 1 1 WITH_REPLIES");
    host.in(1).data(1, "a");
    assertThat(host.refused()).isEqualTo(1);
  }

  @Test
  void sessionsDoNotKnowEachOther() {
    Requests<String> first = opened(7, 1);
    Requests<String> second = opened(8, 1);
    first.data(0, "a");
    second.check(0);
    second.data(0, "b");
    first.data(0, "a");
    assertThat(log.take())
        .containsExactly(
            "7 handles a",
            "write delivered 1 0",
            "1: ACK 0 1",
            "2: STATUS 0 UNKNOWN",
            "8 handles b",
            "write delivered 2 0",
            "2: ACK 0 2",
            "1: ACK 0 1");
    assertThat(host.suppressed()).isEqualTo(1);
  }

  @Test
  void aHostIsBuiltWithDefaults() {
    HandlerFactory<String, String> handlers = (sender, session) -> (seq, payload) -> "";
    ReceiverHost<String, String> built = ReceiverHost.builder(handlers, log).build();
    built.open(7, 1);
    built.open(7, 2);
    assertThat(built.sessionInfo())
        .extracting(info -> info.session().windowSize(), info -> info.session().replyMode())
        .containsOnly(tuple(1024, ReplyMode.WITHOUT_REPLIES));
    assertThat(built.sessionInfo())
        .extracting(info -> info.session().id())
        .doesNotHaveDuplicates()
        .hasSize(2);
    ReceiverHost<String, String> set = ReceiverHost.builder(handlers, log)
        .settings(inOrder(2))
        .ids(ids::incrementAndGet)
        .store(disk)
        .onEvent(events::add)
        .build();
    log.take();
    set.open(7, 3);
    assertThat(log.take()).containsExactly("write opened 1 7 3", "OPENED 7 3 1 2 WITH_REPLIES");
    assertThat(events).hasOnlyElementsOfType(HostEvent.Opened.class).hasSize(1);
    assertThatThrownBy(() -> ReceiverHost.builder(handlers, log).store(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("store");
  }

  @Test
  void aFullHostAnswersFull() {
    opened(7, 1);
    opened(7, 2).data(0, "a");
    opened(7, 3).seal(0);
    log.take();
    host.open(7, 4);
    host.open(7, 5);
    assertThat(log.take()).containsExactly("FULL 7 4", "FULL 7 5");
    assertThat(host.full()).isEqualTo(2);
    assertThat(host.sessions()).isEqualTo(3);
    assertThat(host.dropUntouched())
        .as("one in which nothing was delivered or sealed")
        .isEqualTo(1);
    assertThat(log.take()).containsExactly("write over 1");
    assertThat(host.dropUntouched()).isZero();
    assertThat(host.dropped()).isEqualTo(1);
    host.open(7, 4);
    assertThat(log.take()).containsExactly("write opened 4 7 4", "OPENED 7 4 4 2 WITH_REPLIES");
  }

  @Test
  void aRestartedHostCountsTheSessionsThatItFinds() {
    for (int nonce = 1; nonce <= 3; nonce++) {
      opened(7, nonce);
    }
    host = start(SETTINGS);
    assertThat(host.sessions()).isEqualTo(3);
    host.open(7, 4);
    assertThat(log.take()).containsExactly("FULL 7 4");
  }

  /** The end of the session is being written, and no sender has been told yet. */
  @Test
  void anUntouchedSessionThatIsBeingDroppedDeliversNothing() {
    Requests<String> session = opened(7, 1);
    disk.whenOver = () -> {
      session.data(0, "a");
      session.seal(1);
    };
    assertThat(host.dropUntouched()).isEqualTo(1);
    assertThat(log.take()).containsExactly("write over 1");
    assertThat(host.handlerFailures()).as("the message had no effect").isEqualTo(1);
  }

  @Test
  void aSessionInWhichNothingWasDeliveredOrSealedIsUntouched() {
    opened(7, 1).data(0, "fails");
    opened(7, 2).seal(9); // outside of the window
    opened(7, 3).check(0);
    assertThat(host.dropUntouched()).isEqualTo(3);
  }

  @Test
  void aSessionWhoseEndCannotBeWrittenContinues() {
    Requests<String> session = opened(7, 1);
    disk.whenOver = () -> {
      throw new IllegalStateException("disk");
    };
    assertThatThrownBy(() -> host.dropUntouched()).hasMessage("disk");
    session.check(0);
    assertThatThrownBy(() -> host.close(1)).hasMessage("disk");
    session.check(0);
    disk.whenLoaded = disk.whenOver;
    assertThatThrownBy(() -> host.dropUntouched()).hasMessage("disk");
    disk.whenLoaded = () -> {};
    log.take();
    session.data(0, "a");
    assertThat(log.take()).containsExactly("7 handles a", "write delivered 1 0", "1: ACK 0 1");
  }

  /** Its sender would be told that the message is in doubt, and then the handler completes. */
  @ParameterizedTest
  @EnumSource
  void aSessionIsNotEndedWhileOneOfItsHandlersRuns(DeliveryOrder order) {
    List<Object> during = new ArrayList<>();
    host = ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> {
              during.add(host.drop(session));
              during.add(host.dropUntouched());
              host.close(session);
              return payload + "!";
            },
            log)
        .settings(SETTINGS.withOrder(order))
        .ids(ids::incrementAndGet)
        .build();
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    assertThat(during).containsExactly(false, 0);
    assertThat(log.take()).as("CLOSE is repeated").containsExactly("1: ACK 0 a!");
    assertThat(host.drop(1)).isTrue();
    session.data(1, "b");
    assertThat(log.take()).containsExactly("GONE 1");
  }

  @Test
  void anIdThatIsInUseOpensNoSession() {
    opened(7, 1).data(0, "a");
    ids.set(0);
    assertThatThrownBy(() -> host.open(7, 2)).hasMessageContaining("session 1 exists already");
    host = start(SETTINGS);
    ids.set(0);
    assertThatThrownBy(() -> host.open(7, 2)).hasMessageContaining("session 1 exists already");
    assertThat(host.sessions()).isEqualTo(1);
    log.take();
    host.in(1).data(0, "a");
    assertThat(log.take()).as("it is the first one").containsExactly("1: ACK 0 1");
    assertThat(opened(7, 2)).as("the place is free").isNotNull();
    opened(7, 3);
    assertThat(host.sessions()).isEqualTo(3);
  }

  @Test
  void anIdThatIsInUseOpensNoSessionWithoutStorageEither() {
    List<Long> created = new ArrayList<>();
    HandlerFactory<String, String> handlersOf = (sender, session) -> {
      created.add(sender);
      return (seq, payload) -> payload;
    };
    host = ReceiverHost.builder(handlersOf, log).settings(SETTINGS).ids(() -> 1).build();
    host.open(7, 1);
    host.in(1).data(0, "a");
    log.take();
    int handlers = created.size();
    assertThatThrownBy(() -> host.open(8, 1)).hasMessageContaining("session 1 exists already");
    assertThat(created).as("for a session that is not opened").hasSize(handlers);
    host.in(1).data(0, "b");
    assertThat(log.take()).containsExactly("1: ACK 0 a");
    assertThat(host.sessions()).isEqualTo(1);
  }

  @Test
  void sessionsAreListedWithTheirUse() {
    host.tick();
    Requests<String> first = opened(7, 1);
    opened(8, 2);
    host.tick();
    host.tick();
    first.data(0, "a");
    first.data(1, "fails");
    host.tick();
    assertThat(host.sessionInfo())
        .containsExactlyInAnyOrder(
            new SessionInfo(properties(1, 7, 1), 3, 1, 0, 0, true, 0),
            new SessionInfo(properties(2, 8, 2), 3, 3, 0, 0, false, 0));
    host = start(SETTINGS);
    assertThat(host.sessionInfo())
        .contains(new SessionInfo(properties(1, 7, 1), 0, 0, 0, 0, true, 0));
  }

  @Test
  void everyFrameAboutASessionIsAUse() {
    Requests<String> session = opened(7, 1);
    for (Runnable frame : List.<Runnable>of(
        () -> session.data(0, "a"), () -> session.check(5), () -> session.seal(1))) {
      host.tick();
      assertThat(host.sessionInfo().get(0).idle()).isEqualTo(1);
      frame.run();
      assertThat(host.sessionInfo().get(0).idle()).isZero();
    }
  }

  @Test
  void idleSessionsAreDroppedOnRequestOnly() {
    opened(7, 1).data(0, "a");
    for (int i = 0; i < 1000; i++) {
      host.tick();
    }
    Requests<String> used = opened(7, 2);
    used.data(0, "b");
    assertThat(host.sessions()).isEqualTo(2);
    events.clear();
    log.take();
    assertThat(host.dropIf(session -> session.idle() > 999)).isEqualTo(1);
    assertThat(log.take()).containsExactly("write over 1");
    assertThat(host.dropped()).isEqualTo(1);
    assertThat(events)
        .containsExactly(
            new HostEvent.Dropped(new SessionInfo(properties(1, 7, 1), 1000, 1000, 0, 0, true, 0)));
    host.in(1).check(0);
    used.check(0);
    assertThat(log.take()).containsExactly("GONE 1", "2: ACK 0 2");
  }

  @Test
  void aSessionInWhichAHandlerRunsIsNotDroppedByACondition() {
    List<Object> during = new ArrayList<>();
    host = ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> {
              during.add(host.sessionInfo().get(0).running());
              during.add(host.dropIf(any -> true));
              return payload;
            },
            log)
        .settings(SETTINGS)
        .ids(ids::incrementAndGet)
        .build();
    opened(7, 1).data(0, "a");
    assertThat(during).containsExactly(1, 0);
    assertThat(host.dropIf(any -> true)).isEqualTo(1);
  }

  @Test
  void anOpenThatArrivesAfterItsSessionWasClosedLeavesNoSession() {
    opened(7, 1);
    host.close(1);
    log.take();
    host.open(7, 1);
    assertThat(log.take()).as("as if it were lost").isEmpty();
    assertThat(host.lateOpens()).isEqualTo(1);
    assertThat(host.sessions()).isZero();
    for (int nonce = 2; nonce < 10; nonce++) {
      opened(7, nonce);
      host.close(ids.get());
    }
    log.take();
    host.open(7, 9);
    assertThat(log.take()).isEmpty();
    host.open(7, 1);
    assertThat(log.take())
        .as("forgotten: memory is bounded")
        .contains("OPENED 7 1 10 2 WITH_REPLIES");
  }

  /** Its sender may still be waiting for the answer. */
  @Test
  void anOpenThatArrivesAfterItsSessionWasDroppedOpensAnother() {
    opened(7, 1);
    host.drop(1);
    host.open(7, 1);
    assertThat(log.take()).contains("OPENED 7 1 2 2 WITH_REPLIES");
  }

  @Test
  void theListenerIsToldWhatHappens() {
    Requests<String> session = opened(7, 1);
    session.data(0, "fails");
    session.data(0, "fails");
    session.data(1, "fails");
    session.seal(0);
    disk.broken = true;
    assertThatThrownBy(() -> host.open(7, 2)).hasMessage("disk");
    disk.broken = false;
    host.close(1);
    host.in(1).check(0);
    for (int nonce = 3; nonce < 7; nonce++) {
      host.open(7, nonce);
    }
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "Opened",
            "HandlerFailed",
            "HandlerFailed",
            "HandlerFailed",
            "StoreFailed",
            "Closed",
            "Gone",
            "Opened",
            "Opened",
            "Opened",
            "Full");
    assertThat(events.get(2)).isInstanceOfSatisfying(HostEvent.HandlerFailed.class, failed -> {
      assertThat(failed.seq()).isZero();
      assertThat(failed.attempt()).isEqualTo(2);
      assertThat(failed.cause()).hasMessage("fails");
    });
    assertThat(((HostEvent.HandlerFailed) events.get(3)).attempt()).isEqualTo(1);
  }

  /** The store was restored from a backup: it does not know the last messages. */
  @Test
  void aMessageOutsideOfTheWindowIsAnAlarm() {
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.data(1, "b");
    events.clear();
    log.take();
    session.data(4, "e");
    session.check(4);
    session.seal(4);
    assertThat(log.take()).hasSize(3).containsOnly("1: STATUS 4 REFUSED");
    assertThat(events).hasSize(3).containsOnly(new HostEvent.MemoryLost(1, 4));
    assertThat(host.refused()).isEqualTo(3);
    assertThat(host.sessionInfo().get(0).refused()).isEqualTo(3);
  }

  /** Such a frame may be late, so at the receiver it is no alarm. */
  @Test
  void aMessageThatWasDecidedLongAgoIsForgotten() {
    Requests<String> session = opened(7, 1);
    for (long seq = 0; seq < 3; seq++) {
      session.data(seq, "a");
    }
    events.clear();
    log.take();
    session.check(0);
    assertThat(log.take()).containsExactly("1: STATUS 0 FORGOTTEN");
    assertThat(events).isEmpty();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    whenTold = event -> {
      throw new IllegalStateException("listener");
    };
    opened(7, 1).data(0, "a");
    assertThat(log.take()).contains("1: ACK 0 1");
  }

  @Test
  void itsNumbersArePublished() {
    Map<String, DoubleSupplier> numbers = new HashMap<>();
    List<String> during = new ArrayList<>();
    host = ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> {
              during.add("" + numbers.get("handlers.running").getAsDouble());
              return switch (payload) {
                case "fails" -> throw new Exception(payload);
                case "rejects" -> throw new RejectedException(payload);
                case "unknown" -> throw new CommitUnknownException("no answer", new Exception());
                default -> payload;
              };
            },
            log)
        .settings(SETTINGS)
        .ids(ids::incrementAndGet)
        .build();
    host.publish(new Metrics() {
      @Override
      public void counter(String name, String description, LongSupplier value) {
        assertThat(description).isNotBlank();
        numbers.put(name, value::getAsLong);
      }

      @Override
      public void gauge(String name, String description, DoubleSupplier value) {
        assertThat(description).isNotBlank();
        numbers.put(name, value);
      }
    });
    host.open(7, 1);
    host.close(1);
    host.open(7, 1); // late
    opened(7, 2).data(0, "fails");
    host.in(2).data(0, "rejects");
    host.in(2).data(0, "again");
    host.in(2).data(1, "unknown");
    host.in(2).data(9, "beyond");
    opened(7, 3);
    opened(7, 4);
    host.open(7, 5); // full
    assertThat(host.drop(3)).isTrue();
    host.in(3).check(0);

    assertThat(during).containsExactly("1.0", "1.0", "1.0");
    Map<String, Long> values = new HashMap<>();
    numbers.forEach((name, value) -> values.put(name, (long) value.getAsDouble()));
    assertThat(values)
        .containsOnly(
            entry("sessions.open", 2L),
            entry("handlers.running", 0L),
            entry("commits.unknown", 1L),
            entry("duplicates.suppressed", 1L),
            entry("handler.failures", 1L),
            entry("messages.rejected", 1L),
            entry("frames.refused", 1L),
            entry("frames.gone", 1L),
            entry("opens.full", 1L),
            entry("opens.late", 1L),
            entry("sessions.dropped", 1L));
  }

  @Test
  void ofTwoThatDropASessionOneHasDroppedIt() {
    opened(7, 1);
    List<Boolean> meanwhile = new ArrayList<>();
    disk.whenOver = () -> {
      disk.whenOver = () -> {};
      meanwhile.add(host.drop(1));
    };
    assertThat(host.drop(1)).isFalse();
    assertThat(meanwhile).containsExactly(true);
    assertThat(host.dropped()).isEqualTo(1);
  }

  /** The obvious reaction to a host that is full. */
  @Test
  void theListenerMayMakeRoom() {
    whenTold = event -> {
      if (event instanceof HostEvent.Full) {
        host.dropUntouched();
      }
    };
    opened(7, 1);
    opened(7, 2);
    opened(7, 3);
    host.open(7, 4);
    host.open(7, 4);
    assertThat(log.take()).contains("FULL 7 4", "OPENED 7 4 4 2 WITH_REPLIES");
  }

  @Test
  void aHostWithoutStorageDelivers() {
    host = ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> payload + "!", log)
        .settings(SETTINGS)
        .ids(ids::incrementAndGet)
        .build();
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.seal(1);
    assertThat(log.take()).containsExactly("1: ACK 0 a!", "1: STATUS 1 SEALED");
    host.close(1);
    assertThat(log.take()).containsExactly("GONE 1");
  }

  @Test
  void aClosedSessionIsGoneForever() {
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.data(0, "a");
    session.data(1, "fails");
    session.data(9, "outside");
    log.take();
    host.close(1);
    assertThat(log.take()).as("written first").containsExactly("write over 1", "GONE 1");
    host.close(1);
    session.data(1, "b");
    session.check(0);
    session.seal(1);
    host.in(1).data(1, "b");
    assertThat(log.take()).hasSize(5).containsOnly("GONE 1");
    assertThat(host.sessions()).isZero();
    assertThat(host.refused()).as("counts outlive sessions").isEqualTo(1);
    assertThat(host.suppressed()).isEqualTo(1);
    assertThat(host.handlerFailures()).isEqualTo(1);
    host.open(7, 2);
    assertThat(log.take()).as("another session").contains("OPENED 7 2 2 2 WITH_REPLIES");
  }

  /** On the wire any 64 bits are a session, a sender or a nonce. */
  @Test
  void zeroIsAnIdLikeAnyOther() {
    ids.set(-1);
    host.open(0, 0);
    host.open(0, 0);
    assertThat(log.take())
        .containsExactly(
            "write opened 0 0 0", "OPENED 0 0 0 2 WITH_REPLIES", "OPENED 0 0 0 2 WITH_REPLIES");
    host.in(0).data(0, "a");
    host = start(SETTINGS);
    host.in(0).data(0, "a");
    host.close(0);
    host.open(0, 0);
    host.in(0).check(0);
    assertThat(log.take())
        .containsExactly(
            "0 handles a",
            "write delivered 0 0",
            "0: ACK 0 1",
            "0: ACK 0 1",
            "write over 0",
            "GONE 0",
            "GONE 0");
  }

  @Test
  void anUnknownSessionIsGone() {
    host.in(42).data(0, "a");
    host.in(42).check(0);
    host.in(42).seal(0);
    host.close(42);
    assertThat(log.take()).containsExactly("GONE 42", "GONE 42", "GONE 42", "GONE 42");
    assertThat(host.gone()).isEqualTo(3);
    assertThat(host.drop(42)).isFalse();
  }

  @Test
  void sealedIsWrittenBeforeItIsAnswered() {
    Requests<String> session = opened(7, 1);
    session.seal(0);
    session.check(0);
    assertThat(log.take())
        .containsExactly(
            "write sealed 1 0", "1: STATUS 0 SEALED", "write sealed 1 0", "1: STATUS 0 SEALED");
  }

  @Test
  void aRestartedHostKnowsWhatWasDeliveredAndSealed() {
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.seal(1);
    session.data(2, "c");
    log.take();
    host = start(SETTINGS);
    for (long seq = 0; seq < 4; seq++) {
      host.in(1).check(seq);
    }
    assertThat(log.take())
        .containsExactly(
            "1: STATUS 0 FORGOTTEN",
            "write sealed 1 1",
            "1: STATUS 1 SEALED",
            "1: ACK 2 2",
            "1: STATUS 3 UNKNOWN");
    host.open(7, 1);
    assertThat(log.take()).containsExactly("OPENED 7 1 1 2 WITH_REPLIES");
  }

  @Test
  void aRestartedHostContinuesInOrder() {
    host = start(inOrder(4));
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.seal(2);
    session.data(3, "d");
    log.take();
    host = start(inOrder(4));
    host.in(1).data(3, "d");
    assertThat(log.take()).as("it waits again").isEmpty();
    host.in(1).data(1, "b");
    assertThat(log.take())
        .containsExactly(
            "7 handles b",
            "write delivered 1 1",
            "1: ACK 1 2",
            "7 handles d",
            "write delivered 1 3",
            "1: ACK 3 3");
  }

  /** Another thread had already passed the sealed message, and a crash prevented its write. */
  @Test
  void aMessageMissingBelowADeliveredOneWasSealed() {
    host = start(inOrder(4));
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.seal(1);
    session.data(2, "c");
    disk.forget(1, 1);
    log.take();
    host = start(inOrder(4));
    host.in(1).data(1, "b");
    assertThat(log.take()).containsExactly("write sealed 1 1", "1: STATUS 1 SEALED");
    host.in(1).data(3, "d");
    host.in(1).data(4, "e");
    host.in(1).data(5, "f");
    assertThat(log.take()).contains("7 handles d", "7 handles e", "7 handles f");
  }

  /** The slot of message 0, which was delivered, no longer says so. */
  @Test
  void aSealedMessageThatTookTheSlotOfADeliveredOneIsPassed() {
    host = start(inOrder(1));
    Requests<String> session = opened(7, 1);
    session.data(0, "a");
    session.seal(1);
    log.take();
    host = start(inOrder(1));
    host.in(1).data(2, "c");
    assertThat(log.take()).contains("7 handles c");
  }

  @Test
  void aHostThatLostItsStoreAnswersGone() {
    opened(7, 1).data(0, "a");
    disk.format();
    host = start(SETTINGS);
    log.take();
    host.in(1).check(0);
    assertThat(log.take()).containsExactly("GONE 1");
  }

  @Test
  void aHandlerThatFailsWritesNothing() {
    Requests<String> session = opened(7, 1);
    session.data(0, "fails");
    session.check(0);
    assertThat(log.take()).containsExactly("7 handles fails", "1: STATUS 0 UNKNOWN");
    assertThat(host.handlerFailures()).isEqualTo(1);
  }

  @Test
  void anOpenThatCannotBeStoredDoesNotCountTowardsTheLimit() {
    disk.broken = true;
    for (int nonce = 0; nonce < 10; nonce++) {
      int refused = nonce;
      assertThatThrownBy(() -> host.open(7, refused)).hasMessage("disk");
    }
    disk.broken = false;
    opened(7, 1);
    opened(7, 2);
    opened(7, 3);
    assertThat(host.sessions()).isEqualTo(3);
  }

  @Test
  void aSessionKeepsWhatItWasOpenedWithThroughARestart() {
    Requests<String> old = opened(7, 1);
    host = start(HostSettings.ofWindowSize(8).withOrder(DeliveryOrder.ORDERED).withMaxSessions(3));
    host.open(7, 1);
    assertThat(log.take()).containsExactly("OPENED 7 1 1 2 WITH_REPLIES");
    old = host.in(1);
    old.data(1, "out of order");
    assertThat(log.take())
        .containsExactly("7 handles out of order", "write delivered 1 1", "1: ACK 1 1");
    old.check(4);
    assertThat(host.refused()).as("outside a window of 2").isEqualTo(1);
    host.open(7, 2);
    assertThat(log.take()).contains("OPENED 7 2 2 8 WITHOUT_REPLIES");
    host.in(2).data(1, "waits");
    assertThat(log.take()).isEmpty();
    host.in(2).data(0, "a");
    assertThat(log.take()).contains("2: ACK 0", "2: ACK 1");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> HostSettings.ofWindowSize(3)).hasMessageContaining("power of two");
    assertThatThrownBy(() -> HostSettings.ofWindowSize(0)).hasMessageContaining("power of two");
    assertThatThrownBy(() -> SETTINGS.withMaxSessions(0))
        .hasMessage("maxSessions must be at least 1, not 0");
    opened(7, 1);
    opened(7, 2);
    assertThatThrownBy(() -> start(SETTINGS.withMaxSessions(1)))
        .hasMessage("the store holds 2 sessions, but maxSessions is 1");
  }

  private static ReceiverStore.Session properties(long id, long sender, long nonce) {
    return new ReceiverStore.Session(
        id, sender, nonce, 2, DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES);
  }

  private Requests<String> opened(long sender, long nonce) {
    host.open(sender, nonce);
    log.take();
    return host.in(ids.get());
  }

  private static HostSettings inOrder(int windowSize) {
    return HostSettings.ofWindowSize(windowSize)
        .withOrder(DeliveryOrder.ORDERED)
        .withReplies()
        .withMaxSessions(3);
  }

  private ReceiverHost<String, String> start(HostSettings settings) {
    return ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> {
              log.add(sender + " handles " + payload);
              if (payload.equals("fails")) {
                throw new Exception(payload);
              }
              return "";
            },
            log)
        .settings(settings)
        .ids(ids::incrementAndGet)
        .store(disk)
        .onEvent(event -> {
          events.add(event);
          whenTold.accept(event);
        })
        .build();
  }

  /** Logs its writes. Replies contain the number of the write. */
  private final class Disk extends MapReceiverStore<String, String> {
    private int deliveries;
    private boolean broken;
    private Runnable whenOver = () -> {};
    private Runnable whenLoaded = () -> {};

    @Override
    public Stored<String> load(long session) {
      whenLoaded.run();
      return super.load(session);
    }

    @Override
    public void opened(Session session) {
      if (broken) {
        throw new IllegalStateException("disk");
      }
      log.add("write opened " + session.id() + " " + session.sender() + " " + session.nonce());
      super.opened(session);
    }

    @Override
    public String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      return super.deliver(session, seq, payload, (number, message) -> {
        String reply = "" + handler.handle(number, message) + ++deliveries;
        log.add("write delivered " + session + " " + seq);
        return reply;
      });
    }

    @Override
    public boolean sealed(long session, long seq) {
      log.add("write sealed " + session + " " + seq);
      return super.sealed(session, seq);
    }

    @Override
    public void over(long session) {
      log.add("write over " + session);
      whenOver.run();
      super.over(session);
    }
  }
}

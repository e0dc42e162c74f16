package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host stores that a message is rejected before it says so. */
class RejectingHostTest {
  private final SessionLog<String> log = new SessionLog<>();
  private final AtomicLong ids = new AtomicLong();
  private final List<HostEvent> events = new ArrayList<>();
  private final Store store = new Store();
  private int maxAttempts = Integer.MAX_VALUE;
  private Requests<String> session;

  private void start(DeliveryOrder order) {
    ReceiverHost<String, String> host = host(order);
    host.open(7, 1);
    session = host.in(1);
    log.take();
  }

  private void restart(DeliveryOrder order) {
    session = host(order).in(1);
  }

  private ReceiverHost<String, String> host(DeliveryOrder order) {
    return ReceiverHost.<String, String>builder(
            (sender, id) -> (seq, payload) -> {
              log.add("handles " + payload);
              switch (payload) {
                case "bad" -> throw new RejectedException("it is bad");
                case "fails" -> throw new IllegalStateException("not today");
                case "error" -> throw new AssertionError("broken");
                default -> {
                  return payload + "!";
                }
              }
            },
            log)
        .settings(HostSettings.ofWindowSize(4).withOrder(order).withReplies())
        .ids(ids::incrementAndGet)
        .store(store)
        .maxAttempts(maxAttempts)
        .onEvent(events::add)
        .build();
  }

  private List<String> told() {
    return events.stream()
        .filter(event -> event instanceof HostEvent.Rejected
            || event instanceof HostEvent.HandlerFailed
            || event instanceof HostEvent.CommitUnknown)
        .map(event -> event.getClass().getSimpleName()
            + (event instanceof HostEvent.Rejected rejected ? " " + rejected.reason() : ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aRejectionIsStoredFirstAndSurvivesARestart(DeliveryOrder order) {
    start(order);
    session.data(0, "bad");
    session.data(1, "b");
    assertThat(log.take())
        .containsExactly(
            "handles bad",
            "write rejected 0",
            "1: REJECTED 0 it is bad",
            "handles b",
            "1: ACK 1 b!");
    assertThat(told()).containsExactly("Rejected it is bad");
    restart(order);
    session.data(0, "bad");
    session.seal(0);
    assertThat(log.take()).containsExactly("1: REJECTED 0 it is bad", "1: REJECTED 0 it is bad");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRecordTellsWhetherARejectionWasWritten(boolean made) {
    start(DeliveryOrder.UNORDERED);
    store.unknown = true;
    store.made = made;
    session.data(0, "bad");
    assertThat(log.take()).as("no one is told").containsExactly("handles bad", "write rejected 0");
    store.unknown = false;
    session.check(0);
    session.check(0);
    assertThat(log.take())
        .containsExactlyElementsOf(
            made
                ? List.of("1: REJECTED 0 it is bad", "1: REJECTED 0 it is bad")
                : List.of("1: STATUS 0 UNKNOWN"));
    assertThat(told()).containsExactly("CommitUnknown");
  }

  @Test
  void aRejectionThatCannotBeStoredIsAFailure() {
    start(DeliveryOrder.UNORDERED);
    store.broken = true;
    session.data(0, "bad");
    assertThat(log.take()).containsExactly("handles bad", "write rejected 0");
    store.broken = false;
    session.check(0);
    session.data(0, "bad");
    assertThat(log.take())
        .containsExactly(
            "1: STATUS 0 UNKNOWN", "handles bad", "write rejected 0", "1: REJECTED 0 it is bad");
    assertThat(told()).containsExactly("HandlerFailed", "Rejected it is bad");
  }

  /** Another host has delivered it meanwhile, or has rejected it for another reason. */
  @Test
  void whatTheStoreSaysIsTold() {
    start(DeliveryOrder.UNORDERED);
    store.meanwhile = Resolved.delivered(0, "of the other host");
    session.data(0, "bad");
    store.meanwhile = Resolved.rejected(1, "the first reason");
    session.data(1, "bad");
    log.take();
    session.check(0);
    session.check(1);
    assertThat(log.take())
        .containsExactly("1: ACK 0 of the other host", "1: REJECTED 1 the first reason");
  }

  @Test
  void anotherHostHasRejectedIt() {
    start(DeliveryOrder.UNORDERED);
    store.write(1, Resolved.rejected(0, "by the other host"));
    session.data(0, "a");
    assertThat(log.take()).containsExactly("write rejected 0", "1: REJECTED 0 by the other host");
  }

  /** SEALED is not said about it, and what was rejected is read from the store. */
  @Test
  void aRejectedMessageIsNotSealed() {
    start(DeliveryOrder.UNORDERED);
    store.write(1, Resolved.rejected(0, "by the other host"));
    session.seal(0);
    assertThat(log.take()).isEmpty();
    session.seal(0);
    assertThat(log.take()).containsExactly("1: REJECTED 0 by the other host");
  }

  @ParameterizedTest
  @EnumSource
  void theLastAttemptRejects(DeliveryOrder order) {
    maxAttempts = 3;
    start(order);
    session.data(0, "fails");
    session.data(0, "fails");
    session.data(1, "b");
    log.take();
    session.data(0, "fails");
    String rejected =
        "failed 3 times, the last time with java.lang.IllegalStateException: not today";
    assertThat(log.take())
        .startsWith("handles fails", "write rejected 0", "1: REJECTED 0 " + rejected);
    assertThat(told())
        .containsExactly("HandlerFailed", "HandlerFailed", "HandlerFailed", "Rejected " + rejected);
    session.check(1);
    assertThat(log.take()).as("goes on").endsWith("1: ACK 1 b!");
  }

  @Test
  void anErrorDoesNotReject() {
    maxAttempts = 1;
    start(DeliveryOrder.UNORDERED);
    assertThatThrownBy(() -> session.data(0, "error")).hasMessage("broken");
    assertThat(log.take()).containsExactly("handles error");
    session.data(1, "fails");
    assertThat(log.take()).contains("write rejected 1");
  }

  @Test
  void aRejectedMessageTouchesItsSession() {
    ReceiverHost<String, String> host = host(DeliveryOrder.UNORDERED);
    host.open(7, 1);
    host.in(1).data(0, "bad");
    assertThat(host.dropUntouched()).isZero();
    assertThat(host.rejected()).isEqualTo(1);
    host.close(1);
    assertThat(host.sessions()).isZero();
    assertThat(host.rejected()).as("also of sessions that are over").isEqualTo(1);
  }

  @Test
  void withoutStorageItIsRejectedAsLongAsTheHostLives() {
    ReceiverHost<String, String> host = ReceiverHost.<String, String>builder(
            (sender, id) -> (seq, payload) -> {
              throw new RejectedException("");
            },
            log)
        .settings(HostSettings.ofWindowSize(4))
        .ids(ids::incrementAndGet)
        .onEvent(events::add)
        .build();
    host.open(7, 1);
    host.in(1).data(0, "a");
    host.in(1).check(0);
    assertThat(log.take()).endsWith("1: REJECTED 0 ", "1: REJECTED 0 ");
  }

  @Test
  void thereIsAtLeastOneAttempt() {
    maxAttempts = 0;
    assertThatThrownBy(() -> host(DeliveryOrder.UNORDERED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts must be at least 1, not 0");
  }

  private final class Store extends MapReceiverStore<String, String> {
    private boolean unknown;
    private boolean made;
    private boolean broken;
    private Resolved<String> meanwhile;

    @Override
    public Resolved<String> rejected(long session, long seq, String reason) throws Exception {
      log.add("write rejected " + seq);
      if (broken) {
        throw new IllegalStateException("disk");
      }
      if (meanwhile != null) {
        write(session, meanwhile);
        meanwhile = null;
      }
      if (!unknown) {
        return super.rejected(session, seq, reason);
      }
      if (made) {
        super.rejected(session, seq, reason);
      }
      throw new CommitUnknownException("simulated", new Exception());
    }
  }
}

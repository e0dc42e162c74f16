package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendWindowTest {
  private final SendWindow<String> window = new SendWindow<>(4);
  private final List<String> reports = new ArrayList<>();

  @Test
  void aMessageFromItsNumberToItsOutcome() {
    assertThat(window.state(0)).isEqualTo(SendState.UNSENT);
    assertThat(window.payload(0)).isNull();
    assertThat(window.next()).isZero();

    assertThat(window.append("a")).isZero();
    assertThat(window.next()).isOne();
    assertThat(window.state(0)).isEqualTo(SendState.PENDING);
    assertThat(window.payload(0)).isEqualTo("a");

    assertThat(resolve(0, Outcome.DELIVERED)).isTrue();
    assertThat(reports).containsExactly("0 a DELIVERED");
    assertThat(window.state(0)).isEqualTo(SendState.DELIVERED);
    assertThat(window.payload(0)).isNull();
  }

  @Test
  void aCancelledMessageIsNotSentAgainButStillOpen() {
    window.append("a");
    assertThat(window.cancel(0)).isTrue();
    assertThat(window.cancel(0)).as("cancelled before").isFalse();
    assertThat(window.state(0)).isEqualTo(SendState.SEALING);
    assertThat(window.payload(0)).isNull();
    assertThat(resolve(0, Outcome.NOT_DELIVERED)).isTrue();
    assertThat(window.state(0)).isEqualTo(SendState.NOT_DELIVERED);
    assertThat(window.cancel(0)).as("decided").isFalse();
    assertThat(reports).containsExactly("0 a NOT_DELIVERED");
  }

  @Test
  void theFirstDecisionStands() {
    window.append("a");
    window.append("b");
    assertThat(resolve(0, Outcome.DELIVERED)).isTrue();
    assertThat(resolve(0, Outcome.NOT_DELIVERED)).isFalse();
    assertThat(resolve(1, Outcome.NOT_DELIVERED)).isTrue();
    assertThat(resolve(1, Outcome.DELIVERED)).isFalse();
    assertThat(window.state(0)).isEqualTo(SendState.DELIVERED);
    assertThat(window.state(1)).isEqualTo(SendState.NOT_DELIVERED);
    assertThat(reports).containsExactly("0 a DELIVERED", "1 b NOT_DELIVERED");
  }

  @Test
  void theOldestOpenMessageHoldsTheWindow() {
    for (int i = 0; i < 4; i++) {
      assertThat(window.append("a" + i)).isEqualTo(i);
    }
    for (int i = 1; i < 4; i++) {
      resolve(i, Outcome.DELIVERED);
      assertThat(window.append("full")).isEqualTo(SendWindow.WINDOW_FULL);
    }
    window.cancel(0);
    assertThat(window.append("full")).isEqualTo(SendWindow.WINDOW_FULL);
    assertThat(window.next()).isEqualTo(4);
    resolve(0, Outcome.NOT_DELIVERED);
    assertThat(window.append("b0")).isEqualTo(4);
    assertThat(window.state(0)).isEqualTo(SendState.FORGOTTEN);
    assertThat(window.payload(0)).isNull();
    assertThat(window.cancel(0)).isFalse();
    assertThat(resolve(0, Outcome.DELIVERED)).isFalse();
    assertThat(window.payload(4)).isEqualTo("b0");
  }

  @Test
  void whatWasNeverSubmittedIsNotDecided() {
    assertThat(resolve(0, Outcome.DELIVERED)).isFalse();
    assertThat(resolve(5, Outcome.DELIVERED)).isFalse();
    assertThat(window.cancel(0)).isFalse();
    assertThat(reports).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -4, Long.MIN_VALUE, 1L << 60, 1L << 61, (1L << 61) + 1, 1L << 62})
  void anInvalidSeqChangesNothing(long seq) {
    window.append("a"); // number 0: the same stamp as 2^61, if the number were not checked
    window.append("b");
    assertThat(resolve(seq, Outcome.DELIVERED)).isFalse();
    assertThat(window.cancel(seq)).isFalse();
    assertThat(window.payload(seq)).isNull();
    assertThat(window.state(seq)).isEqualTo(SendState.UNSENT);
    assertThat(window.state(0)).isEqualTo(SendState.PENDING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void numbersEndBelow2To60(int size) {
    long end = 1L << 60;
    SendWindow<String> last = new SendWindow<>(size, end - 2 * size);
    for (long seq = end - 2 * size; seq < end; seq++) {
      assertThat(last.append("x")).isEqualTo(seq);
      assertThat(last.cancel(seq)).isTrue();
      assertThat(last.resolve(seq, Outcome.DELIVERED, null, (s, payload, outcome, reply) -> {}))
          .isTrue();
    }
    assertThat(last.append("x")).isEqualTo(SendWindow.SEQ_EXHAUSTED);
    assertThat(last.append("x")).isEqualTo(SendWindow.SEQ_EXHAUSTED);
  }

  @Test
  void anExceptionOfTheListenerComesAfterTheDecision() {
    window.append("a");
    assertThatThrownBy(
            () -> window.resolve(0, Outcome.DELIVERED, null, (seq, payload, outcome, reply) -> {
              throw new UnsupportedOperationException("listener");
            }))
        .hasMessage("listener");
    assertThat(window.state(0)).isEqualTo(SendState.DELIVERED);
    assertThat(resolve(0, Outcome.DELIVERED)).isFalse();
  }

  /** Otherwise a crash in between would find another message in its slot and lose the report. */
  @Test
  void aMessageKeepsItsPlaceUntilItIsReported() {
    SendWindow<String> one = new SendWindow<>(1);
    one.append("a");
    List<Object> during = new ArrayList<>();
    one.resolve(0, Outcome.DELIVERED, null, (seq, payload, outcome, reply) -> {
      during.add(one.state(0));
      during.add(one.append("b"));
      during.add(one.resolve(0, Outcome.NOT_DELIVERED, null, (s, p, o, r) -> {}));
      during.add(one.cancel(0));
      during.add(one.payload(0) != null);
      during.add(one.allDecided());
    });
    assertThat(during)
        .containsExactly(SendState.REPORTING, SendWindow.WINDOW_FULL, false, false, false, false);
    assertThat(one.state(0)).isEqualTo(SendState.DELIVERED);
    assertThat(one.allDecided()).isTrue();
    assertThat(one.append("b")).isEqualTo(1);
  }

  @Test
  void aPayloadThatIsReportedCanBeCollected() {
    SendWindow<Object> objects = new SendWindow<>(1);
    WeakReference<Object> payload = new WeakReference<>(new Object());
    objects.append(Objects.requireNonNull(payload.get()));
    System.gc();
    assertThat(payload.get()).as("of an open message").isNotNull();
    objects.resolve(0, Outcome.DELIVERED, null, (s, p, o, r) -> {});
    System.gc();
    assertThat(payload.get()).isNull();
    assertThat(objects.next()).as("the window itself is still there").isEqualTo(1);
  }

  @Test
  void aPayloadIsNotNull() {
    assertThatThrownBy(() -> window.append(null)).isInstanceOf(NullPointerException.class);
    assertThat(window.next()).isZero();
  }

  @Test
  void afterARestartEverythingInTheOutboxIsPending() {
    SendWindow<String> restored = new SendWindow<>(2, Outbox.NONE, Map.of(4L, "e", 3L, "d"));
    assertThat(restored.next()).isEqualTo(5);
    assertThat(restored.append("f")).as("3 is open").isEqualTo(SendWindow.WINDOW_FULL);
    assertThat(restored.payload(3)).isEqualTo("d");
    assertThat(restored.payload(4)).isEqualTo("e");
    assertThat(restored.resolve(3, Outcome.DELIVERED, null, (s, p, o, r) -> {})).isTrue();
    assertThat(restored.append("f")).isEqualTo(5);
  }

  /** Messages 1 and 4 were being appended when the sender crashed. */
  @Test
  void afterARestartANumberThatWasNotAppendedIsAssignedAgain() {
    SendWindow<String> restored =
        new SendWindow<>(4, Outbox.NONE, Map.of(0L, "a", 5L, "f", 2L, "c", 3L, "d"));
    assertThat(restored.next()).isEqualTo(4);
    assertThat(restored.bound()).isEqualTo(6);
    assertThat(restored.allDecided()).isFalse();
    assertThat(restored.append("e")).as("0 was decided, or 4 had no number").isEqualTo(4);
    assertThat(restored.append("g"))
        .as("5 is there, and 2 is open")
        .isEqualTo(SendWindow.WINDOW_FULL);
    restored.resolve(2, Outcome.DELIVERED, null, (s, p, o, r) -> {});
    assertThat(restored.append("g")).isEqualTo(6);
    assertThat(restored.payload(5)).isEqualTo("f");
    assertThat(restored.bound()).isEqualTo(7);
  }

  /** No message has such a number, so it holds up nothing. */
  @Test
  void aNumberThatWasNotAppendedDoesNotHoldUpAnOpenWindow() {
    SendWindow<String> restored = new SendWindow<>(2, Outbox.NONE, Map.of(1L, "b"));
    assertThat(restored.allDecided()).as("1 is open").isFalse();
    restored.resolve(1, Outcome.DELIVERED, null, (s, p, o, r) -> {});
    assertThat(restored.allDecided()).isTrue();
    assertThat(restored.append("a")).isZero();
    assertThat(restored.allDecided()).isFalse();
  }

  @Test
  void aClosedWindowSealsANumberThatWasNotAppendedAndDoesNotReportIt() {
    SendWindow<String> restored = new SendWindow<>(4, Outbox.NONE, Map.of(1L, "b"));
    restored.close();
    assertThat(restored.allDecided()).isFalse();
    assertThat(restored.state(0)).isEqualTo(SendState.SEALING);
    assertThat(restored.payload(0)).as("never sent").isNull();
    restored.resolve(0, Outcome.NOT_DELIVERED, null, (s, p, o, r) -> reports.add(p));
    restored.resolve(1, Outcome.DELIVERED, null, (s, p, o, r) -> reports.add(p));
    assertThat(reports).as("nobody submitted 0").containsExactly("b");
    assertThat(restored.allDecided()).isTrue();
    assertThat(restored.append("c")).isEqualTo(SendWindow.CLOSED);
  }

  /**
   * The receiver no longer answers for 0 once it has sealed 4, which has no entry in the outbox.
   */
  @Test
  void aMessageThatMadeRoomForANumberWithoutEntryIsNotOpenAgain() {
    SendWindow<String> restored =
        new SendWindow<>(4, Outbox.NONE, Map.of(0L, "a", 5L, "f", 2L, "c", 3L, "d"));
    assertThat(restored.state(0)).isEqualTo(SendState.IN_DOUBT);
    assertThat(restored.resolve(0, Outcome.DELIVERED, null, (s, p, o, r) -> reports.add(p)))
        .as("it was reported before the crash")
        .isFalse();
    assertThat(reports).isEmpty();
    for (long seq : new long[] {2, 3, 5}) {
      assertThat(restored.state(seq)).isEqualTo(SendState.PENDING);
    }
  }

  @Test
  void entriesThatDoNotFitTheOutboxAreRejected() {
    assertThatThrownBy(
            () -> new SendWindow<>(2, Outbox.NONE, new TreeMap<>(Map.of(0L, "a", 2L, "c"))))
        .hasMessage("the outbox has no slot for message 2");
    assertThatThrownBy(() -> new SendWindow<>(2, Outbox.NONE, Map.of(-1L, "a")))
        .hasMessage("the outbox has no slot for message -1");
    assertThatThrownBy(() -> new SendWindow<>(2, Outbox.NONE, Map.of(5L, "f")))
        .hasMessage("an outbox of 2 slots cannot hold message 5 but not message 0");
  }

  @Test
  void aClosedWindowAcceptsNoMoreMessagesAndEmpties() {
    window.append("a");
    window.close();
    assertThat(window.append("b")).isEqualTo(SendWindow.CLOSED);
    assertThat(window.next()).isEqualTo(1);
    assertThat(window.allDecided()).isFalse();
    assertThat(resolve(0, Outcome.DELIVERED)).isTrue();
    assertThat(window.allDecided()).isTrue();
    assertThat(window.isGone()).isFalse();
    window.gone();
    assertThat(window.isGone()).isTrue();
    assertThat(window.append("b")).isEqualTo(SendWindow.GONE);
    window.close();
    assertThat(window.append("b")).isEqualTo(SendWindow.GONE);
  }

  @Test
  void whatIsInDoubtIsDecided() {
    window.append("a");
    assertThat(resolve(0, Outcome.IN_DOUBT)).isTrue();
    assertThat(resolve(0, Outcome.DELIVERED)).isFalse();
    assertThat(window.state(0)).isEqualTo(SendState.IN_DOUBT);
    assertThat(window.allDecided()).isTrue();
  }

  @Test
  void aMessageIsInTheOutboxBeforeOtherThreadsSeeIt() {
    List<String> written = new ArrayList<>();
    List<SendWindow<String>> self = new ArrayList<>();
    self.add(new SendWindow<>(
        2,
        (seq, payload) -> written.add(
            seq + payload + " " + self.get(0).state(seq) + " " + self.get(0).allDecided()),
        Map.of()));
    self.get(0).append("a");
    assertThat(written).containsExactly("0a UNSENT false");
    assertThat(self.get(0).state(0)).isEqualTo(SendState.PENDING);
  }

  private boolean resolve(long seq, Outcome outcome) {
    return window.resolve(
        seq, outcome, null, (s, payload, o, reply) -> reports.add(s + " " + payload + " " + o));
  }
}

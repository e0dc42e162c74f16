package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveWindowTest {
  private static final int W = 4;
  private static final long S = 9; // on the third lap, so that there are laps before it

  /** What the slot of S holds before the frame arrives. */
  enum Slot {
    TWO_LAPS_BEFORE_DELIVERED(w -> {}),
    LAP_BEFORE_CLAIMED(w -> w.claim(S - W)),
    LAP_BEFORE_DELIVERED(w -> delivered(w, S - W)),
    LAP_BEFORE_SEALED(w -> w.seal(S - W)),
    CLAIMED(then(LAP_BEFORE_DELIVERED, w -> w.claim(S))),
    CLAIMED_AFTER_SEALED(then(LAP_BEFORE_SEALED, w -> w.claim(S))),
    DELIVERED(then(CLAIMED, w -> w.deliver(S))),
    DELIVERED_AFTER_SEALED(then(CLAIMED_AFTER_SEALED, w -> w.deliver(S))),
    SEALED(then(LAP_BEFORE_DELIVERED, w -> w.seal(S))),
    SEALED_AFTER_SEALED(then(LAP_BEFORE_SEALED, w -> w.seal(S))),
    FAILED(then(CLAIMED, w -> w.fail(S))),
    FAILED_AFTER_SEALED(then(CLAIMED_AFTER_SEALED, w -> w.fail(S))),
    LAP_AFTER_CLAIMED(then(DELIVERED, w -> w.claim(S + W))),
    LAP_AFTER_DELIVERED(then(LAP_AFTER_CLAIMED, w -> w.deliver(S + W))),
    LAP_AFTER_SEALED(then(SEALED, w -> w.seal(S + W)));

    private final Consumer<ReceiveWindow> setUp;

    Slot(Consumer<ReceiveWindow> setUp) {
      this.setUp = setUp;
    }

    private static Consumer<ReceiveWindow> then(Slot slot, Consumer<ReceiveWindow> step) {
      return slot.setUp.andThen(step);
    }

    ReceiveWindow window() {
      ReceiveWindow window = new ReceiveWindow(W);
      delivered(window, S - 2 * W);
      setUp.accept(window);
      return window;
    }
  }

  /** The table of the class comment, cell by cell. */
  @ParameterizedTest
  @CsvSource({
    // slot                     DATA          CHECK         SEAL
    "TWO_LAPS_BEFORE_DELIVERED, REFUSED,      REFUSED,      REFUSED",
    "LAP_BEFORE_CLAIMED,        REFUSED,      REFUSED,      REFUSED",
    "LAP_BEFORE_DELIVERED,      CLAIMED,      UNKNOWN,      SEALED",
    "LAP_BEFORE_SEALED,         CLAIMED,      UNKNOWN,      SEALED",
    "CLAIMED,                   IN_PROGRESS,  IN_PROGRESS,  IN_PROGRESS",
    "CLAIMED_AFTER_SEALED,      IN_PROGRESS,  IN_PROGRESS,  IN_PROGRESS",
    "DELIVERED,                 DELIVERED,    DELIVERED,    DELIVERED",
    "DELIVERED_AFTER_SEALED,    DELIVERED,    DELIVERED,    DELIVERED",
    "SEALED,                    SEALED,       SEALED,       SEALED",
    "SEALED_AFTER_SEALED,       SEALED,       SEALED,       SEALED",
    "FAILED,                    CLAIMED,      UNKNOWN,      SEALED",
    "FAILED_AFTER_SEALED,       CLAIMED,      UNKNOWN,      SEALED",
    "LAP_AFTER_CLAIMED,         NOTHING_OWED, NOTHING_OWED, NOTHING_OWED",
    "LAP_AFTER_DELIVERED,       NOTHING_OWED, NOTHING_OWED, NOTHING_OWED",
    "LAP_AFTER_SEALED,          NOTHING_OWED, NOTHING_OWED, NOTHING_OWED",
  })
  void followsTheTable(Slot slot, Answer data, Answer check, Answer seal) {
    ReceiveWindow window = slot.window();
    long before = window.stamp((int) S % W);
    assertThat(window.check(S)).isEqualTo(check);
    assertThat(window.stamp((int) S % W)).as("CHECK changes nothing").isEqualTo(before);

    assertThat(window.claim(S)).isEqualTo(data);
    assertThat(window.stamp((int) S % W) != before).isEqualTo(data == Answer.CLAIMED);

    window = slot.window();
    assertThat(window.seal(S)).isEqualTo(seal);
    assertThat(window.stamp((int) S % W) != before).isEqualTo(check == Answer.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"LAP_BEFORE_DELIVERED, CLAIMED", "LAP_BEFORE_SEALED, CLAIMED_AFTER_SEALED"})
  void aFailedHandlerRestoresTheSlotExactly(Slot before, Slot claimed) {
    ReceiveWindow window = before.window();
    long stamp = window.stamp((int) S % W);
    window.claim(S);
    assertThat(window.stamp((int) S % W)).isEqualTo(claimed.window().stamp((int) S % W));
    window.fail(S);
    assertThat(window.stamp((int) S % W)).isEqualTo(stamp);
    // So the state of the previous lap is still remembered.
    assertThat(window.check(S - W))
        .isEqualTo(before == Slot.LAP_BEFORE_SEALED ? Answer.SEALED : Answer.DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LAP_BEFORE_CLAIMED",
        "LAP_BEFORE_DELIVERED",
        "DELIVERED",
        "SEALED",
        "FAILED",
        "LAP_AFTER_CLAIMED"
      })
  void onlyAClaimIsDeliveredOrFails(Slot slot) {
    ReceiveWindow window = slot.window();
    long before = window.stamp((int) S % W);
    assertThatThrownBy(() -> window.deliver(S))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("message 9 is not claimed");
    assertThatThrownBy(() -> window.fail(S)).isInstanceOf(IllegalStateException.class);
    assertThat(window.stamp((int) S % W)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -4, Long.MIN_VALUE, 1L << 60, (1L << 61) + 1, 1L << 62, Long.MAX_VALUE})
  void anInvalidSeqIsRefused(long seq) {
    ReceiveWindow window = new ReceiveWindow(W);
    assertThat(window.claim(seq)).isEqualTo(Answer.REFUSED);
    assertThat(window.check(seq)).isEqualTo(Answer.REFUSED);
    assertThat(window.seal(seq)).isEqualTo(Answer.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void theLastLapBeforeTheEndOfTheNumbers(int size) {
    long end = 1L << 60;
    ReceiveWindow window = new ReceiveWindow(size, end - 2 * size);
    for (long seq = end - 2 * size; seq < end; seq++) {
      assertThat(window.check(seq)).isEqualTo(Answer.UNKNOWN);
      assertThat(window.claim(seq)).isEqualTo(Answer.CLAIMED);
      window.deliver(seq);
      assertThat(window.claim(seq)).isEqualTo(Answer.DELIVERED);
    }
    assertThat(window.claim(end)).isEqualTo(Answer.REFUSED);
    assertThat(window.claim(0)).isEqualTo(Answer.NOTHING_OWED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 6, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void theWindowIsAPowerOfTwo(int size) {
    assertThatThrownBy(() -> new ReceiveWindow(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two")
        .hasMessageContaining(String.valueOf(size));
    assertThatThrownBy(() -> new SendWindow<String>(size))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesThatDoNotFitTheWindowAreRejected() {
    for (long seq : new long[] {2, -1, 1L << 60}) {
      assertThatThrownBy(() -> new ReceiveWindow(
              2, new TreeMap<>(Map.of(0L, Resolution.DELIVERED, seq, Resolution.DELIVERED))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the window has no slot for message " + seq);
    }
  }

  private static void delivered(ReceiveWindow window, long seq) {
    assertThat(window.claim(seq)).isEqualTo(Answer.CLAIMED);
    window.deliver(seq);
  }
}

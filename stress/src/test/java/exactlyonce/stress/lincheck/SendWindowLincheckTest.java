package exactlyonce.stress.lincheck;

import exactlyonce.window.Outcome;
import exactlyonce.window.SendWindow;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two messages are open from the start, and what is asked is asked about them. Not about the others: a
 * number is taken before its message is pending, and a message is decided before its slot is free. Both are
 * specified, and neither is linearizable.
 */
@Param(name = "seq", gen = IntGen.class, conf = "0:1")
public class SendWindowLincheckTest {
  private static final int WINDOW_SIZE = 16; // more than there are messages

  private final SendWindow<String> window = new SendWindow<>(WINDOW_SIZE);

  public SendWindowLincheckTest() {
    window.append("first");
    window.append("second");
  }

  @Operation
  public long append() {
    return window.append("next");
  }

  @Operation
  public void close() {
    window.close();
  }

  @Operation
  public boolean cancel(@Param(name = "seq") int seq) {
    return window.cancel(seq);
  }

  @Operation
  public @Nullable String payload(@Param(name = "seq") int seq) {
    return window.payload(seq);
  }

  @Operation
  public @Nullable String delivered(@Param(name = "seq") int seq) {
    return resolve(seq, Outcome.DELIVERED);
  }

  @Operation
  public @Nullable String notDelivered(@Param(name = "seq") int seq) {
    return resolve(seq, Outcome.NOT_DELIVERED);
  }

  /** Returns what was reported. */
  private @Nullable String resolve(int seq, Outcome outcome) {
    String[] reported = new String[1];
    window.resolve(
        seq,
        outcome,
        null,
        (same, payload, decided, reply) -> reported[0] = payload + " " + decided);
    return reported[0];
  }

  @Test
  void isLinearizable() {
    Linearizability.check(SendWindowLincheckTest.class, PlainSendWindow.class);
  }

  /** A list of what is pending, for one thread. */
  public static final class PlainSendWindow {
    private final List<@Nullable String> open = new ArrayList<>(List.of("first", "second"));
    private final boolean[] cancelled = new boolean[2];
    private boolean closed;

    public long append() {
      if (closed) {
        return SendWindow.CLOSED;
      }
      open.add("next");
      return open.size() - 1;
    }

    public void close() {
      closed = true;
    }

    public boolean cancel(int seq) {
      boolean isPending = payload(seq) != null;
      cancelled[seq] |= isPending;
      return isPending;
    }

    public @Nullable String payload(int seq) {
      return cancelled[seq] ? null : open.get(seq);
    }

    public @Nullable String delivered(int seq) {
      return resolve(seq, Outcome.DELIVERED);
    }

    public @Nullable String notDelivered(int seq) {
      return resolve(seq, Outcome.NOT_DELIVERED);
    }

    private @Nullable String resolve(int seq, Outcome outcome) {
      String payload = open.set(seq, null);
      return payload == null ? null : payload + " " + outcome;
    }
  }
}

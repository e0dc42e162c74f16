package exactlyonce.stress.lincheck;

import exactlyonce.window.OrderedReceiveWindow;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * The hand-over of turns. Each message has one thread that brings it, and none is sealed: a second copy is told
 * IN_PROGRESS before the first is buffered, and a thread that passes several sealed messages does so one by one.
 * Both are specified, and neither is linearizable.
 */
@Param(name = "seq", gen = IntGen.class, conf = "0:3")
@Param(name = "thread", gen = ThreadIdGen.class)
public class OrderedReceiveWindowLincheckTest {
  private static final int WINDOW_SIZE = 8; // more than there are messages

  private final OrderedReceiveWindow<String> window = new OrderedReceiveWindow<>(WINDOW_SIZE);
  private final Claims claims = new Claims();

  /** Brings the message that is this thread's own. */
  @Operation
  public String data(@Param(name = "thread") int thread) {
    int seq = thread % WINDOW_SIZE;
    return window.buffer(seq, "payload").name();
  }

  /** Claims a message if it is its turn; returns its payload. */
  @Operation
  public String claim(@Param(name = "thread") int thread, @Param(name = "seq") int seq) {
    if (claims.of(thread) != Claims.NONE || !window.isPassed(seq - 1)) {
      return "no";
    }
    long claimed = window.claimFrom(seq);
    if (claimed == OrderedReceiveWindow.NONE) {
      return "no";
    }
    claims.set(thread, claimed);
    return window.payload(claimed);
  }

  @Operation
  public void deliver(@Param(name = "thread") int thread) {
    claims.end(thread, window::deliver);
  }

  @Operation
  public void fail(@Param(name = "thread") int thread) {
    claims.end(thread, window::fail);
  }

  @Test
  void isLinearizable() {
    Linearizability.check(OrderedReceiveWindowLincheckTest.class, PlainOrderedWindow.class);
  }

  /** Messages in turn, for one thread. */
  public static final class PlainOrderedWindow {
    private enum State {
      UNKNOWN,
      BUFFERED,
      CLAIMED,
      DELIVERED
    }

    private final State[] states = new State[WINDOW_SIZE];
    private final Claims claims = new Claims();

    public PlainOrderedWindow() {
      Arrays.fill(states, State.UNKNOWN);
    }

    public String data(int thread) {
      int seq = thread % WINDOW_SIZE;
      return switch (states[seq]) {
        case UNKNOWN -> {
          states[seq] = State.BUFFERED;
          yield "BUFFERED";
        }
        case BUFFERED, CLAIMED -> "IN_PROGRESS";
        case DELIVERED -> "DELIVERED";
      };
    }

    public String claim(int thread, int seq) {
      boolean isTurn = seq == 0 || states[seq - 1] == State.DELIVERED;
      if (claims.of(thread) != Claims.NONE || !isTurn || states[seq] != State.BUFFERED) {
        return "no";
      }
      states[seq] = State.CLAIMED;
      claims.set(thread, seq);
      return "payload";
    }

    public void deliver(int thread) {
      end(thread, State.DELIVERED);
    }

    public void fail(int thread) {
      end(thread, State.UNKNOWN);
    }

    private void end(int thread, State state) {
      claims.end(thread, seq -> states[(int) seq] = state);
    }
  }
}

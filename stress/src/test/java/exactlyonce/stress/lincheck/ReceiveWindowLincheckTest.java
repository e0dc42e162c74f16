package exactlyonce.stress.lincheck;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** A thread holds at most one claim at a time, and ends it in an operation of its own. */
@Param(name = "seq", gen = IntGen.class, conf = "0:4")
@Param(name = "thread", gen = ThreadIdGen.class)
public class ReceiveWindowLincheckTest {
  private final ReceiveWindow window = new ReceiveWindow(Linearizability.WINDOW_SIZE);
  private final Claims claims = new Claims();

  @Operation
  public String data(@Param(name = "thread") int thread, @Param(name = "seq") int seq) {
    if (claims.of(thread) != Claims.NONE) {
      return "busy";
    }
    Answer answer = window.claim(seq);
    if (answer == Answer.CLAIMED) {
      claims.set(thread, seq);
    }
    return answer.name();
  }

  @Operation
  public void deliver(@Param(name = "thread") int thread) {
    claims.end(thread, window::deliver);
  }

  @Operation
  public void fail(@Param(name = "thread") int thread) {
    claims.end(thread, window::fail);
  }

  @Operation
  public String check(@Param(name = "seq") int seq) {
    return window.check(seq).name();
  }

  @Operation
  public String seal(@Param(name = "seq") int seq) {
    return window.seal(seq).name();
  }

  @Test
  void isLinearizable() {
    Linearizability.check(ReceiveWindowLincheckTest.class, PlainReceiveWindow.class);
  }

  /** The table of {@link ReceiveWindow}, for one thread. */
  public static final class PlainReceiveWindow {
    private enum State {
      UNKNOWN,
      CLAIMED,
      DELIVERED,
      SEALED
    }

    private final State[] states = new State[8];
    private final Claims claims = new Claims();

    public PlainReceiveWindow() {
      Arrays.fill(states, State.UNKNOWN);
    }

    public String data(int thread, int seq) {
      if (claims.of(thread) != Claims.NONE) {
        return "busy";
      }
      String answer = answer(seq);
      if (!answer.equals("UNKNOWN")) {
        return answer;
      }
      states[seq] = State.CLAIMED;
      claims.set(thread, seq);
      return "CLAIMED";
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

    public String check(int seq) {
      return answer(seq);
    }

    public String seal(int seq) {
      String answer = answer(seq);
      if (!answer.equals("UNKNOWN")) {
        return answer;
      }
      states[seq] = State.SEALED;
      return "SEALED";
    }

    private String answer(int seq) {
      int next = seq + Linearizability.WINDOW_SIZE;
      if (next < states.length && states[next] != State.UNKNOWN) {
        return "NOTHING_OWED";
      }
      int before = seq - Linearizability.WINDOW_SIZE;
      if (before >= 0 && states[before] != State.DELIVERED && states[before] != State.SEALED) {
        return "REFUSED";
      }
      return states[seq] == State.CLAIMED ? "IN_PROGRESS" : states[seq].name();
    }
  }
}

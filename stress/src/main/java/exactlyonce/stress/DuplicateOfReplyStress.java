package exactlyonce.stress;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import exactlyonce.window.ReplyCells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A late copy of a delivered message is answered while the next lap takes its slot: it gets its own
 * reply or nothing, and never the reply of the next lap.
 */
@JCStressTest
@Description("a copy of a delivered message while its slot moves on: its reply")
@Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "it came before the next lap")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing is owed any more")
@Outcome(expect = Expect.FORBIDDEN, desc = "it got the reply of another message")
@State
public class DuplicateOfReplyStress {
  private final ReceiveWindow window = new ReceiveWindow(1);
  private final ReplyCells<Integer> replies = new ReplyCells<>(1);

  /** Message 0 is delivered. */
  public DuplicateOfReplyStress() {
    if (window.claim(0) == Answer.CLAIMED) {
      replies.store(0, 10);
      window.deliver(0);
    }
  }

  @Actor
  public void duplicate(I_Result result) {
    if (window.check(0) == Answer.DELIVERED) {
      Integer reply = replies.load(0);
      if (reply != null && window.check(0) == Answer.DELIVERED) {
        result.r1 = reply;
      }
    }
  }

  @Actor
  public void nextLap() {
    if (window.claim(1) == Answer.CLAIMED) {
      replies.store(1, 11);
      window.deliver(1);
    }
  }
}

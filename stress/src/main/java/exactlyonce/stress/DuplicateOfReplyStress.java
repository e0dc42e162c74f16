package exactlyonce.stress;

import exactlyonce.window.Answer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A late copy of a delivered message is answered while the next lap takes its slot. It gets its own
 * reply or none, and never the reply of the next lap.
 */
@JCStressTest
@Description("a copy of a delivered message while its slot moves on: its reply")
@Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "it arrived before the next lap")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "no answer is owed any more")
@Outcome(expect = Expect.FORBIDDEN, desc = "it got the reply of another message")
@State
public class DuplicateOfReplyStress {
  private final ReplySlot slot = new ReplySlot();

  @Actor
  public void duplicate(I_Result result) {
    if (slot.window.check(0) == Answer.DELIVERED) {
      Integer reply = slot.replies.load(0);
      if (reply != null && slot.window.check(0) == Answer.DELIVERED) {
        result.r1 = reply;
      }
    }
  }

  @Actor
  public void nextLap() {
    slot.deliver(1, 11);
  }
}

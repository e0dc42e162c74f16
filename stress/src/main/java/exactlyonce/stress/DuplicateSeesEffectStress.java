package exactlyonce.stress;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/**
 * A copy that is told DELIVERED, and so sends an ACK, sees what the handler wrote to a plain field:
 * an ACK never precedes the effect. Both ways to that answer are raced: the read, and the witness
 * of the compare-and-exchange.
 */
@JCStressTest
@Description("a copy while another runs the handler: its answer, the effect it sees")
@Outcome(id = "DELIVERED, 1", expect = Expect.ACCEPTABLE, desc = "it arrived after the effect")
@Outcome(
    id = {"IN_PROGRESS, 0", "IN_PROGRESS, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "it arrived while the handler ran, and need not see the effect")
@Outcome(id = "CLAIMED, 0", expect = Expect.ACCEPTABLE, desc = "it arrived first")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was told of an effect that it does not see")
@State
public class DuplicateSeesEffectStress {
  private final ReceiveWindow window = new ReceiveWindow(1);
  private int effect;

  @Actor
  public void handler() {
    if (window.claim(0) == Answer.CLAIMED) {
      effect = 1;
      window.deliver(0);
    }
  }

  @Actor
  public void duplicate(LI_Result result) {
    result.r1 = window.claim(0);
    result.r2 = effect;
  }
}

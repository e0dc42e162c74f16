package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Both messages come twice, in both orders. Whoever handles them, none is left behind or handled twice. */
@JCStressTest
@Description("two messages, each at both threads: effects")
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "each once, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message was left behind, or handled twice")
@State
public class DuplicatesInOrderStress {
  private final Ordered messages = new Ordered(2);

  @Actor
  public void forwards() {
    messages.data(0);
    messages.data(1);
  }

  @Actor
  public void backwards() {
    messages.told.second();
    messages.data(1);
    messages.data(0);
  }

  @Arbiter
  public void effects(I_Result result) {
    result.r1 = messages.effects();
  }
}

package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/**
 * SEAL against the DATA of a message whose turn it is, with the next one behind it. Either the message takes
 * effect or it is sealed, and the next one is handled after that, by whichever thread.
 */
@JCStressTest
@Description("0 is sealed while 0 and 1 arrive: what CHECK of 0 is told; effects")
@Outcome(id = "SEALED, 2", expect = Expect.ACCEPTABLE, desc = "SEAL won")
@Outcome(id = "ACK, 12", expect = Expect.ACCEPTABLE, desc = "DATA won")
@Outcome(expect = Expect.FORBIDDEN, desc = "both won, or neither, or 1 was left behind")
@State
public class SealAgainstTurnStress {
  private final Ordered messages = new Ordered(2);

  @Actor
  public void seals() {
    messages.seal(0);
  }

  @Actor
  public void brings() {
    messages.told.second();
    messages.data(0);
    messages.data(1);
  }

  @Arbiter
  public void effects(LI_Result result) {
    result.r1 = messages.check(0);
    result.r2 = messages.effects();
  }
}

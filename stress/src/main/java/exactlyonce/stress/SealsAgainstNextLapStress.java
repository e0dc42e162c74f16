package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * Two copies of SEAL, one of them with the message of the next lap behind it. That message is handled once, and
 * the late copy does not take its slot.
 */
@JCStressTest
@Description(
    "0 is sealed twice while 1 arrives, in one slot: the second is told; what CHECK of 1 is told; effects")
@Outcome(id = "SEALED, ACK, 2", expect = Expect.ACCEPTABLE, desc = "it was sealed, too")
@Outcome(id = "FORGOTTEN, ACK, 2", expect = Expect.ACCEPTABLE, desc = "it came when 1 had the slot")
@Outcome(
    id = "ACK, ACK, 2",
    expect = Expect.ACCEPTABLE_INTERESTING, // too rare to insist on
    desc = "it passed 0, and then handled 1")
@Outcome(expect = Expect.FORBIDDEN, desc = "1 was left behind, forgotten, or handled twice")
@State
public class SealsAgainstNextLapStress {
  private final Ordered messages = new Ordered(1);

  @Actor
  public void bringsTheNext() {
    messages.seal(0);
    messages.data(1);
  }

  @Actor
  public void seals(LLI_Result result) {
    messages.told.second();
    messages.seal(0);
    result.r1 = messages.told.last();
  }

  @Arbiter
  public void effects(LLI_Result result) {
    result.r2 = messages.check(1);
    messages.data(1);
    result.r3 = messages.effects();
  }
}

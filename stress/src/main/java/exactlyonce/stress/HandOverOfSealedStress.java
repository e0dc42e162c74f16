package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Like {@link HandOverStress}, but 0 is sealed: then 1 is next in turn. */
@JCStressTest
@Description("0 is sealed while 1 arrives: handled by the sealing thread, by the other; effects")
@Outcome(
    id = "1, 0, 2",
    expect = Expect.ACCEPTABLE,
    desc = "1 waited for its turn, and was handed over")
@Outcome(
    id = "0, 1, 2",
    expect = Expect.ACCEPTABLE,
    desc = "0 was sealed and passed before 1 was buffered")
@Outcome(expect = Expect.FORBIDDEN, desc = "1 was left behind, or handled twice")
@State
public class HandOverOfSealedStress {
  private final Ordered messages = new Ordered(2);

  @Actor
  public void seals() {
    messages.seal(0);
  }

  @Actor
  public void bringsTheSecond() {
    messages.told.second();
    messages.data(1);
  }

  @Arbiter
  public void effects(III_Result result) {
    result.r1 = messages.byFirst;
    result.r2 = messages.bySecond;
    result.r3 = messages.effects();
  }
}

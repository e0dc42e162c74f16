package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Ordered delivery of 0 and 1, each brought by its own thread. The last thread to write sees what
 * the other wrote, so 1 is handled, after 0, by one of the two.
 */
@JCStressTest
@Description(
    "ordered delivery of two messages: handled by the thread that brings 0, by the other; effects")
@Outcome(
    id = "2, 0, 12",
    expect = Expect.ACCEPTABLE,
    desc = "1 waited for its turn, and was handed over")
@Outcome(
    id = "1, 1, 12",
    expect = Expect.ACCEPTABLE,
    desc = "0 was delivered before 1 was buffered")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message was left behind, or the order is wrong")
@State
public class HandOverStress {
  private final Ordered messages = new Ordered(2);

  @Actor
  public void bringsTheFirst() {
    messages.data(0);
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

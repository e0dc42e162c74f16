package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two producers want the last place in the window, which has just become free: one of them gets it. */
@JCStressTest
@Description("two producers and one place: the number that each gets")
@Outcome(
    id = {"1, -1", "-1, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one got it, the other found the window full")
@Outcome(expect = Expect.FORBIDDEN, desc = "both got it, or neither")
@State
public class LastPlaceStress {
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> {});

  /** Message 0 is decided. */
  public LastPlaceStress() {
    sender.ack(0, null);
  }

  @Actor
  public void first(II_Result result) {
    result.r1 = (int) sender.trySubmit("a");
  }

  @Actor
  public void second(II_Result result) {
    result.r2 = (int) sender.trySubmit("b");
  }
}

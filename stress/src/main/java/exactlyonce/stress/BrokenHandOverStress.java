package exactlyonce.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link HandOverStress} for a window that is broken on purpose: message 1 may be left behind. */
@JCStressTest
@Description("broken on purpose: is message 1 handled by the thread that delivers 0, by the other?")
@Outcome(
    id = {"true, false", "false, true"},
    expect = Expect.ACCEPTABLE,
    desc = "message 1 is handled")
@Outcome(expect = Expect.FORBIDDEN, desc = "message 1 is left behind, or handled twice")
@State
public class BrokenHandOverStress {
  private final BrokenHandOver window = new BrokenHandOver();

  @Actor
  public void deliversTheFirst(ZZ_Result result) {
    result.r1 = window.deliverFirst();
  }

  @Actor
  public void buffersTheSecond(ZZ_Result result) {
    result.r2 = window.bufferSecond();
  }
}

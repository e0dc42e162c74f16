package exactlyonce.stress;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * DATA races SEAL for one message: one of them wins, and the loser's answer tells which. In
 * particular, a DATA that lost to SEAL is told SEALED, not IN_PROGRESS: it must answer from the
 * witness.
 */
@JCStressTest
@Description("DATA races SEAL: answer to DATA, to SEAL, number of effects, answer to a later CHECK")
@Outcome(
    id = "CLAIMED, IN_PROGRESS, 1, DELIVERED",
    expect = Expect.ACCEPTABLE,
    desc = "DATA won, and SEAL arrived while the handler ran")
@Outcome(
    id = "CLAIMED, DELIVERED, 1, DELIVERED",
    expect = Expect.ACCEPTABLE,
    desc = "DATA won, and SEAL arrived after the handler")
@Outcome(id = "SEALED, SEALED, 0, SEALED", expect = Expect.ACCEPTABLE, desc = "SEAL won")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "both won, or neither, or the loser was told something else")
@State
public class DataAgainstSealStress {
  private final ReceiveWindow window = new ReceiveWindow(1);
  private int effects;

  @Actor
  public void data(LLLL_Result result) {
    Answer answer = window.claim(0);
    if (answer == Answer.CLAIMED) {
      effects++;
      window.deliver(0);
    }
    result.r1 = answer;
  }

  @Actor
  public void seal(LLLL_Result result) {
    result.r2 = window.seal(0);
  }

  @Arbiter
  public void check(LLLL_Result result) {
    result.r3 = effects;
    result.r4 = window.check(0);
  }
}

package exactlyonce.stress;

import exactlyonce.window.Answer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/** {@link DuplicateDataStress} for a window that is broken on purpose: both copies may win. */
@JCStressTest
@Description(
    "broken on purpose: two copies of one DATA: answer to the first, to the second, number of effects")
@Outcome(
    id = {"CLAIMED, IN_PROGRESS, 1", "IN_PROGRESS, CLAIMED, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one copy ran the handler, and the other arrived meanwhile")
@Outcome(
    id = {"CLAIMED, DELIVERED, 1", "DELIVERED, CLAIMED, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one copy ran the handler, and the other arrived afterwards")
@Outcome(expect = Expect.FORBIDDEN, desc = "not exactly one copy ran the handler")
@State
public class BrokenDuplicateDataStress {
  private final BrokenWindow window = new BrokenWindow();

  // One per actor: a shared atomic counter would order the accesses that must race.
  private int effectsOfFirst;
  private int effectsOfSecond;

  @Actor
  public void first(LLI_Result result) {
    Answer answer = window.claim();
    if (answer == Answer.CLAIMED) {
      effectsOfFirst++;
      window.deliver();
    }
    result.r1 = answer;
  }

  @Actor
  public void second(LLI_Result result) {
    Answer answer = window.claim();
    if (answer == Answer.CLAIMED) {
      effectsOfSecond++;
      window.deliver();
    }
    result.r2 = answer;
  }

  @Arbiter
  public void count(LLI_Result result) {
    result.r3 = effectsOfFirst + effectsOfSecond;
  }
}
